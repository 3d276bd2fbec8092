/** Profiles the checks of one scenario: what each accessor, manager and guard of the tree takes, warm and cold. */
import type { Checker } from '../engine/check/checker'
import type { Place } from '../engine/check/checker/places'
import type { Scenario } from '../engine/check/scenario'
import type { Tri } from '../engine/check/semantics'
import type { InPieces, ProfileRuns } from '../../shared/overhead'
import { PiecedChecks } from './pieces'
import { Recorder } from './recorder'
import { median } from '../../shared/quantile'
import { clockCost, EVICTED, Eviction, timeCheck, warmUp } from './whole-checks'

/** Times by event (recorder.ts), in nanoseconds. */
export interface EventCosts {
  readonly runs: Float64Array
  /** From the begin of a check to its first event. */
  readonly entry: number
  readonly own: Float64Array
  /** The same told from parts of the checks alone. */
  readonly parts: readonly Float64Array[]
  readonly method: InPieces
}

export interface EventProfile {
  readonly places: readonly Place[]
  readonly answer: Tri
  /** By event: whether it came in a check of a manager just loaded, and in those that were timed. */
  readonly inFirst: Uint8Array
  readonly inTimed: Uint8Array
  readonly warm: EventCosts
  readonly cold: EventCosts
}

/** Checks with the same marks: `leadIn` of them teach the processor the way. */
const WARM_SET = { repeat: 20, leadIn: 5 }
const COLD_SET = { repeat: 5, leadIn: 0 }

export interface ProfileOptions {
  readonly runs: ProfileRuns
  /** Called with a fraction now and then; throw from it to cancel. */
  readonly onProgress?: (fraction: number) => void
  readonly random?: () => number
}

/** The checker forgets what it learned, and learns this scenario. */
export function profileChecks(checker: Checker, scenario: Scenario, options: ProfileOptions): EventProfile {
  const { runs, onProgress = () => {}, random = Math.random } = options
  const recorder = new Recorder(checker.places())
  const all = recorder.all()
  const events = recorder.places.length * 2
  checker.unlearn()
  recorder.install(all)
  const answer = checker.check(scenario)
  const inFirst = noted(recorder, events)
  warmUp(() => {
    recorder.count = 0
    checker.check(scenario)
  })
  const inTimed = noted(recorder, events)
  const order = Array.from(recorder.events.subarray(0, recorder.count))
  recorder.uninstall(all)
  warmUp(() => checker.check(scenario))
  let clock = clockCost()
  const pieced = new PiecedChecks(checker, scenario, recorder, order)
  // what is not counted: the compiler is at work on the wrappers
  for (let i = 0; i < 3; i++) pieced.run({ ...WARM_SET, evict: null, random })

  const measure = (count: number, cold: boolean, progress: (done: number) => void): EventCosts => {
    const eviction = cold ? new Eviction() : null
    const set = { ...(cold ? COLD_SET : WARM_SET), evict: eviction === null ? null : () => eviction.evict(), random }
    const checks = new PiecedChecks(checker, scenario, recorder, order)
    const whole = new Float64Array(count)
    for (let at = 0; at < count;) {
      progress(at / count)
      // in turns: both see the machine as it is now
      for (const end = Math.min(at + set.repeat, count); at < end; at++) {
        eviction?.evict()
        whole[at] = timeCheck(checker, scenario)
      }
      checks.run(set)
    }
    // once more: V8 may have got to what reads it meanwhile
    clock = Math.min(clock, clockCost())
    const { entry, events: times, parts, takenOff, apart, perCheck } = checks.fit(median(whole), clock)
    const byEvent = (values: Float64Array): Float64Array => {
      const own = new Float64Array(events)
      order.forEach((event, k) => (own[event] = values[k] ?? 0))
      return own
    }
    const evicted = cold ? EVICTED : 0
    const method = { kind: 'pieces' as const, pieced: checks.checks, pieces: perCheck, clock, takenOff, apart, evicted }
    return { runs: whole, entry, own: byEvent(times), parts: parts.map(byEvent), method }
  }
  const warm = measure(runs.warm, false, (done) => onProgress(WARM_SHARE * done))
  const cold = measure(runs.cold, true, (done) => onProgress(WARM_SHARE + (1 - WARM_SHARE) * done))
  onProgress(1)
  return { places: recorder.places, answer, inFirst, inTimed, warm, cold }
}

/** Of the time that it takes. */
const WARM_SHARE = 0.4

function noted(recorder: Recorder, events: number): Uint8Array {
  const seen = new Uint8Array(events)
  for (let i = 0; i < recorder.count; i++) seen[recorder.events[i] ?? 0] = 1
  return seen
}
