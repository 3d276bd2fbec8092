/** One function on the page: its cache, its latency over the compiles, and each compile. */
import { type ChainStory, NEAR_LIMIT, type TraceChain } from '../../../shared/trace'
import { compileArticle, type CompileOnPage } from './compile-article'
import { latencyChart } from './latency-chart'
import { markup, type Markup } from './markup'
import { count, microseconds, nameOf, placeOf } from './words'

export interface FunctionOnPage {
  readonly chain: TraceChain
  readonly anchor: string
  /** Which process, where there are several; else empty. */
  readonly process: string
  readonly story: ChainStory
  readonly compiles: readonly CompileOnPage[]
}

export function functionSection({ chain, anchor, process, story, compiles }: FunctionOnPage): Markup {
  const bars = compiles.map((one) => ({ compile: one.compile, anchor: one.anchor, dead: one.dead !== null }))
  const limit = limitText(story)
  const about = [placeOf(chain), process, count(compiles.length, 'compile')].filter((text) => text !== '')
  const badge = limit === '' ? null : markup`<span class="badge ${story.limitHit ? 'fail' : 'warn'}">${limit}</span>`
  return markup`<details class="function" id="${anchor}"${story.recompiles.length > 0 ? markup` open` : null}>
<summary><h2>${nameOf(chain)}</h2>${badge}${about.map((text) => markup` <span class="where">${text}</span>`)}</summary>
${latencyChart(bars)}${compiles.map(compileArticle)}</details>
`
}

/** Its row in the table at the head of the page. */
export function functionRow({ chain, anchor, process, story, compiles }: FunctionOnPage): Markup {
  const last = compiles.flatMap(({ compile }) => compile.guardLatencyUs ?? []).at(-1)
  const { length: dead } = story.dead
  const limit = limitText(story)
  const notes = [...(limit === '' ? [] : [limit]), ...(dead === 0 ? [] : [`${dead} never hit again`])].join(', ')
  return markup`<tr><td><a href="#${anchor}">${nameOf(chain)}</a> <span class="where">${placeOf(chain)} ${process}</span></td><td class="number">${compiles.length}</td><td class="number">${story.recompiles.length}</td><td class="number">${last === undefined ? '' : microseconds(last)}</td><td class="${story.limitHit ? 'fail' : 'warn'}">${notes}</td></tr>
`
}

/** What is to be said of the cache; empty where nothing is. */
function limitText({ entries, limit, limitHit }: ChainStory): string {
  if (limitHit) return 'recompile limit hit'
  return limit !== null && entries >= limit - NEAR_LIMIT ? `${entries} of ${limit} entries` : ''
}
