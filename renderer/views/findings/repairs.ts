/** What mends findings, as edits for one step of the history. */
import type { ListedFinding, Repair } from '../../../shared/findings'

/**
 * The edits of all of them, each once: two guards of one name and kind are dropped by one edit. Drops come last: what
 * else is mended may be named through a guard that goes.
 */
export function repairsOf(findings: readonly ListedFinding[]): readonly Repair[] {
  const edits = new Map<string, Repair>()
  for (const { repair } of findings) for (const edit of repair) edits.set(JSON.stringify(edit), edit)
  const isDrop = (edit: Repair): boolean => edit.do === 'drop-guard'
  const all = [...edits.values()]
  return [...all.filter((edit) => !isDrop(edit)), ...all.filter(isDrop)]
}

/** How the history names it. */
export function labelOf(findings: readonly ListedFinding[]): string {
  const codes = [...new Set(findings.filter(({ repair }) => repair.length > 0).map(({ code }) => code))]
  return `repair ${codes.slice(0, 3).join(', ')}${codes.length > 3 ? ` and ${codes.length - 3} more` : ''}`
}
