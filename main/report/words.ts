/** What every written format of a report says alike: names of kinds, counts, figures. */
import type { ReportAnswer, ReportCosts, ReportPrecision } from './model'

const KINDS: ReadonlyMap<string, string> = new Map([
  ['guards_state', 'guards_state'],
  ['dynamo-store-entry', "entry of a DynamoStore (torch.compile's compile package)"],
  ['precompile-entry', 'caching_precompile entry (PrecompileCacheEntry)'],
  ['aot-compile', 'aot_compile file (save_compiled_function)'],
  ['aot-module', 'aot-compiled module (a list of aot_compile files)'],
  ['cache-artifacts', 'cache artifacts (torch.compiler.save_cache_artifacts)'],
  ['torch-log', 'log of torch (TORCH_TRACE or TORCH_LOGS)'],
])

export const kindName = (kind: string): string => KINDS.get(kind) ?? kind

/** 5,062 */
export const grouped = (n: number): string => n.toString().replace(/\B(?=(\d{3})+$)/g, ',')

export const count = (n: number, what: string, several: string = `${what}s`): string =>
  `${grouped(n)} ${n === 1 ? what : several}`

export const loadWords = (loads: ReportAnswer): string =>
  loads === 'unknown' ? 'not known' : loads ? 'loads' : 'does not load'

export const micro = (ns: number): string => `${(ns / 1000).toFixed(1)} µs`

/** `12.3 µs a check (middle half 12.1 to 12.6 µs, 100 runs)` */
export const costWords = ({ median_ns: median, low_ns: low, high_ns: high, runs }: ReportCosts): string =>
  `${micro(median)} a check (middle half ${micro(low)} to ${micro(high)}, ${count(runs, 'run')})`

export function methodWords(cold: ReportCosts, warm: ReportCosts): string {
  const apart = ({ pieced, apart: part, taken_off_ns: off, clock_ns: clock }: ReportCosts): string =>
    `${count(pieced, 'check')} timed in pieces, which come to ${Math.round(part * 100)} % of a whole one; ${Math.round(off)} ns taken off each piece, ${Math.round(clock)} of them the clock`
  return `Cold: ${cold.evicted_bytes / 1024 / 1024} MiB walked before each check, ${apart(cold)}. Warm: ${apart(warm)}.`
}

/** A code part without the lines of the user's code that torch puts behind it. */
export const withoutCode = (part: string): string => part.replace(/ {2,}# .*$/s, '').trimEnd()

/** What torch says of a recompile in the first line, its code and its hint left out: the report tells them apart. */
export function saidOf(reason: string): string {
  return withoutCode(reason.split('\n')[0] ?? '')
    .replace(/ +\(HINT: .*\)$/, '')
    .trimEnd()
}

/** Whether torch's own words tell what came. */
export const tellsActual = (said: string): boolean => /(?:, actual|but found|present on) /.test(said)

export const guardedWords = (guarded: ReportPrecision['nodes'][number]['guarded']): string =>
  ({ whole: 'guarded', part: 'guarded in part', none: 'not guarded' })[guarded]

export const LEFT_OUT = {
  paths: 'Folders of file names are left out.',
  stacks: 'Stacks and lines of code are left out.',
} as const
