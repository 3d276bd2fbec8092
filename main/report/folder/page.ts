/** The index page of a folder: what its blobs come to, what is broken, and each in a line. */
import type { Counted } from '../../../shared/counted'
import { html } from '../../html/escape'
import { type Cell, cell, code, facts, num, raw, section, table, word } from '../html/table'
import { count, grouped, kindName, loadWords } from '../words'
import { reportPage } from '../html/shell'
import type { FolderRow } from './schema'
import { FILTER_SCRIPT } from './script'
import { type FolderTotals, LISTED_ROWS } from './totals'

export interface FolderPage {
  readonly title: string
  readonly madeBy: string
  readonly totals: FolderTotals
  /** Files that hold no guards: how many, and what the first are. */
  readonly others: number
  readonly otherNames: readonly string[]
}

export function folderPage({ title, madeBy, totals, others, otherNames }: FolderPage): string {
  const { files, blobs, guards, loads, unreadable } = totals
  const lead = facts([
    ['blobs', `${grouped(blobs)} in ${count(files, 'file')}`],
    ['guards', grouped(guards)],
    ['load', loadCounts(loads)],
    ['not read', unreadable === 0 ? 'none' : grouped(unreadable)],
    ['other files', others === 0 ? 'none' : grouped(others)],
  ])
  const counted = [
    counts('Findings, by blobs that have them', 'code', totals.codes),
    counts('Guards by kind', 'kind', totals.guardTypes),
    counts('Torch', 'version', totals.torches),
    counts(
      'Files',
      'kind',
      totals.kinds.map(({ name, count: n }) => ({ name: kindName(name), count: n })),
    ),
  ]
  const body = [
    section('summary', 'Summary', '', lead + `<div class=columns>${counted.join('')}</div>`),
    unreadable === 0 ? '' : section('errors', 'Not read', count(unreadable, 'row'), errorTable(totals)),
    section('blobs', 'Blobs', count(blobs, 'blob'), blobTable(totals)),
    others === 0 ? '' : section('others', 'Other files', count(others, 'file'), otherList(others, otherNames)),
  ].join('')
  const links = [
    '<a href="#summary">Summary</a>',
    ...(unreadable === 0 ? [] : ['<a href="#errors">Not read</a>']),
    '<a href="#blobs">Blobs</a>',
    ...(others === 0 ? [] : ['<a href="#others">Other files</a>']),
  ]
  return reportPage({
    title,
    madeBy,
    theme: 'system',
    script: FILTER_SCRIPT,
    bar: '<span class="find js" hidden><span class=count id=found role=status></span><input type=search id=filter placeholder="Filter the blobs" aria-label="Filter the blobs" autocomplete=off spellcheck=false></span>',
    body: `<nav aria-label="Parts of the report">${links.join('')}</nav>\n${body}`,
    footer: `${madeBy}. Nothing of the files was executed to make this.`,
  })
}

const loadCounts = ({ yes, no, unknown }: FolderTotals['loads']): string =>
  [
    ...(yes > 0 ? [`${grouped(yes)} ${yes === 1 ? 'loads' : 'load'}`] : []),
    ...(no > 0 ? [`${grouped(no)} ${no === 1 ? 'does' : 'do'} not`] : []),
    ...(unknown > 0 ? [`of ${grouped(unknown)} it is not known`] : []),
  ].join(', ')

function counts(title: string, name: string, rows: readonly Counted[]): string {
  if (rows.length === 0) return ''
  const most = Math.max(...rows.map((row) => row.count))
  const cells = rows.map((row) => [code(row.name), num(grouped(row.count)), barOf(row.count / most)])
  return `<div><h3>${html(title)}</h3>${table([name, 'num count', ' '], cells)}</div>`
}

const barOf = (share: number): Cell =>
  raw(
    `<svg viewBox="0 0 160 8" role=presentation><rect class="h3" x="0" y="0" height="8" rx="2" width="${Math.max(1, Math.round(share * 160))}"/></svg>`,
  )

function errorTable({ errors, unreadable }: FolderTotals): string {
  const rows = errors.map((row) => [
    fileCell(row),
    cell(row.blob === null ? '' : String(row.blob)),
    cell(row.error ?? ''),
  ])
  return table(['file', 'blob', 'why'], rows) + left(unreadable - errors.length)
}

function blobTable({ listed, blobs }: FolderTotals): string {
  const rows = listed.map((row): readonly Cell[] => [
    fileCell(row),
    cell(row.blob === 0 && row.path === '' ? '' : String(row.blob)),
    code(row.function),
    cell(row.recompilation === null ? '' : String(row.recompilation)),
    cell(row.torch),
    row.loads === null
      ? word(loadWords('unknown'), 'unknown')
      : word(loadWords(row.loads), row.loads ? 'pass' : 'fail'),
    num(grouped(row.guards)),
    cell(row.codes.join(', ')),
  ])
  const columns = ['file', 'blob', 'function', 'recompilation', 'torch', 'load', 'num guards', 'findings']
  return `<div id=rows>${table(columns, rows)}</div>` + left(blobs - Math.min(blobs, LISTED_ROWS))
}

const fileCell = ({ file }: FolderRow): Cell => code(file)

const left = (n: number): string =>
  n <= 0 ? '' : `<p class=quiet>${count(n, 'row')} more in the tables beside this page.</p>`

function otherList(others: number, names: readonly string[]): string {
  const rows = names.map((name) => [code(name)])
  return `<p class=quiet>No guards_state in them.</p>${table(['file'], rows)}${left(others - names.length)}`
}
