/** A page in one file: it asks for nothing, and runs no script but the one it was made with. */
import { createHash } from 'node:crypto'
import type { ReportTheme } from '../../../shared/report'
import { attribute, html } from './escape'
import { STYLE } from './style'

export interface Shell {
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

export function pageOf({ title, madeBy, theme, script, bar, body, footer }: Shell): string {
  const still = script === ''
  return `<!doctype html>
<html lang=en${theme === 'system' ? '' : ` data-theme="${theme}"`}>
<head>
<meta charset=utf-8>
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name=viewport content="width=device-width,initial-scale=1">
<meta name=generator content="${attribute(madeBy)}">
<title>${attribute(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${still ? '' : header(title, bar)}<main>
<h1>${html(title)}</h1>
${body}<footer>${html(footer)}</footer>
</main>
${still ? '' : `<script>${script}</script>\n`}</body>
</html>
`
}

/** Nothing from elsewhere, and of what stands in the page the one script and the one sheet that are its own. */
function policy(script: string): string {
  const own = script === '' ? '' : `script-src '${hash(script)}'; `
  return `default-src 'none'; ${own}style-src '${hash(STYLE)}'; base-uri 'none'; form-action 'none'`
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

const header = (title: string, bar: string): string =>
  `<header><span class=name>${html(title)}</span>${bar}<select id=theme class=js hidden aria-label=Theme><option value=system>Theme: system<option value=light>Theme: light<option value=dark>Theme: dark</select></header>
`
