/** The edits that make one list of shape expressions another: an expression that is changed keeps the comment of its text. */
import type { Json } from '../../../shared/replay'
import { lineEdits } from '../../components/text-edits'

/** Lines as they stand in an editor; empty ones are none. */
export const exprsIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/**
 * A line in the place of another is that expression changed, by name; what comes and goes is said by the whole list, in
 * which an expression that stays keeps its text.
 */
export function shapeEdits(old: readonly string[], now: readonly string[]): readonly Json[] {
  const edits: Json[] = []
  let standing = old
  for (const { from, to, lines } of lineEdits(old, now)) {
    for (let i = 0; i < Math.min(to - from, lines.length); i++) {
      const [expr, next] = [old[from + i] ?? '', lines[i] ?? '']
      // two expressions that are one text cannot be told apart by name
      if (standing.indexOf(expr) !== standing.lastIndexOf(expr) || standing.includes(next)) continue
      edits.push({ do: 'set-text', expr, to: next })
      standing = standing.map((text) => (text === expr ? next : text))
    }
  }
  if (standing.join('\n') !== now.join('\n')) edits.push({ do: 'set-shape-exprs', exprs: now })
  return edits
}
