/** What a report says of a torch log: its functions, their compiles, and why each was made. */
import type { ChainStory, Trace, TraceCompile, TracedRecompile } from '../../shared/trace'
import type { ReportCompile, ReportTrace } from './model'
import { saidOf } from './words'

/** `stories`: those of functions that were compiled more than once. */
export function tracePart(
  { logs, compiles, chains }: Trace,
  stories: readonly ChainStory[],
  withStacks: boolean,
): ReportTrace {
  const byChain = new Map(stories.map((story) => [story.chain, story]))
  const idOf = (compile: number): string => compiles[compile]?.id ?? ''
  return {
    functions: chains.map((chain, index) => {
      const story = byChain.get(index)
      const why = new Map(story?.recompiles.map((one) => [one.compile, one]))
      return {
        function: chain.function,
        file: chain.file,
        line: chain.line,
        compiles: chain.compiles.flatMap((at) => {
          const compile = compiles[at]
          return compile === undefined ? [] : [compileRow(compile, why.get(at), withStacks)]
        }),
        never_hit_again: story?.dead.map(({ compile, why: reason }) => ({ id: idOf(compile), why: reason })) ?? [],
        recompile_limit: story?.limit ?? null,
        recompile_limit_hit: story?.limitHit ?? false,
      }
    }),
    logs: logs.map((log) => ({
      path: log.path,
      bytes: log.bytes,
      records: log.records,
      torch: log.torch,
      processes: log.processes.length,
      bad_records: log.badRecords,
      bad_payloads: log.badPayloads,
      foreign_lines: log.foreignLines,
      torn: log.torn,
    })),
  }
}

function compileRow(compile: TraceCompile, why: TracedRecompile | undefined, withStacks: boolean): ReportCompile {
  return {
    id: compile.id,
    function: compile.function,
    file: compile.file,
    line: compile.line,
    rank: compile.rank,
    pid: compile.pid,
    guards: compile.guards,
    guard_latency_us: compile.guardLatencyUs,
    duration_us: compile.metrics?.durationUs ?? null,
    failure: compile.failure,
    reasons: compile.reasons.map((text, i) => {
      const reason = why?.reasons[i]
      return {
        text: withStacks ? text : saidOf(text),
        entry: reason?.entry ?? null,
        source: reason?.source ?? '',
        expected: reason?.expected ?? null,
        actual: reason?.actual ?? null,
        user: withStacks ? (reason?.user ?? null) : null,
        advice: reason?.advice ?? '',
      }
    }),
  }
}
