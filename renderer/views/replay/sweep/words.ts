/** How a sweep says what came: of a cell, of a guard, of all cells. */
import type { TreeColumns } from '../../../../shared/tree'
import { grouped, plural } from '../../../components/format'
import type { Tone } from './tones'

export const KIND_WORDS: Readonly<Record<Tone['kind'], string>> = {
  passed: 'passes',
  failed: 'fails',
  unknown: 'unknown',
}

export interface GuardWords {
  /** torch's class of the guard; of a manager, its source. */
  readonly guard: string
  /** What it says; of one with several code parts only how many, for it is not known which fails. */
  readonly says: string
}

/** What the tree says of a failing node; null where it is none. */
export function guardWords(tree: TreeColumns, node: number): GuardWords | null {
  if (node < 0 || node >= tree.count) return null
  const text = (ids: Uint32Array): string => tree.strings[ids[node] ?? 0] ?? ''
  const lines = tree.lines[node] ?? 1
  return { guard: text(tree.titleId), says: lines > 1 ? `one of ${lines} parts` : text(tree.textId) }
}

/** `65 values of L['x'].size()[0]: 60 pass, 5 fail` */
export function summaryOf(names: readonly string[], cells: number, tones: readonly Tone[]): string {
  const count = (kind: Tone['kind']): number =>
    tones.reduce((sum, tone) => (tone.kind === kind ? sum + tone.count : sum), 0)
  const parts = [
    [count('passed'), 'passed'],
    [count('failed'), 'failed'],
    [count('unknown'), 'unknown'],
  ] as const
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${grouped(number)} ${word}`)
  return `${plural(cells, 'step')} of ${names.join(' and ')}: ${said.join(', ')}`
}
