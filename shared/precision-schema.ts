/** How requests and replies about the precision settings are checked as they arrive. */
import * as z from 'zod/mini'
import type {
  BlobCoverage,
  PrecisionChange,
  PrecisionOutcome,
  PrecisionPreview,
  PrecisionPython,
  PrecisionReading,
  PrecisionState,
} from './precision'

const Name = z.string().check(z.maxLength(200))
const Value = z.union([z.string().check(z.maxLength(1000)), z.number(), z.boolean(), z.null()])

export const PrecisionStateSchema: z.ZodMiniType<PrecisionState> = z.strictObject({
  torch: Name,
  cells: z.record(Name, Name),
  matmul: Name,
  cudnn: z.boolean(),
  stray: z.record(Name, Value),
})

export const PrecisionChangeSchema: z.ZodMiniType<PrecisionChange> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('act'),
    action: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('node'), backend: Name, op: Name, value: Value }),
      z.strictObject({ kind: z.literal('attribute'), name: Name, value: Value }),
      z.strictObject({ kind: z.literal('legacy'), name: Name, value: Value }),
      z.strictObject({ kind: z.literal('matmul'), value: Value }),
    ]),
  }),
  z.strictObject({ kind: z.literal('preset'), name: Name }),
])

const Outcome: z.ZodMiniType<PrecisionOutcome> = z.union([
  z.object({ value: Value }),
  z.object({ error: z.string(), message: z.string() }),
])
const Origin = z.discriminatedUnion('from', [
  z.object({ from: z.literal('set') }),
  z.object({ from: z.literal('ancestor'), cell: z.string() }),
  z.object({ from: z.literal('default') }),
  z.object({ from: z.literal('nowhere') }),
])

const Held = z.object({ reads: z.string(), value: z.nullable(z.union([z.boolean(), z.number()])) })

export const PrecisionReadingSchema: z.ZodMiniType<PrecisionReading> = z.object({
  state: PrecisionStateSchema,
  nodes: z.array(
    z.object({
      cell: z.string(),
      name: z.string(),
      parent: z.nullable(z.string()),
      raw: z.string(),
      value: z.string(),
      origin: Origin,
      notes: z.array(z.string()),
      guarded: z.enum(['whole', 'part', 'none']),
      choices: z.array(z.object({ value: z.string(), refused: z.nullable(z.string()) })),
      python: z.string(),
    }),
  ),
  attributes: z.array(z.object({ name: z.string(), reads: Outcome, trap: z.string() })),
  legacy: z.array(z.object({ name: z.string(), reads: Outcome, why: z.string(), page: z.string() })),
  guardKeys: z.array(z.extend(Held, { key: z.string(), cell: z.string(), holds: z.array(Held) })),
  presets: z.array(z.object({ name: z.string(), label: z.string(), about: z.string() })),
  versions: z.array(z.string()),
})

export const PrecisionPythonSchema: z.ZodMiniType<PrecisionPython> = z.object({
  lines: z.array(z.string()),
  notes: z.array(z.string()),
})

const Side = z.object({ raw: z.string(), value: z.string() })

export const PrecisionPreviewSchema: z.ZodMiniType<PrecisionPreview> = z.object({
  title: z.string(),
  after: PrecisionReadingSchema,
  result: Outcome,
  warning: z.string(),
  nodes: z.array(z.object({ cell: z.string(), name: z.string(), before: Side, after: Side })),
  legacy: z.array(
    z.object({
      name: z.string(),
      change: z.enum(['raises', 'recovers', 'reads']),
      before: Outcome,
      after: Outcome,
      why: z.string(),
      page: z.string(),
    }),
  ),
  guardKeys: z.array(z.object({ key: z.string(), before: Held, after: Held })),
  python: PrecisionPythonSchema,
})

export const BlobCoveragesSchema: z.ZodMiniType<readonly BlobCoverage[]> = z.array(
  z.object({
    document: z.string(),
    blob: z.number(),
    effect: z.enum(['recompiles', 'silent', 'accepts', 'fails', 'same', 'unknown']),
    why: z.string(),
  }),
) as never
