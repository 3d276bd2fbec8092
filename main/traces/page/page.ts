/** A trace as one page of HTML that needs nothing beside itself: why each function was compiled again, with its guard trees. */
import type { ChainStory, Trace, TraceLog } from '../../../shared/trace'
import { COLOURS } from '../../html/colours'
import { generator, pageOf } from '../../html/page'
import { parseTree } from '../printed-tree'
import { anchorsOf } from './anchors'
import SCRIPT from './behaviour.js?raw'
import type { CompileOnPage } from './compile-article'
import { functionRow, functionSection } from './function-section'
import { markup, type Markup } from './markup'
import STYLE from './style.css?raw'
import { count, notesOf, processOf } from './words'

/** What is asked for chain by chain, so that not all trees are held at once. */
export interface ChainTexts {
  readonly story: ChainStory
  /** By compile: its guard tree as torch printed it. */
  readonly trees: ReadonlyMap<number, string>
}

export interface PageOptions {
  /** Text of guard trees, in characters; those beyond are left out, and said to be. */
  readonly mostTrees?: number
}

const MOST_TREES = 24 * 1024 * 1024

/** The same trace gives the same bytes. */
export async function tracePage(
  trace: Trace,
  textsOf: (chain: number) => Promise<ChainTexts>,
  { mostTrees = MOST_TREES }: PageOptions = {},
): Promise<Uint8Array> {
  const anchors = anchorsOf(trace)
  const several = new Set(trace.compiles.map(({ log, pid }) => `${log} ${pid}`)).size > 1
  let room = mostTrees
  const rows: Markup[] = []
  const sections: string[] = []
  for (const index of byRecompiles(trace)) {
    const chain = trace.chains[index]
    if (chain === undefined) continue
    const { story, trees } = await textsOf(index)
    const shown = new Map([...trees].map(([compile, text]) => [compile, treeText(text)]))
    const linesOf = linesIn(shown)
    const compiles = chain.compiles.flatMap((at): CompileOnPage[] => {
      const compile = trace.compiles[at]
      if (compile === undefined) return []
      const text = shown.get(at) ?? null
      const fits = text === null || text.length <= room
      if (fits) room -= text?.length ?? 0
      return [
        {
          compile,
          anchor: anchors[at] ?? '',
          recompile: story.recompiles.find((one) => one.compile === at) ?? null,
          dead: story.dead.find((one) => one.compile === at) ?? null,
          tree: fits ? text : undefined,
          target: ({ entry, node }) => {
            const of = chain.compiles.find((one) => trace.compiles[one]?.id === entry)
            if (of === undefined) return null
            return { anchor: anchors[of] ?? '', line: node === null ? null : (linesOf(of)[node] ?? null) }
          },
        },
      ]
    })
    const [first] = compiles
    const process = several && first !== undefined ? processOf(first.compile) : ''
    const about = { chain, anchor: `function-${index + 1}`, process, story, compiles }
    rows.push(functionRow(about))
    sections.push(functionSection(about).text)
  }
  const page = pageOf({
    title: `Why it recompiled: ${baseName(trace.logs[0]?.path ?? '')}`,
    madeBy: MADE_BY,
    theme: 'system',
    style: `${COLOURS}${STYLE}`,
    script: SCRIPT,
    body: [headerOf(trace, rows).text, ...sections, '</main>\n'].join(''),
  })
  return new TextEncoder().encode(page)
}

/** Those that were compiled most often again come first. */
function byRecompiles({ chains, compiles }: Trace): readonly number[] {
  const again = chains.map((chain) => chain.compiles.filter((at) => compiles[at]?.reasons.length !== 0).length)
  return chains.map((_, index) => index).sort((a, b) => (again[b] ?? 0) - (again[a] ?? 0) || a - b)
}

/** Of a compile the line at which each node of its tree stands. */
function linesIn(trees: ReadonlyMap<number, string>): (compile: number) => readonly number[] {
  const known = new Map<number, readonly number[]>()
  return (compile) => {
    const lines = known.get(compile) ?? parseTree(trees.get(compile) ?? '').lines
    known.set(compile, lines)
    return lines
  }
}

/** From the root on; the latency behind it stands beside the compile. */
function treeText(text: string): string {
  return text
    .slice(Math.max(0, text.indexOf('+- ')))
    .replace(/\n+Guard latency = [^\n]*\s*$/, '')
    .trimEnd()
}

const MADE_BY = 'Guardscope'

/** By which a page is known as one of these. */
export const GENERATOR = generator(MADE_BY)

function headerOf({ logs, compiles, chains }: Trace, rows: readonly Markup[]): Markup {
  const again = compiles.filter(({ reasons }) => reasons.length > 0).length
  return markup`<header>
<h1>Why it recompiled</h1>
<p>${count(compiles.length, 'compile')} of ${count(chains.length, 'function')}, ${count(again, 'recompile')}</p>
${logs.map(logLine)}${compiles.length === 0 ? markup`<p class="dim">This log tells of no compile.</p>\n` : tableOf(rows)}</header>
<main>
${TOOLS}
`
}

const tableOf = (rows: readonly Markup[]): Markup => markup`<table>
<thead><tr><th>Function</th><th class="number">Compiles</th><th class="number">Recompiles</th><th class="number">Last guard latency</th><th>Cache</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`

const TOOLS = markup`<div class="tools" hidden><input type="search" id="search" placeholder="Search functions and reasons" aria-label="Search functions and reasons"><label><input type="checkbox" id="within"> in guard trees, too</label><span id="found" class="dim" role="status"></span><button type="button" id="open-all">Open all</button><button type="button" id="close-all">Close all</button><label>Theme <select id="theme"><option value="system">System</option><option value="light">Light</option><option value="dark">Dark</option></select></label></div>`

function logLine(log: TraceLog): Markup {
  const about = [baseName(log.path), ...(log.torch === '' ? [] : [`torch ${log.torch}`])].join(', ')
  const notes = notesOf(log)
  return markup`<p class="where">${about}${notes.length === 0 ? null : markup` <span class="warn">${notes.join('; ')}</span>`}</p>
`
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
