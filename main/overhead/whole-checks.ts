/** Times whole checks, one after the other or each with cold caches. */
import type { Checker } from '../engine/check/checker'
import type { Scenario } from '../engine/check/scenario'

/** Bytes that are walked to drive everything else out of the caches, as profile_guard_manager does (guards.cpp). */
export const EVICTED = 32 * 1024 * 1024
/** Checks that are not counted, for V8's compiler is at work in them: so many, and more until so many milliseconds are over. */
const WARM_UP = { least: 300, most: 5000, ms: 80 }

const NS = 1e6

/** A stretch of memory of which a byte of each line is read and written. */
export class Eviction {
  private readonly lines = new Uint8Array(EVICTED).fill(1)

  evict(): void {
    const { lines } = this
    for (let i = 0; i < lines.length; i += 64) lines[i] = (lines[i] ?? 0) + 1
  }
}

export function warmUp(check: () => unknown): void {
  const until = performance.now() + WARM_UP.ms
  for (let i = 0; i < WARM_UP.least || (i < WARM_UP.most && performance.now() < until); i++) check()
}

/** Nanoseconds of one check. */
export function timeCheck(checker: Checker, scenario: Scenario): number {
  const began = performance.now()
  checker.check(scenario)
  return (performance.now() - began) * NS
}

/** Nanoseconds of reading the clock, at the least. */
export function clockCost(): number {
  let least = Infinity
  for (let round = 0; round < 100; round++) least = Math.min(least, readClock(200))
  return least * NS
}

/** A function of its own, and called often: V8 reads the clock faster in what it has compiled for good. */
function readClock(times: number): number {
  const began = performance.now()
  let last = began
  for (let i = 0; i < times; i++) last = performance.now()
  return (last - began) / times
}

/** Nanoseconds of whole checks. */
export function timeWhole(
  checker: Checker,
  scenario: Scenario,
  runs: { readonly warm: number; readonly cold: number },
  eviction: Eviction = new Eviction(),
): { readonly warm: Float64Array; readonly cold: Float64Array } {
  warmUp(() => checker.check(scenario))
  const warm = Float64Array.from({ length: runs.warm }, () => timeCheck(checker, scenario))
  const cold = Float64Array.from({ length: runs.cold }, () => {
    eviction.evict()
    return timeCheck(checker, scenario)
  })
  return { warm, cold }
}
