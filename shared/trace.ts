/** A TORCH_TRACE log as it crosses to the window and into JSON: the compiles it tells of, and why each was made. */

import type { StackFrame, TreeColumns, TreeNodeKind } from './tree'

/** One log of one file; a folder holds several. */
export interface TraceLog {
  readonly path: string
  readonly bytes: number
  readonly records: number
  /** Events by name, as often as they came; those that no known torch writes are in `unknown`. */
  readonly events: readonly { readonly name: string; readonly count: number }[]
  readonly unknown: readonly { readonly name: string; readonly count: number }[]
  /** Lines that are no record and no payload: output of the program, or what a writer left half done. */
  readonly foreignLines: number
  /** Records whose JSON could not be read. */
  readonly badRecords: number
  /** Payloads of guards and reasons that are not what their md5 says: torn, or mixed with those of another process. */
  readonly badPayloads: number
  /** The log ends in the middle of a line. */
  readonly torn: boolean
  readonly processes: readonly TraceProcess[]
  /** What `torch_version` says; empty where the log does not. */
  readonly torch: string
  /** Index of the log whose run this one tells of, too, in the lines of TORCH_LOGS; its compiles are listed once. */
  readonly sameRunAs: number | null
}

export interface TraceProcess {
  readonly pid: number
  readonly rank: number | null
}

/** One compile of one code object. */
export interface TraceCompile {
  /** torch's CompileId: `0/1`. */
  readonly id: string
  /** Index into `chains`. */
  readonly chain: number
  /** Index into `logs`. */
  readonly log: number
  readonly pid: number
  readonly rank: number | null
  /** As the log writes it: month, day and time; empty where it does not. */
  readonly time: string
  readonly function: string
  readonly file: string
  readonly line: number
  /** How often tracing was started again from the beginning, plus one. */
  readonly attempts: number
  /** Guards that the compile installed (`guard_count` of the metrics); null where no metrics were written. */
  readonly guards: number | null
  /** One check with cold caches, as torch measured it. */
  readonly guardLatencyUs: number | null
  /** In torch's words, one for each cache entry that was there. */
  readonly reasons: readonly string[]
  /** Why it came to nothing; null where it did not. */
  readonly failure: string | null
  /** How many entries torch lets the cache have, as it was configured. */
  readonly recompileLimit: number | null
  readonly metrics: CompileMetrics | null
  /** Whether the log holds the printed guard tree, and the code parts with their stacks. */
  readonly hasTree: boolean
  readonly hasCodeParts: boolean
}

/** What `compilation_metrics` says, as far as guards and recompiles are concerned. */
export interface CompileMetrics {
  readonly durationUs: number | null
  readonly shapeGuards: number | null
  readonly graphOps: number | null
  /** Entries that the cache held when this compile began. */
  readonly cacheSize: number | null
  readonly accumulatedCacheSize: number | null
  readonly restarts: readonly string[]
}

/** The compiles of one code object, in order. After `torch._dynamo.reset()` another begins. */
export interface TraceChain {
  readonly function: string
  readonly file: string
  readonly line: number
  /** Indices into `compiles`. */
  readonly compiles: readonly number[]
}

export interface Trace {
  readonly logs: readonly TraceLog[]
  readonly compiles: readonly TraceCompile[]
  readonly chains: readonly TraceChain[]
}

/** What a guard that refused a call was about. */
export const REASON_KINDS = [
  'size',
  'stride',
  'rank',
  'dtype',
  'device',
  'requires-grad',
  'dispatch-keys',
  'tensor-class',
  'marking',
  'shape',
  'value',
  'training',
  'type',
  'identity',
  'length',
  'keys',
  'contains',
  'attribute',
  'aliasing',
  'global-state',
  'mode-stack',
  'default-device',
  'backend',
  'invalidated',
  'unexpected',
  'other',
] as const
export type ReasonKind = (typeof REASON_KINDS)[number]

/** A line of the user's code, its file as the log has it. */
export interface TracedLine {
  readonly file: string
  readonly line: number
  readonly function: string
  readonly code: string
}

/** Why a cache entry refused a call. */
export interface RecompileReason {
  /** The entry: `0/0`. */
  readonly entry: string
  readonly kind: ReasonKind
  /** What the guard is on, as torch prints it in a reason: without `L[...]`. Empty for the process. */
  readonly source: string
  /** What was asked of it: `size at index 0`, `== 'fast'`. */
  readonly asked: string
  readonly expected: string | null
  /** What came; null where neither the reason nor the tree of the new compile says. */
  readonly actual: string | null
  readonly user: TracedLine | null
  /** Of a guard on a size: what your code did to make it; null where the log does not tell. */
  readonly origin: ShapeOrigin | null
  /** What would spare the recompile. */
  readonly advice: string
  /** The guard in the printed tree of the entry; null where it was not found. */
  readonly node: number | null
}

/** One recompile of a chain. */
export interface TracedRecompile {
  /** Index into `compiles`. */
  readonly compile: number
  readonly reasons: readonly RecompileReason[]
  /** What the guards of this compile ask otherwise than those of the one before it, in short; null where a tree lacks. */
  readonly changed: readonly GuardChange[] | null
}

export interface GuardChange {
  readonly change: 'came' | 'went' | 'differs'
  readonly source: string
  /** torch's class. */
  readonly guard: string
  readonly before: string
  readonly after: string
}

/** Entries below the recompile limit from which on it is told. */
export const NEAR_LIMIT = 2

/** An entry that no call can reach. */
export interface DeadEntry {
  readonly compile: number
  readonly why: string
}

/** What there is to say of the compiles of one function. */
export interface ChainStory {
  readonly chain: number
  readonly recompiles: readonly TracedRecompile[]
  readonly dead: readonly DeadEntry[]
  /** Entries that its cache holds, and how many it may; null where the log does not say. */
  readonly entries: number
  readonly limit: number | null
  readonly limitHit: boolean
}

/** The stacks of something that torch tells of while it traces, outermost frame first: of your code, and of torch. */
interface Stacks {
  readonly userStack: readonly StackFrame[]
  readonly stack: readonly StackFrame[]
}

/** A size or number that became a symbol. */
export interface ShapeSymbol extends Stacks {
  /** `s77`; `u0` for one that no input gives. */
  readonly symbol: string
  /** `L['x'].size()[0]`; empty for `u0`. */
  readonly source: string
  /** The value that came; null for `u0`. */
  readonly hint: string | null
  /** `[2, int_oo]`. */
  readonly range: string
}

/** A guard on symbols that a line of code added. */
export interface ShapeGuard extends Stacks {
  /** As torch writes it: `Eq(Mod(s77, 2), 0)`. */
  readonly expression: string
  /** torch's word for it: `eval`, `runtime_assert`, with `[guard suppressed]` behind where none was kept; empty where not told. */
  readonly how: string
}

/** A symbol that tracing made a number. */
export interface Specialization extends Stacks {
  readonly symbol: string
  readonly sources: readonly string[]
  readonly value: string
  /** torch's word for it. */
  readonly reason: string
}

/** What a log tells of the sizes of a compile. */
export interface CompileShapes {
  readonly symbols: readonly ShapeSymbol[]
  readonly guards: readonly ShapeGuard[]
  readonly specialized: readonly Specialization[]
}

/** What of them a guard is about. */
export interface TracedShapes extends CompileShapes {
  /** The code part; empty of a tensor. */
  readonly code: string
  /** Whether `guards` are what the guard comes from, else all on its symbols. */
  readonly isExact: boolean
}

/** What asked for the guard on a size that refused. */
export interface ShapeOrigin {
  /** `Eq(s77, 4)`. */
  readonly expression: string
  /** The size became a number by it. */
  readonly isStatic: boolean
  /** Outermost frame first. */
  readonly userStack: readonly StackFrame[]
}

/** All that a log tells of one node of a guard tree. */
export interface TracedNode {
  readonly node: number
  readonly kind: TreeNodeKind
  /** torch's class. */
  readonly className: string
  /** Of a guard that of the manager it stands in; empty where it is on none. */
  readonly source: string
  readonly accessor: string | null
  readonly type: string | null
  readonly tagSafe: readonly [boolean, boolean] | null
  readonly expected: readonly { readonly name: string; readonly value: string }[]
  readonly codeParts: readonly { readonly code: string; readonly comment: string }[]
  /** Outermost frame first; the one line that the tree names where the log has no stack. */
  readonly userStack: readonly StackFrame[]
  /** That of the tracer. */
  readonly stack: readonly StackFrame[]
  /** Of a guard on sizes, for each code part of which the log tells something. */
  readonly shapes: readonly TracedShapes[]
  /** As torch prints it, without the bars of the tree. */
  readonly printed: readonly string[]
}

/** The printed guard tree of a compile, to draw and to copy. */
export interface TracedTree {
  readonly tree: TreeColumns
  readonly text: string
}
