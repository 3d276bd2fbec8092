/** Tables and folded parts in Markdown. Cells are Markdown already. */

/** `num` in front of a column's name aligns it to the right. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = columns.map((name) => name.replace(/^num /, ''))
  const lines = columns.map((name) => (name.startsWith('num ') ? '---:' : '---'))
  return [names, lines, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export const folded = (title: string, inner: string): string =>
  `<details><summary>${title}</summary>\n\n${inner}\n\n</details>`

/** Lines within one cell. */
export const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('<br>')
