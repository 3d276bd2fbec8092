/** `trace LOG`: the compiles of a torch log, their guards, latency and why each recompiled. */
import type { ChainStory, CompileShapes, Trace, TracedRecompile } from '../../shared/trace'
import { FileError } from '../documents/read-file'
import type { TraceFile } from '../documents/trace-file'
import { indexFor, linkPage, pagePath, writePage } from '../documents/trace-page'
import { tlparseFolder } from '../documents/tlparse-folder'
import { type Command, CommandError, DONE, type Status } from './command'
import { openLog } from './open'
import { write, writeJson } from './output'
import { traceText } from './trace-text'

export const trace: Command = {
  operands: ['LOG'],
  options: { tree: { type: 'string' }, page: { type: 'string' }, link: { type: 'boolean' } },
  async run({ operands, values, json }): Promise<Status> {
    const path = operands[0] ?? ''
    try {
      const file = await openLog(path)
      if (typeof values['tree'] === 'string') return await tree(file, values['tree'], json)
      if (typeof values['page'] === 'string' || values['link'] === true)
        return await page(file, values['page'], values['link'] === true, json)
      const stories = await storiesOf(file)
      if (json) writeJson(asJson(file.trace, stories, await shapesOf(file)))
      else write(traceText(file.trace, stories))
      return DONE
    } catch (error) {
      throw error instanceof FileError ? new CommandError(error.message) : error
    }
  },
}

/** Writes the page, and links it where that is asked for. */
async function page(file: TraceFile, out: unknown, link: boolean, json: boolean): Promise<Status> {
  const path = pagePath(typeof out === 'string' ? out : (tlparseFolder(file.path) ?? file.path), file)
  const index = indexFor(path, file.path)
  if (link && index === null)
    throw new CommandError(`${path}: --link wants a page in the folder of tlparse that is read`)
  await writePage(path, file)
  if (link && index !== null) linkPage(index, path, file)
  if (json) writeJson({ page: path, linked_from: link ? index : null })
  else if (index === null) write(`${path}\n`)
  else write(`${path}\n${link ? `linked from ${index}` : `--link links it from ${index}`}\n`)
  return DONE
}

/** Functions that were compiled once have none. */
async function storiesOf(file: TraceFile): Promise<readonly ChainStory[]> {
  const stories: ChainStory[] = []
  for (const [index, { compiles }] of file.trace.chains.entries())
    if (compiles.length > 1) stories.push(await file.story(index))
  return stories
}

/** The printed guard tree of a compile. */
async function tree(file: TraceFile, id: string, json: boolean): Promise<Status> {
  const { compiles } = file.trace
  const found = compiles.flatMap((compile, index) => (compile.id === id && compile.hasTree ? [index] : []))
  if (found.length === 0) {
    const why = compiles.some((compile) => compile.id === id) ? 'the log holds no guards of it' : 'no such compile'
    throw new CommandError(`${file.path}: ${id}: ${why}`)
  }
  const trees = await Promise.all(found.map((index) => file.tree(index)))
  if (json) {
    const about = (index: number) => ({ id, pid: compiles[index]?.pid, rank: compiles[index]?.rank })
    writeJson({ trees: trees.map((text, i) => ({ ...about(found[i] ?? 0), tree: text })) })
  } else write(trees.map((text) => `${text?.trim() ?? ''}\n`).join('\n'))
  return DONE
}

/** Of each compile. */
async function shapesOf(file: TraceFile): Promise<readonly object[]> {
  const all: object[] = []
  for (const index of file.trace.compiles.keys()) all.push(shapesJson(await file.shapes(index)))
  return all
}

/** With the stacks of your code; those of torch stay in the log. */
const shapesJson = ({ symbols, guards, specialized }: CompileShapes): object => ({
  symbols: symbols.map(({ symbol, source, hint, range, userStack }) => ({
    symbol,
    source,
    hint,
    var_to_range: range,
    user_stack: userStack,
  })),
  shape_guards: guards.map(({ expression, how, userStack }) => ({ expression, how, user_stack: userStack })),
  specialized: specialized.map(({ symbol, sources, value, reason, userStack }) => ({
    symbol,
    sources,
    value,
    reason,
    user_stack: userStack,
  })),
})

function asJson({ logs, compiles, chains }: Trace, stories: readonly ChainStory[], shapes: readonly object[]): object {
  const idOf = (compile: number): string => compiles[compile]?.id ?? ''
  const why = new Map<number, TracedRecompile>(
    stories.flatMap(({ recompiles }) => recompiles.map((one) => [one.compile, one] as const)),
  )
  return {
    compiles: compiles.map((compile, index) => ({
      id: compile.id,
      function: compile.function,
      file: compile.file,
      line: compile.line,
      guards: compile.guards,
      guard_latency_us: compile.guardLatencyUs,
      recompile_reasons: compile.reasons,
      why: why.get(index)?.reasons ?? [],
      changed: why.get(index)?.changed ?? null,
      ...shapes[index],
      failure: compile.failure,
      attempts: compile.attempts,
      duration_us: compile.metrics?.durationUs ?? null,
      rank: compile.rank,
      pid: compile.pid,
      log: compile.log,
      chain: compile.chain,
    })),
    functions: chains.map((chain, index) => {
      const story = stories.find((one) => one.chain === index)
      return {
        function: chain.function,
        file: chain.file,
        line: chain.line,
        compiles: chain.compiles.map(idOf),
        never_hit_again: story?.dead.map(({ compile, why: reason }) => ({ id: idOf(compile), why: reason })) ?? [],
        recompile_limit: story?.limit ?? null,
        recompile_limit_hit: story?.limitHit ?? false,
      }
    }),
    logs,
  }
}
