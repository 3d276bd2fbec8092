/** What the pages of reports have in common: the bar with the name and the switch of themes, the heading, the foot. */
import type { ReportTheme } from '../../../shared/report'
import { html } from '../../html/escape'
import { pageOf } from '../../html/page'
import { STYLE } from './style'

interface Shell {
  readonly title: string
  readonly madeBy: string
  readonly theme: ReportTheme
  /** None for paper. */
  readonly script: string
  /** What stands in the bar besides the name and the switch of themes. */
  readonly bar: string
  readonly body: string
  readonly footer: string
}

export function reportPage({ title, madeBy, theme, script, bar, body, footer }: Shell): string {
  const page = `${script === '' ? '' : header(title, bar)}<main>
<h1>${html(title)}</h1>
${body}<footer>${html(footer)}</footer>
</main>
`
  return pageOf({ title, madeBy, theme, style: STYLE, script, body: page })
}

const header = (title: string, bar: string): string =>
  `<header><span class=name>${html(title)}</span>${bar}<select id=theme class=js hidden aria-label=Theme><option value=system>Theme: system<option value=light>Theme: light<option value=dark>Theme: dark</select></header>
`
