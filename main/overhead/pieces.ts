/**
 * Checks timed in pieces, and what each event of a check took by them.
 *
 * A clock that takes longer to read than most guards to run cannot be put around each of them. So it is read at a few
 * events of a check alone, other ones in each set of checks, and the times between are the differences of one curve, the
 * time since the check began: the curve that fits them best says what each event took. A set is run several times with
 * its marks in the same places, for the processor predicts a check that it has seen. What a reading takes, its own time
 * and what could not overlap because of it, is the same for each piece, and is told from whole checks without a mark.
 */
import type { Checker } from '../engine/check/checker'
import type { Scenario } from '../engine/check/scenario'
import { fitCurve, type Observations } from './least-squares'
import type { Recorder } from './recorder'
import { middleMean } from './statistics'

/** Events from one mark to the next: at most this many. */
const REACH = 3
/** Sets are fitted in so many parts as well: how far these part is the error. */
const PARTS = 4
const NS = 1e6

export interface SetOptions {
  /** Checks with the same marks, and how many of them come first and are not counted. */
  readonly repeat: number
  readonly leadIn: number
  /** Called before each check; null for warm ones. */
  readonly evict: (() => void) | null
  readonly random: () => number
}

/** What a check takes, event by event. */
export interface Pieces {
  /** Time until the first event, and of each event until the next, of which the last is the end. */
  readonly entry: number
  readonly events: Float64Array
  readonly parts: readonly Float64Array[]
  readonly takenOff: number
  /** All pieces over a whole check, with `clock` taken off each. */
  readonly apart: number
  readonly perCheck: number
}

export class PiecedChecks {
  private readonly at: Int32Array
  private readonly sets: { readonly marks: readonly number[]; readonly times: Float64Array }[] = []
  checks = 0

  constructor(
    private readonly checker: Checker,
    private readonly scenario: Scenario,
    private readonly recorder: Recorder,
    /** The events of a check in their order. */
    private readonly order: readonly number[],
  ) {
    this.at = new Int32Array(recorder.places.length * 2).fill(-1)
    order.forEach((event, i) => (this.at[event] = i))
  }

  /** Runs one set of checks. */
  run({ repeat, leadIn, evict, random }: SetOptions): void {
    const { recorder, checker, scenario, order } = this
    const gap = (): number => 1 + Math.floor(random() * REACH)
    const marks: number[] = []
    for (let k = gap() - 1; k < order.length; k += gap()) marks.push(k)
    const events = marks.map((k) => order[k] as number)
    const kept: Float64Array[] = []
    recorder.install(events)
    for (let i = 0; i < repeat; i++) {
      evict?.()
      if (evict !== null) recorder.touch(events)
      recorder.count = 0
      const began = performance.now()
      checker.check(scenario)
      const ended = performance.now()
      // a check that went another way is not one of these
      if (i < leadIn || recorder.count !== events.length) continue
      const times = Float64Array.from({ length: events.length + 2 }, (_, j) => recorder.times[j - 1] ?? 0)
      times[0] = began
      times[events.length + 1] = ended
      kept.push(times)
    }
    recorder.uninstall(events)
    this.checks += repeat
    if (kept.length === 0) return
    const times = Float64Array.from({ length: events.length + 1 }, (_, j) =>
      middleMean(Float64Array.from(kept, (one) => ((one[j + 1] as number) - (one[j] as number)) * NS)),
    )
    this.sets.push({ marks, times })
  }

  /** `whole` is what a check takes without a mark. */
  fit(whole: number, clock: number): Pieces {
    const all = this.curve(() => true, whole, clock)
    const parts = Array.from({ length: PARTS }, (_, part) => this.curve((set) => set % PARTS === part, whole, clock))
    const steps = (curve: Float64Array): Float64Array =>
      Float64Array.from(this.order, (_, k) => (curve[k + 2] as number) - (curve[k + 1] as number))
    const end = this.order.length + 1
    return {
      entry: all.curve[1] as number,
      events: steps(all.curve),
      parts: parts.map(({ curve }) => steps(curve)),
      takenOff: all.takenOff,
      apart: ((all.raw[end] as number) - clock * (all.marks[end] as number)) / whole,
      perCheck: this.sets.reduce((sum, { times }) => sum + times.length, 0) / this.sets.length,
    }
  }

  private curve(isIn: (set: number) => boolean, whole: number, clock: number) {
    const from: number[] = []
    const to: number[] = []
    const value: number[] = []
    this.sets.forEach(({ marks, times }, set) => {
      if (!isIn(set)) return
      for (let j = 0; j <= marks.length; j++) {
        // the first point is the begin of the check, the last its end
        from.push(j === 0 ? 0 : (marks[j - 1] as number) + 1)
        to.push(j === marks.length ? this.order.length + 1 : (marks[j] as number) + 1)
        value.push(times[j] as number)
      }
    })
    const seen: Observations = { count: from.length, from: Int32Array.from(from), to: Int32Array.from(to) }
    const points = this.order.length + 2
    const raw = fitCurve(points, REACH, seen, Float64Array.from(value))
    const marks = fitCurve(points, REACH, seen, new Float64Array(seen.count).fill(1))
    // no reading takes less than the clock: where the whole checks were slower by chance, the pieces are stretched to them
    const takenOff = Math.max(clock, ((raw[points - 1] as number) - whole) / (marks[points - 1] as number))
    const curve = raw.map((time, i) => time - takenOff * (marks[i] as number))
    const stretch = whole / (curve[points - 1] as number)
    return { raw, marks, takenOff, curve: stretch > 0 ? curve.map((time) => time * stretch) : curve }
  }
}
