/** What a comparison found, as Markdown and as JSON. */
import { type Comparison, PART_TITLES, PARTS, type Row } from './findings'

/** Rows of a part that are printed; the JSON has all. */
const MOST = 40

export function markdown({ torch, known, rows, counts }: Comparison): string {
  const parts = PARTS.map((part) => ({ part, rows: rows.filter((row) => row.part === part) }))
  const summary = Object.entries(counts).map(([name, n]) => `${n} ${name}`)
  return [
    `# torch ${torch}`,
    '',
    `Compared: ${summary.join(', ')}.`,
    known === null
      ? 'There is no known version to hold it against.'
      : `The nearest version with a corpus is torch ${known}.`,
    '',
    '| part | differences |',
    '|---|---|',
    ...parts.map(({ part, rows: found }) => `| ${PART_TITLES[part]} | ${found.length} |`),
    '',
    ...parts.flatMap(({ part, rows: found }) => (found.length === 0 ? [] : section(PART_TITLES[part], found, known))),
    rows.length === 0 ? 'Nothing differs.' : `${rows.length} differences.`,
    '',
  ].join('\n')
}

function section(title: string, rows: readonly Row[], known: string | null): readonly string[] {
  const last = rows.some(({ part }) => part === 'saving' || part === 'blobs' || part === 'tables')
  return [
    `## ${title}`,
    '',
    `| where | torch | ${last ? `torch ${known ?? ''}` : 'here'} |`,
    '|---|---|---|',
    ...rows.slice(0, MOST).map(({ where, torch, other }) => `| ${[where, torch, other].map(cell).join(' | ')} |`),
    ...(rows.length > MOST ? ['', `and ${rows.length - MOST} more.`] : []),
    '',
  ]
}

/** A table's cell: one line, in short. */
function cell(text: string): string {
  const line = text.replaceAll('\n', ' ⏎ ').replaceAll('|', '\\|')
  return line === '' ? '' : `\`${line.length > 160 ? `${line.slice(0, 157)}...` : line}\``
}
