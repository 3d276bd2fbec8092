/** A page in one file: it asks for nothing, and runs no script but the one it was made with. */
import { createHash } from 'node:crypto'
import type { ReportTheme } from '../../shared/report'
import { attribute } from './escape'

export interface Page {
  readonly title: string
  readonly madeBy: string
  readonly theme: ReportTheme
  readonly style: string
  /** '' where it has none. */
  readonly script: string
  /** HTML. */
  readonly body: string
}

export function pageOf({ title, madeBy, theme, style, script, body }: Page): string {
  return `<!doctype html>
<html lang=en${theme === 'system' ? '' : ` data-theme="${theme}"`}>
<head>
<meta charset=utf-8>
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name=viewport content="width=device-width,initial-scale=1">
${generator(madeBy)}
<title>${attribute(title)}</title>
<style>${style}</style>
</head>
<body>
${body}${script === '' ? '' : `<script>${script}</script>\n`}</body>
</html>
`
}

export const generator = (madeBy: string): string => `<meta name="generator" content="${attribute(madeBy)}">`

/** Nothing from elsewhere, and of what stands in the page the one script and the one sheet that are its own. */
function policy(style: string, script: string): string {
  const own = script === '' ? '' : `script-src '${hash(script)}'; `
  return `default-src 'none'; ${own}style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`
