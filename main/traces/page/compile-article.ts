/** One compile on the page: why it was made, what would have spared it, what its guards ask otherwise, its guard tree. */
import type { DeadEntry, GuardChange, RecompileReason, TraceCompile, TracedRecompile } from '../../../shared/trace'
import { markup, type Markup } from './markup'
import { count, duration, microseconds, userLine } from './words'

/** Where a reason leads: the entry that refused, and the line of its tree where it is known. */
export interface Target {
  readonly anchor: string
  readonly line: number | null
}

export interface CompileOnPage {
  readonly compile: TraceCompile
  readonly anchor: string
  readonly recompile: TracedRecompile | null
  readonly dead: DeadEntry | null
  /** The guard tree; null where the log has none, and undefined where there was no room for it. */
  readonly tree: string | null | undefined
  readonly target: (reason: RecompileReason) => Target | null
}

export function compileArticle({ compile, anchor, recompile, dead, tree, target }: CompileOnPage): Markup {
  const { id, failure } = compile
  return markup`<article id="${anchor}">
<header><h3><a href="#${anchor}">${id}</a></h3>${badges(compile, dead)}<span class="where">${factsOf(compile).join(' · ')}</span></header>
${failure === null ? null : markup`<p class="fail">${failure.split('\n')[0] ?? ''}</p>\n`}${deadLine(dead)}${reasonsOf(compile, recompile?.reasons ?? [], target)}${changesOf(recompile?.changed ?? [])}${treeOf(compile, tree)}</article>
`
}

function badges({ failure }: TraceCompile, dead: DeadEntry | null): Markup {
  const gone = dead === null ? null : markup`<span class="badge warn">never hit again</span>`
  return markup`${gone}${failure === null ? null : markup`<span class="badge fail">came to nothing</span>`}`
}

const deadLine = (dead: DeadEntry | null): Markup | null =>
  dead === null ? null : markup`<p class="warn">No call reaches it any more: ${dead.why}.</p>\n`

function factsOf({ guards, guardLatencyUs, attempts, metrics, time }: TraceCompile): readonly string[] {
  return [
    ...(guards === null ? [] : [count(guards, 'guard')]),
    ...(guardLatencyUs === null ? [] : [`${microseconds(guardLatencyUs)} a cold check`]),
    ...(metrics?.durationUs == null ? [] : [`compiled in ${duration(metrics.durationUs)}`]),
    ...(attempts > 1 ? [`tracing began ${attempts} times`] : []),
    ...(time === '' ? [] : [time.replace(/(:\d\d)\.\d+$/, '$1')]),
  ]
}

function reasonsOf(
  { reasons: texts }: TraceCompile,
  reasons: readonly RecompileReason[],
  target: CompileOnPage['target'],
): Markup | null {
  if (reasons.length === 0) return null
  const items = reasons.map((reason, i) => reasonItem(reason, reasons[i + 1], target(reason)))
  const advice = [...new Set(reasons.map((reason) => reason.advice))].map((text) => markup`<li>${text}</li>`)
  return markup`<ul class="reasons">${items}</ul>
<ul class="advice">${advice}</ul>
<details><summary>In torch’s words</summary><pre>${texts.join('\n')}</pre></details>
`
}

/** The line of the user's code stands below the last of the reasons that come from it. */
function reasonItem(reason: RecompileReason, next: RecompileReason | undefined, to: Target | null): Markup {
  const { entry, source, asked, expected, actual, user } = reason
  const name = markup`<code>${source === '' ? asked : `${source}: ${asked}`}</code>`
  const head = to === null ? markup`${entry}` : markup`<a href="#${to.anchor}">${entry}</a>`
  const guard =
    to === null || to.line === null ? name : markup`<a href="#${to.anchor}" data-line="${to.line}">${name}</a>`
  const isSaid = expected === null || asked.endsWith(expected)
  const wanted = isSaid ? null : markup` <span class="dim">expected</span> <code>${expected}</code>`
  const came = actual === null ? null : markup` <span class="dim">it was</span> <code>${actual}</code>`
  const isLast = user !== null && (next?.user == null || userLine(next.user) !== userLine(user))
  const line = isLast ? markup`<p><span class="where">${userLine(user)}</span> <code>${user.code}</code></p>` : null
  return markup`<li><p><b>${head}</b> ${guard}${wanted}${came}</p>${line}${originOf(reason)}</li>
`
}

/** What made the size a guard: the line, its callers below. */
function originOf({ origin }: RecompileReason): Markup | null {
  const frames = [...(origin?.userStack ?? [])].reverse()
  if (origin === null) return null
  const lines = frames.map(
    (frame, i) =>
      markup`<br>${i === 0 ? null : 'called by '}<span class="where">${userLine(frame)}</span> <code>${frame.code}</code>`,
  )
  return markup`<p><code>${origin.expression}</code> <span class="dim">${origin.isStatic ? 'made it one number' : 'was added'}</span>${lines}</p>`
}

const SIGNS = { came: '+', went: '−', differs: '≠' } as const

function changesOf(changes: readonly GuardChange[]): Markup | null {
  if (changes.length === 0) return null
  const items = changes.map(({ change, source, guard, before, after }) => {
    const values = change === 'differs' ? `${before} → ${after}` : before || after
    return markup`<li><code>${SIGNS[change]} ${guard} ${source}: ${values}</code></li>`
  })
  return markup`<details><summary>${count(changes.length, 'guard')} otherwise than in the compile before</summary><ul class="changes">${items}</ul></details>\n`
}

function treeOf({ id, hasTree }: TraceCompile, tree: string | null | undefined): Markup | null {
  if (!hasTree || tree === null) return null
  if (tree === undefined)
    return markup`<p class="dim">Its guard tree has no room on this page: guardscope trace LOG --tree ${id}</p>\n`
  return markup`<details class="guards"><summary>Guard tree</summary><pre>${tree}</pre></details>\n`
}
