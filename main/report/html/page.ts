/** A report as one page: all of it in one file, which asks for nothing and runs nothing but its own script. */
import { createHash } from 'node:crypto'
import type { ReportTheme } from '../../../shared/report'
import type { Report } from '../model'
import { LEFT_OUT } from '../words'
import { blobSections } from './blob-sections'
import { attribute, html } from './escape'
import { fileSections, rendered, type Section } from './file-sections'
import { SCRIPT } from './script'
import { STYLE } from './style'

export interface PageOptions {
  readonly theme: ReportTheme
  /** For paper: no script, and nothing folded. */
  readonly still?: boolean
}

export function reportHtml(report: Report, { theme, still = false }: PageOptions): string {
  const files = fileSections(report)
  const several = report.blobs.length > 1
  const blobs = report.blobs.map((blob) => ({ blob, sections: blobSections(blob, several) }))
  const told = blobs.filter(({ sections }) => sections.length > 0)
  const body = [
    ...files.map(rendered),
    ...told.flatMap(({ blob, sections }) => [
      several ? `<h2 class=blob id="b${blob.blob}">${html(blob.title)}</h2>\n` : '',
      ...sections.map(rendered),
    ]),
  ].join('')
  const links = [
    ...files.map(linkTo),
    ...(several
      ? told.map(({ blob }) => `<a href="#b${blob.blob}">${html(blob.title)}</a>`)
      : told.flatMap(({ sections }) => sections.map(linkTo))),
  ]
  const page = `<!doctype html>
<html lang=en${theme === 'system' ? '' : ` data-theme="${theme}"`}>
<head>
<meta charset=utf-8>
<meta http-equiv="Content-Security-Policy" content="${policy(still)}">
<meta name=viewport content="width=device-width,initial-scale=1">
<meta name=generator content="${attribute(report.made_by)}">
<title>${attribute(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
${
  still
    ? ''
    : bar(
        report,
        told.some(({ blob }) => blob.tree !== undefined),
      )
}<main>
<h1>${html(report.title)}</h1>
<p class=lead>${leadOf(report)}</p>
<nav aria-label="Parts of the report">${links.join('')}</nav>
${body}<footer>${html(report.made_by)}, report version ${report.version}. Nothing of the file was executed to make this.</footer>
</main>
${still ? '' : `<script>${SCRIPT}</script>\n`}</body>
</html>
`
  return still ? page.replace(/<details class=more>/g, '<details class=more open>') : page
}

/** Nothing from elsewhere, and of what stands in the page the one script and the one sheet that are its own. */
function policy(still: boolean): string {
  const script = still ? '' : `script-src '${hash(SCRIPT)}'; `
  return `default-src 'none'; ${script}style-src '${hash(STYLE)}'; base-uri 'none'; form-action 'none'`
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

function bar({ title }: Report, hasTree: boolean): string {
  const find = hasTree
    ? `<span class="find js" hidden><span class=count id=found role=status></span><input type=search id=find placeholder="Find in the tree" aria-label="Find in the tree" autocomplete=off spellcheck=false><button type=button data-step=-1 aria-label="Previous match">↑</button><button type=button data-step=1 aria-label="Next match">↓</button></span>`
    : ''
  return `<header><span class=name>${html(title)}</span>${find}<select id=theme class=js hidden aria-label=Theme><option value=system>Theme: system<option value=light>Theme: light<option value=dark>Theme: dark</select></header>
`
}

function leadOf({ source, left_out: out }: Report): string {
  const from =
    source === null ? [] : [`${html(source.path)}${source.torch === '' ? '' : `, torch ${html(source.torch)}`}.`]
  return [...from, ...out.map((what) => LEFT_OUT[what])].join(' ')
}

const linkTo = ({ id, title, count }: Section): string =>
  `<a href="#${id}">${html(title)}${/^\d+ failed$/.test(count) ? ` <span class=fail>(${html(count)})</span>` : ''}</a>`
