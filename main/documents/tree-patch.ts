/** What an edit changed of a tree that the window holds: the rows that go and come, where the whole would be more. */
import type { TreeColumns, TreePatch, TreeRows } from '../../shared/tree'
import { NUMBER_COLUMNS, rowColumns, TEXT_COLUMNS } from '../../shared/tree-rows'
import { StringTable } from './string-table'

/** Of a tree; beyond it the whole tree is no more to send. */
const MOST = 1 / 4

/** The patch that makes `after` of `before`; null where it would not be worth it. */
export function patchOf(before: TreeColumns, after: TreeColumns): TreePatch | null {
  const hunks = hunksOf(before, after)
  let coming = 0
  for (let i = 2; i < hunks.length; i += 3) coming += hunks[i] ?? 0
  if (coming > after.count * MOST) return null
  return { of: before.count, hunks: new Uint32Array(hunks), rows: rowsOf(after, hunks, coming) }
}

/** Triples: where in `before`, how many rows go, how many come. */
function hunksOf(before: TreeColumns, after: TreeColumns): number[] {
  const same = (i: number, j: number): boolean => sameRow(before, i, after, j)
  const shorter = Math.min(before.count, after.count)
  let head = 0
  while (head < shorter && same(head, head)) head++
  let tail = 0
  while (tail < shorter - head && same(before.count - 1 - tail, after.count - 1 - tail)) tail++
  const [gone, come] = [before.count - head - tail, after.count - head - tail]
  if (gone !== come) return [head, gone, come]
  const hunks: number[] = []
  for (let at = head; at < head + gone; at++) {
    const from = at
    while (at < head + gone && !same(at, at)) at++
    if (at > from) hunks.push(from, at - from, at - from)
  }
  return hunks
}

function sameRow(a: TreeColumns, i: number, b: TreeColumns, j: number): boolean {
  return (
    NUMBER_COLUMNS.every((column) => a[column][i] === b[column][j]) &&
    TEXT_COLUMNS.every((column) => a.strings[a[column][i] ?? 0] === b.strings[b[column][j] ?? 0])
  )
}

function rowsOf(after: TreeColumns, hunks: readonly number[], count: number): TreeRows {
  const strings = new StringTable()
  const rows = {
    count,
    strings: strings.all,
    ...rowColumns(count),
  }
  let row = 0
  let shift = 0
  for (let i = 0; i + 2 < hunks.length; i += 3) {
    const [at = 0, gone = 0, come = 0] = hunks.slice(i, i + 3)
    for (let from = at + shift; from < at + shift + come; from++, row++) {
      for (const column of NUMBER_COLUMNS) rows[column][row] = after[column][from] ?? 0
      for (const column of TEXT_COLUMNS) rows[column][row] = strings.id(after.strings[after[column][from] ?? 0] ?? '')
    }
    shift += come - gone
  }
  return rows
}
