/** Tables and folded parts in Markdown. Cells are Markdown already. */

/** What a person reads in a comment: the other formats have the rest. */
const MOST_ROWS = 100

/** `num` in front of a column's name aligns it to the right. One that is empty in all rows is left out. */
export function table(all: readonly string[], allRows: readonly (readonly string[])[]): string {
  const kept = all.map((_, i) => allRows.some((cells) => cells[i] !== ''))
  const only = (cells: readonly string[]): string[] => cells.filter((_, i) => kept[i])
  const [columns, rows] = [only(all), allRows.map(only)]
  const names = columns.map((name) => name.replace(/^num /, ''))
  const left = rows.length - MOST_ROWS
  const cut = left > 0 ? [[`${left} more`, ...columns.slice(1).map(() => '')]] : []
  const lines = columns.map((name) => (name.startsWith('num ') ? '---:' : '---'))
  return [names, lines, ...rows.slice(0, MOST_ROWS), ...cut].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export const folded = (title: string, inner: string): string =>
  `<details><summary>${title}</summary>\n\n${inner}\n\n</details>`

/** Lines within one cell. */
export const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('<br>')
