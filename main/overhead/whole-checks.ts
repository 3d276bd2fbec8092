/** Times whole checks, one after the other or each with cold caches. */
import type { Checker } from '../engine/check/checker'
import type { Scenario } from '../engine/check/scenario'

/** Bytes that are walked to drive everything else out of the caches, as profile_guard_manager does (guards.cpp). */
export const EVICTED = 32 * 1024 * 1024
/** Checks that are not counted, for V8's compiler is at work in them: so many, and more until so many milliseconds are over. */
const WARM_UP = { least: 300, most: 5000, ms: 80 }

const NS = 1e6

/** A stretch of memory that is written and then read through, a byte of each line. */
export class Eviction {
  private readonly lines = new Uint8Array(EVICTED)
  private turn = 0
  private sink = 0

  evict(): void {
    const { lines } = this
    lines.fill(++this.turn & 0xff)
    let sum = 0
    for (let i = 0; i < lines.length; i += 64) sum += lines[i] ?? 0
    // or the walk could be left out
    this.sink = (this.sink + sum) & 0xffff
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
  const [rounds, readings] = [10, 1000]
  let least = Infinity
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    for (let i = 0; i < readings; i++) performance.now()
    least = Math.min(least, performance.now() - began)
  }
  return (least / readings) * NS
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
