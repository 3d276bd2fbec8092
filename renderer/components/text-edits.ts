/** The few lines in which one text differs from another, so that an editor changes these alone. */

/** Lines `from` up to but not including `to`, counted from 0, become `lines`. */
export interface LineEdit {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/** Beyond this many pairs of lines what lies between the first and the last difference is one edit. */
const PAIRS = 1_000_000

/** Edits in order, none touching another, that turn the old lines into the new ones. */
export function lineEdits(old: readonly string[], now: readonly string[]): readonly LineEdit[] {
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const a = old.slice(start, old.length - end)
  const b = now.slice(start, now.length - end)
  if (a.length === 0 && b.length === 0) return []
  if (a.length * b.length > PAIRS) return [{ from: start, to: start + a.length, lines: b }]
  return between(a, b).map(({ from, to, lines }) => ({ from: from + start, to: to + start, lines }))
}

/** By the longest common run of lines. */
function between(a: readonly string[], b: readonly string[]): readonly LineEdit[] {
  const width = b.length + 1
  // how many lines two rests have in common
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const edits: LineEdit[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const [from, first] = [i, j]
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) i++
      else j++
    }
    if (i > from || j > first) edits.push({ from, to: i, lines: b.slice(first, j) })
    while (i < a.length && j < b.length && a[i] === b[j]) {
      i++
      j++
    }
  }
  return edits
}
