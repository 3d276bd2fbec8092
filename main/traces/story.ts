/** Why the function of a chain was compiled again: each reason with its guard in the tree, what came instead, and what to do. */
import type {
  ChainStory,
  CompileShapes,
  DeadEntry,
  RecompileReason,
  Trace,
  TraceCompile,
  TracedLine,
} from '../../shared/trace'
import { adviceFor } from './advice'
import { changesBetween } from './changes'
import { factsOf, type GuardFact, type TreeFacts, withoutScope } from './facts'
import { takesAllOf } from './implies'
import { guardOf } from './locate'
import { actualIn, stateChange, symbolsIn } from './actual'
import { originOf } from './origin'
import type { PrintedTree } from './printed-tree'
import { type ReadReason, readReason } from './reason'
import { NO_SHAPES } from './shape-match'
import type { Holds } from './sizes'

/** What the log holds of a compile beside its record. */
export interface CompileTexts {
  readonly tree: PrintedTree | null
  readonly symbols: ReadonlyMap<string, string>
  readonly shapes: CompileShapes
}

export function storyOf(
  trace: Trace,
  chain: number,
  texts: ReadonlyMap<number, CompileTexts>,
  holds: Holds,
): ChainStory {
  const indices = trace.chains[chain]?.compiles ?? []
  const compiles = indices.flatMap((index) => {
    const compile = trace.compiles[index]
    const { tree = null, symbols = NONE, shapes = NO_SHAPES } = texts.get(index) ?? {}
    return compile === undefined
      ? []
      : [{ index, compile, symbols, shapes, facts: tree === null ? null : factsOf(tree) }]
  })
  const byId = new Map(compiles.map((one) => [one.compile.id, one]))
  const recompiles = compiles
    .filter(({ compile }) => compile.reasons.length > 0)
    .map(({ index, compile, facts, symbols }) => {
      const earlier = compiles.filter((one) => one.index < index && one.facts !== null).at(-1)
      return {
        compile: index,
        reasons: compile.reasons.map((text) =>
          reasonOf(text, compile, byId.get(entryOf(text)) ?? null, { facts, symbols }),
        ),
        changed: facts === null || earlier?.facts == null ? null : changesBetween(earlier.facts, facts),
      }
    })
  const entries = compiles.filter(({ compile }) => compile.hasTree)
  return {
    chain,
    recompiles,
    dead: deadEntries(compiles, recompiles, holds),
    entries: entries.length,
    limit: compiles.reduce<number | null>((limit, { compile }) => compile.recompileLimit ?? limit, null),
    limitHit: compiles.some(({ compile }) => isAtLimit(compile)),
  }
}

const NONE: ReadonlyMap<string, string> = new Map()

const entryOf = (reason: string): string => /^(!?\d+(?:\/\d+)+): /.exec(reason)?.[1] ?? ''

export function isAtLimit({ failure }: TraceCompile): boolean {
  return failure !== null && /recompile limit exceeded|hit config\.\w*recompile_limit/.test(failure)
}

function reasonOf(
  text: string,
  compile: TraceCompile,
  of: { readonly facts: TreeFacts | null; readonly shapes: CompileShapes } | null,
  { facts: made, symbols }: Made,
): RecompileReason {
  const read = readReason(text)
  const entry = of?.facts ?? null
  const guard = entry === null ? null : guardOf(read, entry)
  const actual = read.actual ?? (guard === null ? null : cameInstead(read, guard, made, symbols))
  const expected = read.expected ?? (guard === null ? null : expectedIn(read, guard, made))
  const origin = originOf(read, of?.shapes ?? NO_SHAPES)
  return {
    entry: read.entry,
    kind: read.kind,
    source: read.source === '' && guard !== null ? withoutScope(guard.source) : read.source,
    asked: read.asked,
    expected,
    actual,
    user: lineOf(read.user ?? guard?.user ?? origin?.userStack.at(-1) ?? null, compile),
    origin,
    advice: adviceFor({ ...read, expected, actual }, origin),
    node: guard?.node ?? null,
  }
}

interface Made {
  readonly facts: TreeFacts | null
  readonly symbols: ReadonlyMap<string, string>
}

function cameInstead(
  read: ReadReason,
  guard: GuardFact,
  made: TreeFacts | null,
  symbols: ReadonlyMap<string, string>,
): string | null {
  return symbolsIn(guard, symbols, made) ?? (made === null ? null : actualIn(read, guard, made))
}

/** What the guard of the entry wants, in the words of its reason's kind. */
function expectedIn({ kind }: ReadReason, guard: GuardFact, made: TreeFacts | null): string | null {
  switch (kind) {
    case 'tensor-class':
      return guard.wants.split(', ')[0] ?? null
    case 'global-state': {
      const after = made?.facts.find((fact) => fact.guard === 'GLOBAL_STATE')?.wants ?? ''
      return stateChange(guard.wants, after)?.before ?? null
    }
    case 'mode-stack':
    case 'aliasing':
      return null
    default:
      return guard.wants === '' ? null : guard.wants
  }
}

/** torch shortens names of files in comments by a fixed count of letters; the function's own file is known whole. */
function lineOf(user: TracedLine | null, { file }: TraceCompile): TracedLine | null {
  return user !== null && file.endsWith(user.file) ? { ...user, file } : user
}

interface Entry {
  readonly index: number
  readonly compile: TraceCompile
  readonly facts: TreeFacts | null
}

/**
 * Entries that no call reaches any more. The cache is asked newest first, and an entry that is hit moves to the front
 * (extra_state.cpp): one whose calls a newer entry takes, too, is never come to.
 */
function deadEntries(
  compiles: readonly Entry[],
  recompiles: readonly { readonly reasons: readonly RecompileReason[] }[],
  holds: Holds,
): DeadEntry[] {
  const gone = new Set(
    recompiles.flatMap(({ reasons }) => reasons.filter(({ kind }) => kind === 'invalidated').map(({ entry }) => entry)),
  )
  // entries of another backend are passed over, and no log says which are whose
  const several = recompiles.some(({ reasons }) => reasons.some(({ kind }) => kind === 'backend'))
  return compiles.flatMap(({ index, compile, facts }, i) => {
    if (gone.has(compile.id)) return [{ compile: index, why: 'an object that it was compiled for is gone' }]
    if (facts === null || several) return []
    const newer = compiles.slice(i + 1).find((other) => other.facts !== null && takesAllOf(other.facts, facts, holds))
    return newer === undefined
      ? []
      : [{ compile: index, why: `${newer.compile.id} takes all of its calls, and is asked first` }]
  })
}
