/** Tables and small pieces of the page. */
import { html } from '../../html/escape'

/** A cell that is HTML already. */
export interface Cell {
  readonly html: string
  readonly kind?: 'num' | 'keep'
}

/** `columns` by name; `num` in front of a name aligns its cells to the right. One that is empty in all rows is left out. */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const kept = columns.map((_, i) => rows.some((cells) => (cells[i]?.html ?? '') !== ''))
  const only = <T>(items: readonly T[]): T[] => items.filter((_, i) => kept[i])
  const head = only(columns).map((name) => {
    const isNumber = name.startsWith('num ')
    return `<th scope=col${isNumber ? ' class=num' : ''}>${html(isNumber ? name.slice(4) : name)}</th>`
  })
  const body = rows.map((cells) => {
    const inner = only(cells).map(
      ({ html: inside, kind }) => `<td${kind === undefined ? '' : ` class=${kind}`}>${inside}</td>`,
    )
    return `<tr>${inner.join('')}</tr>`
  })
  return `<div class=wide><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`
}

export const cell = (text: string): Cell => ({ html: html(text) })
export const code = (text: string): Cell => ({ html: text === '' ? '' : `<code>${html(text)}</code>` })
export const num = (text: string): Cell => ({ html: html(text), kind: 'num' })
export const raw = (inside: string): Cell => ({ html: inside })

/** One word with its meaning as a colour; the word says it, too. */
export const word = (text: string, meaning: string): Cell => ({
  html: `<span class="word ${meaning}">${html(text)}</span>`,
  kind: 'keep',
})

export const answerWord = (answer: boolean | 'unknown' | null): Cell =>
  answer === null
    ? word('not read', 'fail')
    : answer === 'unknown'
      ? word('unknown', 'unknown')
      : answer
        ? word('true', 'pass')
        : word('false', 'fail')

export function section(id: string, title: string, count: string, inner: string): string {
  const n = count === '' ? '' : `<span class=n>${html(count)}</span>`
  return `<section id="${id}"><h2>${html(title)}${n}</h2>\n${inner}\n</section>\n`
}

export function facts(rows: readonly (readonly [string, string])[]): string {
  const told = rows.filter(([, value]) => value !== '')
  return `<dl>${told.map(([name, value]) => `<dt>${html(name)}</dt><dd>${html(value)}</dd>`).join('')}</dl>`
}

export const list = (items: readonly string[]): string =>
  `<ul class=plain>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`

/** What is there on demand; open where nothing can be demanded. */
export const more = (title: string, inner: string): string =>
  `<details class=more><summary>${html(title)}</summary>${inner}</details>`
