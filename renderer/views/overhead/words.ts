/** Times and their methods in words. */
import type { Costs, LeftOut, Method, Origin } from '../../../shared/overhead'
import { grouped, plural } from '../../components/format'

/** Nanoseconds as a person reads them: `840 ns`, `9.1 µs`, `158 µs`. */
export function time(ns: number): string {
  const size = Math.abs(ns)
  if (size < 999.5) return `${ns.toFixed(size < 99.95 ? 1 : 0)} ns`
  const [value, unit] = size < 999_500 ? [ns / 1e3, 'µs'] : [ns / 1e6, 'ms']
  return `${value.toFixed(Math.abs(value) < 99.95 ? 1 : 0)} ${unit}`
}

export function share(part: number, whole: number): string {
  const percent = whole > 0 ? (100 * part) / whole : 0
  return percent >= 99.95 ? '100 %' : `${percent.toFixed(1)} %`
}

/** `1.2 µs, 31.0 %` or `1.2 µs (31.0 %)`; a row that was not measured has no time. */
export function timeAndShare(part: number, whole: number, between: ', ' | ' ('): string {
  if (Number.isNaN(part)) return NOT_MEASURED
  return `${time(part)}${between}${share(part, whole)}${between === ' (' ? ')' : ''}`
}
export const NOT_MEASURED = 'not measured'

/** `cold: 32 MiB walked before each of 100 checks` */
export function runsWords({ runs, method }: Costs): string {
  if (method.kind === 'left-out' && method.evicted === 0)
    return `warm: ${grouped(runs.length)} runs of ${plural(method.perRun, 'check')}`
  return method.evicted > 0
    ? `cold: ${method.evicted / 1024 / 1024} MiB walked before each of ${grouped(runs.length)} checks`
    : `warm: ${grouped(runs.length)} checks`
}

export function originWords(origin: Origin): string {
  return origin.kind === 'engine'
    ? `this engine in V8 ${origin.v8}, not torch`
    : `torch ${origin.torch}, process ${origin.pid}`
}

export function methodWords(method: Method): string {
  if (method.kind === 'left-out') return leftOutWords(method)
  const { pieced, pieces, clock, takenOff, apart } = method
  return (
    `${grouped(pieced)} further checks were timed in ${grouped(Math.round(pieces))} pieces each, others in each set. ` +
    `With the ${Math.round(clock)} ns of reading the clock taken off, the pieces come to ${Math.round(apart * 100)} % of a whole check; ` +
    (apart < 1
      ? `they are stretched to it, and ${Math.round(takenOff)} ns are taken off each.`
      : `what is more, the processor does at once where no clock is read, so ${Math.round(takenOff)} ns are taken off each.`)
  )
}

function leftOutWords({ groups, turns, perRun, calling }: LeftOut): string {
  const asked =
    calling > 0
      ? `Each run is the mean of ${grouped(perRun)} checks asked from Python, which is ${Math.round(calling)} ns of each. `
      : 'Each run is torch’s own profile_guard_manager, once. '
  return groups === 0
    ? `${asked}No guards were left out: the rows are not measured.`
    : `${asked}${grouped(groups)} rows were measured by managers without their guards, in ${turns} or more turns with the whole one.`
}
