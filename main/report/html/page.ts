/** A report as one page: all of it in one file, which asks for nothing and runs nothing but its own script. */
import type { ReportTheme } from '../../../shared/report'
import type { Report } from '../model'
import { LEFT_OUT } from '../words'
import { blobSections } from './blob-sections'
import { html } from '../../html/escape'
import { fileSections, rendered, type Section } from './file-sections'
import { SCRIPT } from './script'
import { reportPage } from './shell'

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
  const page = reportPage({
    title: report.title,
    madeBy: report.made_by,
    theme,
    script: still ? '' : SCRIPT,
    bar: told.some(({ blob }) => blob.tree !== undefined) ? FIND : '',
    body: `<p class=lead>${leadOf(report)}</p>
<nav aria-label="Parts of the report">${links.join('')}</nav>
${body}`,
    footer: `${report.made_by}, report version ${report.version}. Nothing of the file was executed to make this.`,
  })
  return still ? page.replace(/<details class=more>/g, '<details class=more open>') : page
}

const FIND =
  '<span class="find js" hidden><span class=count id=found role=status></span><input type=search id=find placeholder="Find in the tree" aria-label="Find in the tree" autocomplete=off spellcheck=false><button type=button data-step=-1 aria-label="Previous match">↑</button><button type=button data-step=1 aria-label="Next match">↓</button></span>'

function leadOf({ source, left_out: out }: Report): string {
  const from =
    source === null ? [] : [`${html(source.path)}${source.torch === '' ? '' : `, torch ${html(source.torch)}`}.`]
  return [...from, ...out.map((what) => LEFT_OUT[what])].join(' ')
}

const linkTo = ({ id, title, count }: Section): string =>
  `<a href="#${id}">${html(title)}${/^\d+ failed$/.test(count) ? ` <span class=fail>(${html(count)})</span>` : ''}</a>`
