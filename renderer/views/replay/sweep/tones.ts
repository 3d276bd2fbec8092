/** What the cells of a sweep are drawn as: passes, unknown, and each failing guard in a shade of its own. */
import { OUTCOMES, type SweepResult } from '../../../../shared/replay'

/** Guards with a shade of their own; the rest share one. */
const MOST_GUARDS = 6

export interface Tone {
  readonly kind: 'passed' | 'unknown' | 'failed'
  /** Of a failing guard, by how many cells it fails; the one past the last of its own is what the rest share. */
  readonly rank: number
  /** The failing node; -1 where it is none of the tree, or not one alone. */
  readonly node: number
  /** Cells. */
  readonly count: number
}

export interface Tones {
  /** As a legend lists them: none without a cell. */
  readonly tones: readonly Tone[]
  /** One entry a cell, an index into `tones`. */
  readonly of: Uint8Array
}

/** Neighbouring cells of a strip that came out alike. */
export interface Stretch {
  readonly from: number
  /** Inclusive. */
  readonly to: number
  readonly kind: Tone['kind']
  readonly node: number
}

const [PASSED, FAILED] = [OUTCOMES.indexOf('passed'), OUTCOMES.indexOf('failed')]

export function tonesOf({ outcomes, failed }: SweepResult): Tones {
  const counts = new Map<number, number>()
  outcomes.forEach((outcome, cell) => {
    if (outcome === FAILED) counts.set(failed[cell] ?? -1, (counts.get(failed[cell] ?? -1) ?? 0) + 1)
  })
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([node]) => node)
  const own = ranked.length > MOST_GUARDS + 1 ? MOST_GUARDS : ranked.length
  const rankOf = new Map(ranked.map((node, rank) => [node, Math.min(rank, own)]))
  const tones: { kind: Tone['kind']; rank: number; node: number; count: number }[] = []
  const slots = new Map<string, number>()
  const of = new Uint8Array(outcomes.length)
  outcomes.forEach((outcome, cell) => {
    const kind = kindOf(outcome)
    const node = kind === 'failed' ? (failed[cell] ?? -1) : -1
    const rank = kind === 'failed' ? (rankOf.get(node) ?? 0) : 0
    const shared = own < ranked.length && rank === own
    const slot = slots.get(`${kind} ${rank}`) ?? tones.length
    if (slot === tones.length) {
      slots.set(`${kind} ${rank}`, slot)
      tones.push({ kind, rank, node: shared ? -1 : node, count: 0 })
    }
    const tone = tones[slot]
    if (tone !== undefined) tone.count++
    of[cell] = slot
  })
  return sorted(tones, of)
}

/** Of a strip. */
export function stretchesOf({ outcomes, failed }: SweepResult): readonly Stretch[] {
  const stretches: { from: number; to: number; kind: Tone['kind']; node: number }[] = []
  outcomes.forEach((outcome, at) => {
    const kind = kindOf(outcome)
    const node = kind === 'failed' ? (failed[at] ?? -1) : -1
    const last = stretches.at(-1)
    if (last !== undefined && last.kind === kind && last.node === node) last.to = at
    else stretches.push({ from: at, to: at, kind, node })
  })
  return stretches
}

/** What a check says of one cell. */
export function kindOf(outcome: number | undefined): Tone['kind'] {
  return outcome === PASSED ? 'passed' : outcome === FAILED ? 'failed' : 'unknown'
}

const ORDER: Readonly<Record<Tone['kind'], number>> = { passed: 0, failed: 1, unknown: 2 }

function sorted(tones: readonly Tone[], of: Uint8Array): Tones {
  const order = tones.map((_, i) => i)
  const at = (i: number): Tone | undefined => tones[i]
  order.sort((a, b) => rankIn(at(a)) - rankIn(at(b)))
  const place = new Map(order.map((slot, i) => [slot, i]))
  return { tones: order.flatMap((slot) => at(slot) ?? []), of: of.map((slot) => place.get(slot) ?? 0) }
}

const rankIn = (tone: Tone | undefined): number =>
  tone === undefined ? 0 : ORDER[tone.kind] * (MOST_GUARDS + 2) + tone.rank
