/** The headings of a blob's text and what stands under each: where a line belongs, and two changed texts brought together. */

interface Block {
  readonly heading: string
  /** Line of the heading, from 0. */
  readonly start: number
  readonly lines: readonly string[]
}

interface Cut {
  /** What stands before the first heading. */
  readonly head: readonly string[]
  readonly blocks: ReadonlyMap<string, Block>
}

/** Whether a line is a heading: it starts at the left, and is no comment. */
export const isHeading = (line: string): boolean => /^[^\s#]/.test(line)

function cut(text: string): Cut {
  const head: string[] = []
  const blocks = new Map<string, { heading: string; start: number; lines: string[] }>()
  let lines = head
  text.split('\n').forEach((line, i) => {
    if (isHeading(line)) {
      const block = blocks.get(line) ?? { heading: line, start: i, lines: [] }
      blocks.set(line, block)
      lines = block.lines
    } else if (line.trim() !== '') lines.push(line)
  })
  return { head, blocks }
}

export interface Merged {
  readonly text: string
  /** Headings under which both sides changed the same; what `mine` says stands. */
  readonly conflicts: readonly string[]
}

/** What was changed from `base` to `mine`, in the text that `base` has become. Nothing of `mine` is lost. */
export function merge(base: string, mine: string, theirs: string): Merged {
  const [b, m, t] = [cut(base), cut(mine), cut(theirs)]
  const conflicts: string[] = []
  const out: string[] = [...t.head]
  const write = (heading: string, lines: readonly string[]): void => void out.push('', heading, ...lines)
  const own = [...m.blocks.keys()].filter((heading) => !t.blocks.has(heading))
  for (const [heading, { lines }] of t.blocks) {
    const [old, now] = [b.blocks.get(heading)?.lines, m.blocks.get(heading)?.lines]
    if (now === undefined) {
      if (old === undefined) write(heading, lines)
      else if (!same(old, lines)) conflicts.push(heading)
      continue
    }
    const { merged, isClear } = mergeLines(old ?? [], now, lines)
    if (!isClear) conflicts.push(heading)
    write(heading, merged)
  }
  for (const heading of own) {
    const [old, now] = [b.blocks.get(heading)?.lines, m.blocks.get(heading)?.lines ?? []]
    if (old !== undefined && same(old, now)) continue
    if (old !== undefined) conflicts.push(heading)
    write(heading, now)
  }
  return { text: `${out.join('\n')}\n`, conflicts }
}

/** Line by line where there are as many on each side; else the side that changed. */
function mergeLines(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): { readonly merged: readonly string[]; readonly isClear: boolean } {
  if (same(mine, base) || same(mine, theirs)) return { merged: theirs, isClear: true }
  if (same(theirs, base)) return { merged: mine, isClear: true }
  if (base.length !== mine.length || base.length !== theirs.length) return { merged: mine, isClear: false }
  const merged = mine.map((line, i) => (line === base[i] ? (theirs[i] ?? line) : line))
  return { merged, isClear: mine.every((line, i) => line === base[i] || theirs[i] === base[i] || theirs[i] === line) }
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, i) => line === b[i])

/**
 * The line of `base` that stands for a line of `text`, both from 0: the same, or the one in its place where as many stand
 * under the heading; else the heading's; -1 for none.
 */
export function lineIn(base: string, text: string, line: number): number {
  const lines = text.split('\n')
  let heading = line
  while (heading >= 0 && !isHeading(lines[heading] ?? '')) heading--
  const block = cut(base).blocks.get(lines[heading] ?? '')
  if (block === undefined) return -1
  if (heading === line) return block.start
  const same = block.lines.indexOf(lines[line] ?? '')
  if (same >= 0) return block.start + 1 + same
  const now = cut(lines.slice(heading).join('\n')).blocks.get(lines[heading] ?? '')
  return now?.lines.length === block.lines.length ? block.start + line - heading : block.start
}
