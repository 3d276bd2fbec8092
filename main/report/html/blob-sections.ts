/** The parts of a report that are of one blob. */
import type { ReplayedRow, ReportBlob, ReportFinding, ReportProfile, ReportTree } from '../model'
import { costWords, count, grouped, methodWords, micro } from '../words'
import { html } from '../../html/escape'
import { icicle } from './icicle'
import type { Section } from './file-sections'
import { stacksHtml, treeHtml } from './tree'
import { answerWord, cell, code, facts, list, more, num, raw, table, word } from './table'

/** `several`: whether there are other blobs, whose parts have ids of their own. */
export function blobSections(blob: ReportBlob, several: boolean): readonly Section[] {
  const prefix = several ? `b${blob.blob}-` : ''
  const { findings, replay, profile, global_state: state, shapes, tree } = blob
  const link = (node: number | null): string =>
    node === null || tree === undefined ? '' : `<p class=go><a href="#${prefix}n${node}">in the tree</a></p>`
  const at = (id: string): string => `${prefix}${id}`
  const all: (Section | null)[] = [
    findings === undefined ? null : { ...findingsSection(findings, link), id: at('findings') },
    replay === undefined
      ? null
      : {
          id: at('replay'),
          title: 'Replay',
          count: answers(replay.rows),
          html: `<p class=lead>Calls of <code>${html(replay.scenarios)}</code> put to the guards.</p>${replayTable(replay.rows, link)}`,
        },
    profile === undefined ? null : { ...profileSection(profile, link), id: at('profile') },
    state === undefined
      ? null
      : {
          id: at('global-state'),
          title: 'Global state',
          count: state.guarded ? 'guarded' : 'no guard holds it',
          html:
            state.note === ''
              ? facts(state.keys.map(({ name, value }) => [name, value]))
              : `<p class=quiet>${html(state.note)}</p>`,
        },
    shapes === undefined
      ? null
      : {
          id: at('shapes'),
          title: 'Shape expressions',
          count: [
            count(shapes.expressions.length, 'expression'),
            ...(shapes.relations.length === 0 ? [] : [count(shapes.relations.length, 'relation')]),
          ].join(', '),
          html:
            shapes.expressions.length + shapes.relations.length === 0
              ? '<p class=quiet>None: no size is symbolic, and no two sources are related.</p>'
              : `${list(shapes.expressions.map((text) => `<code>${html(text)}</code>`))}${shapes.relations.length === 0 ? '' : `<h3>Relations</h3>${list(shapes.relations.map((text) => `<code>${html(text)}</code>`))}`}`,
        },
    tree === undefined ? null : { ...treeSection(tree, linkedOf(blob), prefix), id: at('tree') },
  ]
  return all.filter((one) => one !== null)
}

/** Nodes that other parts lead to. */
function linkedOf({ findings, replay, profile }: ReportBlob): ReadonlySet<number> {
  const nodes = [
    ...(findings ?? []).map(({ node }) => node),
    ...(replay?.rows ?? []).map(({ node }) => node),
    ...(profile === undefined ? [] : costliest(profile).map(({ node }) => node)),
  ]
  return new Set(nodes.filter((node) => node !== null))
}

type Link = (node: number | null) => string

function findingsSection(findings: readonly ReportFinding[], link: Link): Omit<Section, 'id'> {
  const rows = findings.map(({ severity, code: id, guard, message, mended_by: mended, node }) => [
    word(severity, severity),
    { ...code(id), kind: 'keep' as const },
    raw(guard === null ? '' : `<code>${html(`${guard.create_fn} ${guard.name}`)}</code>${link(node)}`),
    raw(`${html(message)}${mended.map((one) => `<p class=quiet>mended by: ${html(one)}</p>`).join('')}`),
  ])
  return {
    title: 'Findings',
    count: findings.length === 0 ? 'none' : String(findings.length),
    html:
      rows.length === 0
        ? '<p class=quiet>Nothing was found.</p>'
        : table(['severity', 'code', 'guard', 'what torch will do, and why'], rows),
  }
}

function answers(rows: readonly ReplayedRow[]): string {
  const of = (wanted: ReplayedRow['answer']): number => rows.filter(({ answer }) => answer === wanted).length
  const unread = of(null)
  return `${of(true)} pass, ${of(false)} fail, ${of('unknown')} unknown${unread === 0 ? '' : `, ${unread} not read`}`
}

function replayTable(rows: readonly ReplayedRow[], link: Link): string {
  return table(
    ['scenario', 'answer', 'guard that failed', 'why', 'num guards run'],
    rows.map((row) => [
      cell(row.scenario),
      answerWord(row.answer),
      raw(row.guard === '' ? '' : `<code>${html(`${row.guard} ${row.source}`)}</code>${link(row.node)}`),
      raw(whyHtml(row)),
      num(grouped(row.executed)),
    ]),
  )
}

function whyHtml({
  error,
  part,
  parts,
  explained,
  unknown,
  answer,
  before_saving: before,
  before_saving_why: why,
}: ReplayedRow): string {
  const other = parts.filter((one) => one !== part)
  const broken = explained.filter(({ same }) => same !== true)
  return [
    error === null ? '' : `<p class=fail>${html(error)}</p>`,
    part === '' ? '' : `<p><code>${html(part)}</code></p>`,
    broken.length === 0
      ? ''
      : table(
          ['what', 'wanted', 'came'],
          broken.map(({ name, expected, actual }) => [cell(name), code(expected), code(actual)]),
        ),
    other.length === 0
      ? ''
      : more(`${count(other.length, 'more part')}`, list(other.map((one) => `<code>${html(one)}</code>`))),
    ...unknown.map(
      ({ source, reason }) =>
        `<p class=unknown>${source === '' ? '' : `<code>${html(source)}</code>: `}${html(reason)}</p>`,
    ),
    before === null || before === answer
      ? ''
      : `<p class=quiet>before saving: ${html(String(before))}${why.map((one) => `; ${html(one)}`).join('')}</p>`,
  ].join('')
}

const costliest = ({ rows }: ReportProfile): ReportProfile['rows'] =>
  [...rows]
    .filter(({ cold_ns: cold }) => cold > 0)
    .sort((a, b) => b.cold_ns - a.cold_ns || a.node - b.node)
    .slice(0, 20)

function profileSection(profile: ReportProfile, link: Link): Omit<Section, 'id'> {
  const { cold, warm, measured_by: by, scenario, answer, rows } = profile
  return {
    title: 'What the check costs',
    count: 'measured',
    html: [
      facts([
        ['measured by', by],
        ['call', `${scenario}, ${answer}`],
        ['cold', costWords(cold)],
        ['warm', costWords(warm)],
        [
          'rows',
          `${grouped(profile.rows_always)} reached in each check, ${grouped(profile.rows_first)} in the first alone, ${grouped(profile.rows_never)} never`,
        ],
      ]),
      `<h3>Cold</h3>${icicle(rows, 'cold_ns', `Cold, ${costWords(cold)}`)}`,
      `<h3>Warm</h3>${icicle(rows, 'warm_ns', `Warm, ${costWords(warm)}`)}`,
      `<h3>The costliest rows</h3>`,
      table(
        ['row', 'num cold', 'num warm'],
        costliest(profile).map(({ name, node, cold_ns: c, warm_ns: w }) => [
          raw(`<code>${html(name)}</code>${link(node)}`),
          num(micro(c)),
          num(micro(w)),
        ]),
      ),
      `<p class="quiet small">${html(methodWords(cold, warm))}</p>`,
    ].join(''),
  }
}

const FAMILIES = ['tensor', 'type', 'value', 'state', 'shape', 'relation'] as const

function treeSection(tree: ReportTree, linked: ReadonlySet<number>, prefix: string): Omit<Section, 'id'> {
  const guards = tree.nodes.filter(({ family }) => family !== undefined).length
  const keys = FAMILIES.flatMap((family) => {
    const n = tree.nodes.filter((node) => node.family === family).length
    return n === 0 ? [] : [`<span class="key ${family}">${family} ${grouped(n)}</span>`]
  })
  const id = `${prefix}rows`
  const tools = `<div class=tools><span class=js hidden><button type=button data-fold=open data-of="${id}">Unfold all</button> <button type=button data-fold=shut data-of="${id}">Fold all</button></span>${keys.join('')}</div>`
  const stacks = tree.stacks.length === 0 ? '' : more(`Stacks (${tree.stacks.length})`, stacksHtml(tree, prefix))
  return {
    title: 'Guard tree',
    count: `${count(tree.nodes.length, 'node')}, ${count(guards, 'guard')}`,
    html: `${tools}<div class=tree id="${id}">${treeHtml(tree, linked, prefix)}</div>${stacks}`,
  }
}
