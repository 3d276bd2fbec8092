/** What logs tell, together: compiles in the order in which they began, in chains by function. */
import type { Trace, TraceChain, TraceCompile, TraceLog } from '../../shared/trace'
import type { LogCollector } from './collect'
import type { Draft, TextPlace } from './drafts'
import { isSameRun } from './same-run'
import { NO_TIME } from './tlparse'

/** Where the texts of a compile lie in its log. */
export interface CompilePlaces {
  readonly tree: TextPlace | null
  readonly codeParts: TextPlace | null
  readonly symbols: ReadonlyMap<string, string>
  /** Beginnings and ends of records on shapes, in turn. */
  readonly shapes: readonly number[]
  /** Names of files by their number in the log. */
  readonly files: ReadonlyMap<number, string>
}

export interface ReadTrace {
  readonly trace: Trace
  /** By compile. */
  readonly places: readonly CompilePlaces[]
}

export interface ReadLog {
  readonly log: TraceLog
  readonly collector: LogCollector
}

export function traceOf(logs: readonly ReadLog[]): ReadTrace {
  const chains: { function: string; file: string; line: number; compiles: number[] }[] = []
  const compiles: TraceCompile[] = []
  const places: CompilePlaces[] = []
  const sameRunAs = logs.map((one) => runOf(one, logs) ?? copyOf(one, logs))
  logs.forEach(({ collector }, log) => {
    if (sameRunAs[log] !== null) return
    const byKey = new Map<string, number>()
    for (const draft of collector.drafts.all) {
      const chain = byKey.get(draft.chain) ?? chains.length
      byKey.set(draft.chain, chain)
      const { file, line } = draft
      const name = functionOf(draft)
      const there = chains[chain]
      if (there === undefined) chains.push({ function: name, file, line, compiles: [compiles.length] })
      else {
        there.compiles.push(compiles.length)
        if (there.function === '') Object.assign(there, { function: name, file, line })
      }
      places.push({
        tree: draft.tree,
        codeParts: draft.codeParts,
        symbols: draft.symbols,
        shapes: draft.shapes,
        files: collector.filesOf(draft.pid),
      })
      compiles.push(compileOf(draft, chain, log))
    }
  })
  return {
    trace: {
      logs: logs.map(({ log }, i) => ({ ...log, sameRunAs: sameRunAs[i] ?? null })),
      compiles: compiles.map((compile) => named(compile, chains[compile.chain])),
      chains,
    },
    places,
  }
}

/** The log of records that a text log belongs to; the first of several, where the processes wrote one each. */
function runOf({ log, collector }: ReadLog, logs: readonly ReadLog[]): number | null {
  if (log.records > 0) return null
  const records = logs.filter((other) => other.log.records > 0)
  const drafts = collector.drafts.all
  if (
    !isSameRun(
      drafts,
      records.flatMap((other) => other.collector.drafts.all),
    )
  )
    return null
  const at = logs.findIndex(
    (other) => other.log.records > 0 && other.collector.drafts.all.some(({ pid }) => pid === drafts[0]?.pid),
  )
  return at < 0 ? null : at
}

/** The log before it that this one is a copy of, as tlparse keeps one beside its pages. */
function copyOf(one: ReadLog, logs: readonly ReadLog[]): number | null {
  if (one.log.records === 0) return null
  const drafts = one.collector.drafts.all
  const before = logs.slice(0, logs.indexOf(one))
  const at = before.findIndex(({ log, collector }) => log.records > 0 && isSameRun(drafts, collector.drafts.all))
  return at < 0 ? null : at
}

function compileOf(draft: Draft, chain: number, log: number): TraceCompile {
  return {
    id: draft.id,
    chain,
    log,
    pid: draft.pid,
    rank: draft.rank,
    time: draft.time === NO_TIME ? '' : draft.time,
    function: functionOf(draft),
    file: draft.file,
    line: draft.line,
    attempts: draft.attempts,
    guards: draft.guards,
    guardLatencyUs: draft.latencyUs,
    reasons: draft.reasons,
    failure: draft.failure,
    recompileLimit: draft.recompileLimit,
    metrics: draft.metrics,
    hasTree: draft.tree !== null,
    hasCodeParts: draft.codeParts !== null,
  }
}

/** A compile that was refused names no function: it is that of its chain. */
function named(compile: TraceCompile, chain: TraceChain | undefined): TraceCompile {
  if (compile.function !== '' || chain === undefined) return compile
  return { ...compile, function: chain.function, file: chain.file, line: chain.line }
}

/** `!0` is no function: the backward graph that compiled autograd makes, which torch compiles as `!0/...` next. */
const functionOf = ({ function: name, parts }: Draft): string =>
  name === '' && parts.frame === null ? 'compiled autograd' : name
