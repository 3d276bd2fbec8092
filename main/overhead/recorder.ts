/** Notes when a check comes by chosen places: a wrapper around each, put there for some runs and taken away after them. */
import type { Step } from '../engine/check/access/making'
import type { Place } from '../engine/check/checker/places'
import type { LeafCheck } from '../engine/check/leaf'

/**
 * What can be noted of a place, as a number: that an accessor is asked or a guard begins, twice the number of the place;
 * that an accessor has answered and its manager begins, one more.
 */
export const begins = (place: number): number => place * 2
export const answered = (place: number): number => place * 2 + 1

/** What is called at a place by itself, and with the wrapper around it. */
type Wrapped =
  | { readonly kind: 'access'; readonly plain: Step['get']; readonly marked: Step['get'] }
  | { readonly kind: 'test'; readonly plain: LeafCheck['test']; readonly marked: LeafCheck['test'] }

export class Recorder {
  /** Marks of the run, in the order in which they came. */
  count = 0
  readonly times: Float64Array
  readonly events: Int32Array
  /** Wrappers that only are to come into the caches do nothing else. */
  private dry = false
  private readonly noted: Uint8Array
  private readonly wrapped = new Map<number, Wrapped>()

  constructor(readonly places: readonly Place[]) {
    this.times = new Float64Array(places.length * 2)
    this.events = new Int32Array(places.length * 2)
    this.noted = new Uint8Array(places.length * 2)
  }

  /** Everything that can be noted. */
  all(): number[] {
    return this.places.flatMap(({ kind }, i) => (kind === 'access' ? [begins(i), answered(i)] : [begins(i)]))
  }

  /** Notes these events in the runs to come. */
  install(events: readonly number[]): void {
    this.set(events, 1)
  }

  uninstall(events: readonly number[]): void {
    this.set(events, 0)
  }

  /** Brings the wrappers of these events into the caches, and nothing that they wrap. */
  touch(events: readonly number[]): void {
    this.dry = true
    for (const event of events) {
      const wrapped = this.wrapped.get(event >> 1)
      if (wrapped?.kind === 'access') wrapped.marked(NOTHING)
      else wrapped?.marked(NOTHING, NOTHING)
    }
    this.times.fill(0)
    this.events.fill(0)
    this.dry = false
  }

  private set(events: readonly number[], to: 0 | 1): void {
    for (const event of events) this.noted[event] = to
    for (const event of events) this.put(event >> 1)
  }

  private put(index: number): void {
    const place = this.places[index]
    if (place === undefined) return
    const wrapped = this.wrapped.get(index) ?? this.wrap(place, index)
    this.wrapped.set(index, wrapped)
    const isNoted = this.noted[begins(index)] === 1 || this.noted[answered(index)] === 1
    if (place.kind === 'access' && wrapped.kind === 'access') place.link.get = isNoted ? wrapped.marked : wrapped.plain
    else if (place.kind === 'test' && wrapped.kind === 'test')
      place.tests[place.index] = isNoted ? wrapped.marked : wrapped.plain
  }

  private wrap(place: Place, index: number): Wrapped {
    if (place.kind === 'access') {
      const plain = place.link.get
      return { kind: 'access', plain, marked: this.aroundGet(plain, index) }
    }
    const plain = place.tests[place.index] as LeafCheck['test']
    return { kind: 'test', plain, marked: this.aroundTest(plain, begins(index)) }
  }

  private aroundGet(get: Step['get'], index: number): Step['get'] {
    const { noted } = this
    const [first, last] = [begins(index), answered(index)]
    return (value) => {
      if (this.dry) return null
      if (noted[first] === 1) this.mark(first)
      const got = get(value)
      if (noted[last] === 1) this.mark(last)
      return got
    }
  }

  private aroundTest(test: LeafCheck['test'], event: number): LeafCheck['test'] {
    return (value, run) => {
      if (this.dry) return null
      this.mark(event)
      return test(value, run)
    }
  }

  private mark(event: number): void {
    const at = this.count++
    this.times[at] = performance.now()
    this.events[at] = event
  }
}

/** What a dry wrapper is given. */
const NOTHING = null as never
