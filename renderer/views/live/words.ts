/** Numbers and reasons of compiles as the view says them. */
import type { Compile } from './live-session'

/** torch's measure of one cold check. */
export function latencyText(microseconds: number | null): string {
  if (microseconds === null) return ''
  if (microseconds < 1000) return `${microseconds < 10 ? microseconds.toFixed(1) : Math.round(microseconds)} µs`
  return `${(microseconds / 1000).toFixed(1)} ms`
}

/** The time of day, as the process told it. */
export function clockText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB')
}

/** The first reason in one line, without the code it comes from; all of it stands beside the compile. */
export function reasonText({ reasons }: Pick<Compile, 'reasons'>): string {
  const [first] = reasons
  return first === undefined ? '' : oneLine(first.split(/ {2,}# |\n/, 1)[0] ?? '')
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

export function secondsText(seconds: number): string {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`
}
