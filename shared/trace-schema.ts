/** The schemas of what a torch log tells. */
import * as z from 'zod/mini'
import { REASON_KINDS, type ChainStory, type Trace, type TracedNode, type TracedTree } from './trace'
import { NODE_KINDS } from './tree'
import { TreeColumnsSchema } from './tree-schema'

const Counts = z.array(z.object({ name: z.string(), count: z.number() }))
const Texts = z.array(z.string())

const LogSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  records: z.number(),
  events: Counts,
  unknown: Counts,
  foreignLines: z.number(),
  badRecords: z.number(),
  badPayloads: z.number(),
  torn: z.boolean(),
  processes: z.array(z.object({ pid: z.number(), rank: z.nullable(z.number()) })),
  torch: z.string(),
  sameRunAs: z.nullable(z.number()),
})

const MetricsSchema = z.object({
  durationUs: z.nullable(z.number()),
  shapeGuards: z.nullable(z.number()),
  graphOps: z.nullable(z.number()),
  cacheSize: z.nullable(z.number()),
  accumulatedCacheSize: z.nullable(z.number()),
  restarts: Texts,
})

const CompileSchema = z.object({
  id: z.string(),
  chain: z.number(),
  log: z.number(),
  pid: z.number(),
  rank: z.nullable(z.number()),
  time: z.string(),
  function: z.string(),
  file: z.string(),
  line: z.number(),
  attempts: z.number(),
  guards: z.nullable(z.number()),
  guardLatencyUs: z.nullable(z.number()),
  reasons: Texts,
  failure: z.nullable(z.string()),
  recompileLimit: z.nullable(z.number()),
  metrics: z.nullable(MetricsSchema),
  hasTree: z.boolean(),
  hasCodeParts: z.boolean(),
})

export const TraceSchema: z.ZodMiniType<Trace> = z.object({
  logs: z.array(LogSchema),
  compiles: z.array(CompileSchema),
  chains: z.array(
    z.object({ function: z.string(), file: z.string(), line: z.number(), compiles: z.array(z.number()) }),
  ),
})

const Frames = z.array(z.object({ file: z.string(), line: z.number(), function: z.string(), code: z.string() }))

const ReasonSchema = z.object({
  entry: z.string(),
  kind: z.enum(REASON_KINDS),
  source: z.string(),
  asked: z.string(),
  expected: z.nullable(z.string()),
  actual: z.nullable(z.string()),
  user: z.nullable(z.object({ file: z.string(), line: z.number(), function: z.string(), code: z.string() })),
  origin: z.nullable(z.object({ expression: z.string(), isStatic: z.boolean(), userStack: Frames })),
  advice: z.string(),
  node: z.nullable(z.number()),
})

const ChangeSchema = z.object({
  change: z.enum(['came', 'went', 'differs']),
  source: z.string(),
  guard: z.string(),
  before: z.string(),
  after: z.string(),
})

export const ChainStorySchema: z.ZodMiniType<ChainStory> = z.object({
  chain: z.number(),
  recompiles: z.array(
    z.object({ compile: z.number(), reasons: z.array(ReasonSchema), changed: z.nullable(z.array(ChangeSchema)) }),
  ),
  dead: z.array(z.object({ compile: z.number(), why: z.string() })),
  entries: z.number(),
  limit: z.nullable(z.number()),
  limitHit: z.boolean(),
})

const stacks = { userStack: Frames, stack: Frames }

const ShapesSchema = z.object({
  symbols: z.array(
    z.object({ symbol: z.string(), source: z.string(), hint: z.nullable(z.string()), range: z.string(), ...stacks }),
  ),
  guards: z.array(z.object({ expression: z.string(), how: z.string(), ...stacks })),
  specialized: z.array(
    z.object({ symbol: z.string(), sources: Texts, value: z.string(), reason: z.string(), ...stacks }),
  ),
  code: z.string(),
  isExact: z.boolean(),
})

export const TracedNodeSchema: z.ZodMiniType<TracedNode> = z.object({
  node: z.number(),
  kind: z.enum(NODE_KINDS),
  className: z.string(),
  source: z.string(),
  accessor: z.nullable(z.string()),
  type: z.nullable(z.string()),
  tagSafe: z.nullable(z.tuple([z.boolean(), z.boolean()])),
  expected: z.array(z.object({ name: z.string(), value: z.string() })),
  codeParts: z.array(z.object({ code: z.string(), comment: z.string() })),
  userStack: Frames,
  stack: Frames,
  shapes: z.array(ShapesSchema),
  printed: Texts,
})

export const TracedTreeSchema: z.ZodMiniType<TracedTree> = z.object({ tree: TreeColumnsSchema, text: z.string() })
