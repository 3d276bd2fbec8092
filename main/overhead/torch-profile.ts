/** Profiles a call by torch's own manager in a live process: whole checks, and rows by leaving their guards out. */
import type { LiveMethod, LiveParams, LiveResult } from '../../shared/live-process'
import { type Costs, type LeftOut, type Profile, REACHES, type TorchProfileOptions } from '../../shared/overhead'
import type { ScenarioJson } from '../../shared/scenario'
import { type Group, type GuardRows, LeaveOut, type Part, partOf } from './leave-out'
import { median } from '../../shared/quantile'

/** Asks the bridge. */
export type Ask = <M extends LiveMethod>(method: M, params: LiveParams<M>) => Promise<LiveResult<M>>

export interface TorchProfileAsk extends TorchProfileOptions {
  readonly ask: Ask
  /** The name that the blob was loaded under. */
  readonly name: string
  readonly torch: string
  readonly pid: number
  readonly scenario: ScenarioJson
  readonly rows: GuardRows
  /** Called with a fraction now and then; throw from it to call the work off. */
  readonly onProgress?: (fraction: number) => void
  readonly now?: () => number
}

/** Of warm checks a turn has a few runs, of cold ones a single check. */
const WARM_TURNS = { turns: 12, warm: 3, cold: 0 }
const COLD_TURNS = { turns: 8, warm: 0, cold: 1 }
/** More would tell little. */
const MOST_TURNS = 60
/** Runs of one question. */
const SLICE = { warm: 50, cold: 8 }

export async function profileInTorch(asked: TorchProfileAsk): Promise<Profile> {
  const { ask, name, scenario, rows, runs, seconds, onProgress = () => {}, now = () => performance.now() } = asked
  const began = now()
  const first = await ask('timeCall', { name, scenario })
  const share = seconds > 0 ? WHOLE_SHARE : 1
  const whole = await wholeChecks(ask, runs, (done) => onProgress(share * done))
  const parts = { warm: new Map<number, Part>(), cold: new Map<number, Part>() }
  const groups = { warm: 0, cold: 0 }
  // of a call that is refused, what is left out decides how far a check comes
  if (first.check && seconds > 0) {
    const placesOf = placesIn(rows.guards, first.guards)
    const start = now()
    // what takes long warm takes long cold
    const slower = median(whole.cold) / median(whole.warm)
    const guess = (row: number): number | null => {
      const time = parts.warm.get(row)?.time
      return time === undefined ? null : time * slower
    }
    const spent = (): number => (now() - start) / (seconds * 1000)
    for (const kind of ['warm', 'cold'] as const) {
      const until = kind === 'warm' ? WARM_SHARE : 1
      const tell = (): void => onProgress(share + (1 - share) * Math.min(until, spent()))
      groups[kind] = await partsIn(
        ask,
        { kind, rows, placesOf, parts: parts[kind], whole: median(whole[kind]), guess },
        () => spent() < until,
        tell,
      )
    }
  }
  onProgress(1)
  const count = rows.ends.length
  const method = (kind: 'warm' | 'cold', turns: number): LeftOut => ({
    kind: 'left-out',
    groups: groups[kind],
    turns,
    perRun: kind === 'warm' ? first.perRun : 1,
    calling: kind === 'warm' || !first.torchEvicts ? first.calling : 0,
    evicted: kind === 'cold' ? first.evicted : 0,
  })
  return {
    origin: { kind: 'torch', torch: asked.torch, pid: asked.pid, evicts: first.torchEvicts, busy: first.busy },
    scenario: scenario.name,
    answer: first.check ? 'true' : 'false',
    reached: new Uint8Array(count).fill(REACHES.indexOf('always')),
    warm: costsOf(whole.warm, parts.warm, rows, method('warm', WARM_TURNS.turns)),
    cold: costsOf(whole.cold, parts.cold, rows, method('cold', COLD_TURNS.turns)),
    took: now() - began,
  }
}

/** Of all the time, where rows are measured as well. */
const WHOLE_SHARE = 0.2
/** Of the time for rows; cold ones take what is left of it. */
const WARM_SHARE = 0.4

/** The places that torch has guards of the blob at; null where it cannot be told which of several is meant. */
type PlacesOf = (guards: readonly number[]) => number[] | null

/** torch keeps them in the order of the blob since 2.10, before that in none: then they go by their names. */
function placesIn(ours: readonly string[], theirs: readonly string[]): PlacesOf {
  if (ours.join('\n') === theirs.join('\n')) return (guards) => [...guards]
  if ([...ours].sort().join('\n') !== [...theirs].sort().join('\n'))
    throw new Error('torch holds other guards of this blob')
  const places = new Map<string, number[]>()
  theirs.forEach((name, place) => places.set(name, [...(places.get(name) ?? []), place]))
  return (guards) => {
    const found: number[] = []
    const names = guards.map((guard) => ours[guard] ?? '')
    for (const name of new Set(names)) {
      const all = places.get(name) ?? []
      if (names.filter((one) => one === name).length < all.length) return null
      found.push(...all)
    }
    return found
  }
}

interface PartsOf {
  readonly kind: 'warm' | 'cold'
  readonly rows: GuardRows
  readonly placesOf: PlacesOf
  /** By row: what was found is put there. */
  readonly parts: Map<number, Part>
  readonly whole: number
  readonly guess: (row: number) => number | null
}

interface Known {
  readonly group: Group
  readonly turns: (readonly [number, number])[]
  error: number
}

/** Leaves out group after group while there is time; what is left of it goes into further turns of what is known worst. */
async function partsIn(
  ask: Ask,
  { kind, rows, placesOf, parts, whole, guess }: PartsOf,
  isTime: () => boolean,
  onTurn: () => void,
): Promise<number> {
  const leaveOut = new LeaveOut(rows, whole, guess)
  const all: Known[] = []
  while (isTime()) {
    onTurn()
    const group = leaveOut.next()
    const known = group === null ? worstOf(all) : { group, turns: [], error: 0 }
    if (known === null) break
    const guards = placesOf(known.group.guards)
    if (guards === null) continue
    const turns = kind === 'warm' ? WARM_TURNS : COLD_TURNS
    const answer = await ask('timeWithout', { guards, ...turns })
    // a row without which torch builds nothing stays unmeasured
    if (answer.failed !== null) continue
    known.turns.push(...answer[kind])
    if (group !== null) all.push(known)
    const part = partOf(known.turns)
    known.error = part.error
    leaveOut.measured(known.group, part, (row) => parts.set(row, part))
  }
  return all.length
}

/** null where all are known well enough. */
function worstOf(all: readonly Known[]): Known | null {
  const open = all.filter(({ turns }) => turns.length < MOST_TURNS)
  return open.reduce<Known | null>((worst, one) => (worst === null || one.error > worst.error ? one : worst), null)
}

async function wholeChecks(
  ask: Ask,
  runs: TorchProfileAsk['runs'],
  onProgress: (fraction: number) => void,
): Promise<{ readonly warm: Float64Array; readonly cold: Float64Array }> {
  const warm: number[] = []
  const cold: number[] = []
  while (warm.length < runs.warm || cold.length < runs.cold) {
    onProgress((warm.length + cold.length) / (runs.warm + runs.cold))
    const wanted = {
      warm: Math.min(SLICE.warm, runs.warm - warm.length),
      cold: Math.min(SLICE.cold, runs.cold - cold.length),
    }
    const found = await ask('timeRuns', wanted)
    warm.push(...found.warm)
    cold.push(...found.cold)
  }
  return { warm: Float64Array.from(warm), cold: Float64Array.from(cold) }
}

function costsOf(
  runs: Float64Array,
  parts: ReadonlyMap<number, Part>,
  { ends, guardOf }: GuardRows,
  method: LeftOut,
): Costs {
  const [own, access, total, ownError, totalError] = Array.from({ length: 5 }, () =>
    new Float64Array(ends.length).fill(Number.NaN),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
  for (const [row, { time, error }] of parts) {
    total[row] = time
    totalError[row] = error
    // what a manager takes by itself would want its guards left out, which goes with all below
    if ((guardOf[row] ?? -1) < 0) continue
    own[row] = time
    ownError[row] = error
  }
  total[0] = median(runs)
  totalError[0] = standardErrorOf(runs)
  return { runs, own, access, total, ownError, totalError, method }
}

/** Of the median. */
function standardErrorOf(runs: Float64Array): number {
  const middle = median(runs)
  return (1.4826 * 1.2533 * median(runs.map((run) => Math.abs(run - middle)))) / Math.sqrt(Math.max(1, runs.length))
}
