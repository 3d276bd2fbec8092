/** The schema of a report: what the JSON holds, and what every other format is made of. docs/report-json.md tells of each field. */
import * as z from 'zod/mini'
import { REPORT_PARTS } from '../../shared/report'

/** Raised where a reader of the one before would misread what is written now; a field that comes does not raise it. */
export const REPORT_VERSION = 1

const Count = z.int().check(z.minimum(0))
const Text = z.string()
const Texts = z.array(Text)
/** Of a check, or of a comparison. */
const Answer = z.union([z.boolean(), z.literal('unknown')])
const Severity = z.enum(['error', 'warning', 'note'])
const Named = z.strictObject({ name: Text, value: Text })
const Explained = z.array(z.strictObject({ name: Text, expected: Text, actual: Text, same: Answer }))
const Unknown = z.array(z.strictObject({ source: Text, reason: Text }))

/** One blob in short: it is made without a tree's text, so that thousands of files cost little. */
export const SummaryRowSchema = z.strictObject({
  blob: Count,
  path: Text,
  function: Text,
  recompilation: z.nullable(Count),
  bytes: Count,
  error: z.nullable(Text),
  torch: Text,
  guards: Count,
  guard_types: z.array(z.strictObject({ name: Text, count: Count })),
  nodes: Count,
  loads: Answer,
  errors: Count,
  warnings: Count,
  notes: Count,
  codes: Texts,
})

const SourceSchema = z.strictObject({
  path: Text,
  kind: Text,
  bytes: Count,
  torch: Text,
  python: Text,
  notes: z.array(z.strictObject({ severity: Severity, message: Text })),
})

const FindingSchema = z.strictObject({
  code: Text,
  severity: Severity,
  guard: z.nullable(z.strictObject({ name: Text, create_fn: Text })),
  message: Text,
  mended_by: Texts,
  node: z.nullable(Count),
})

const NodeSchema = z.strictObject({
  depth: Count,
  kind: Text,
  lines: Texts,
  family: z.optional(Text),
  source: z.optional(Text),
  create_fn: z.optional(Text),
  expected: z.optional(Count),
  stack: z.optional(Count),
})

const TreeSchema = z.strictObject({
  nodes: z.array(NodeSchema),
  expected: z.array(z.array(Named)),
  stacks: z.array(z.array(Count)),
  frames: z.array(z.strictObject({ file: Text, line: z.int(), function: Text, code: Text })),
})

const ReplayRowSchema = z.strictObject({
  scenario: Text,
  answer: z.nullable(Answer),
  error: z.nullable(Text),
  executed: Count,
  guard: Text,
  source: Text,
  node: z.nullable(Count),
  part: Text,
  parts: Texts,
  explained: Explained,
  unknown: Unknown,
  before_saving: z.nullable(Answer),
  before_saving_why: Texts,
})

const CostsSchema = z.strictObject({
  median_ns: z.number(),
  low_ns: z.number(),
  high_ns: z.number(),
  runs: Count,
  pieced: Count,
  clock_ns: z.number(),
  taken_off_ns: z.number(),
  apart: z.number(),
  evicted_bytes: Count,
  row_error_ns: z.number(),
})

const ProfileSchema = z.strictObject({
  measured_by: Text,
  scenario: Text,
  answer: Answer,
  took_ms: Count,
  cold: CostsSchema,
  warm: CostsSchema,
  rows_always: Count,
  rows_first: Count,
  rows_never: Count,
  rows: z.array(z.strictObject({ node: Count, depth: Count, name: Text, cold_ns: z.number(), warm_ns: z.number() })),
})

const BlobSchema = z.strictObject({
  blob: Count,
  title: Text,
  findings: z.optional(z.array(FindingSchema)),
  replay: z.optional(z.strictObject({ scenarios: Text, rows: z.array(ReplayRowSchema) })),
  profile: z.optional(ProfileSchema),
  global_state: z.optional(z.strictObject({ guarded: z.boolean(), note: Text, keys: z.array(Named) })),
  shapes: z.optional(z.strictObject({ expressions: Texts, relations: Texts })),
  tree: z.optional(TreeSchema),
})

const CheckSchema = z.strictObject({ check: Text, passed: z.boolean(), lines: Texts })

const DifferenceSchema = z.strictObject({
  kind: z.enum(['state', 'removed', 'added', 'changed', 'expression', 'relation', 'manager', 'unknown', 'text']),
  change: z.enum(['removed', 'added', 'changed', 'unknown']),
  source: Text,
  guard: Text,
  what: Text,
  certain: z.boolean(),
})

const ComparisonSchema = z.strictObject({
  against: Text,
  same: Answer,
  pairs: z.array(
    z.strictObject({
      before: z.nullable(Count),
      after: z.nullable(Count),
      title: Text,
      guards_before: z.nullable(Count),
      guards_after: z.nullable(Count),
      differences: z.array(DifferenceSchema),
    }),
  ),
})

const RecompilationSchema = z.strictObject({
  function: Text,
  of: Count,
  before: Count,
  check: Answer,
  refused: Texts,
  explained: Explained,
  unknown: Texts,
  sentences: Texts,
})

const CompileSchema = z.strictObject({
  id: Text,
  function: Text,
  file: Text,
  line: z.int(),
  rank: z.nullable(z.int()),
  pid: z.int(),
  guards: z.nullable(Count),
  guard_latency_us: z.nullable(z.number()),
  duration_us: z.nullable(z.number()),
  failure: z.nullable(Text),
  reasons: z.array(
    z.strictObject({
      text: Text,
      entry: z.nullable(Text),
      source: Text,
      expected: z.nullable(Text),
      actual: z.nullable(Text),
      user: z.nullable(z.strictObject({ file: Text, line: z.int(), function: Text, code: Text })),
      advice: Text,
    }),
  ),
})

const TraceSchema = z.strictObject({
  functions: z.array(
    z.strictObject({
      function: Text,
      file: Text,
      line: z.int(),
      compiles: z.array(CompileSchema),
      never_hit_again: z.array(z.strictObject({ id: Text, why: Text })),
      recompile_limit: z.nullable(Count),
      recompile_limit_hit: z.boolean(),
    }),
  ),
  logs: z.array(
    z.strictObject({
      path: Text,
      bytes: Count,
      records: Count,
      torch: Text,
      processes: Count,
      bad_records: Count,
      bad_payloads: Count,
      foreign_lines: Count,
      torn: z.boolean(),
    }),
  ),
})

const PrecisionSchema = z.strictObject({
  torch: Text,
  nodes: z.array(
    z.strictObject({
      name: Text,
      parent: z.nullable(Text),
      set: Text,
      in_force: Text,
      from: Text,
      guarded: z.enum(['whole', 'part', 'none']),
      notes: Texts,
    }),
  ),
  legacy: z.array(z.strictObject({ name: Text, reads: Text, why: Text })),
  global_state: z.array(
    z.strictObject({ key: Text, value: z.nullable(z.union([z.boolean(), z.number()])), reads: Text }),
  ),
  python: Texts,
  python_notes: Texts,
})

export const ReportSchema = z.strictObject({
  format: z.literal('guardscope-report'),
  version: z.literal(REPORT_VERSION),
  made_by: Text,
  title: Text,
  parts: z.array(z.enum(REPORT_PARTS)),
  left_out: z.array(z.enum(['paths', 'stacks'])),
  source: z.nullable(SourceSchema),
  summary: z.optional(z.array(SummaryRowSchema)),
  checks: z.optional(z.array(CheckSchema)),
  comparison: z.optional(ComparisonSchema),
  recompilations: z.optional(z.array(RecompilationSchema)),
  trace: z.optional(TraceSchema),
  precision: z.optional(PrecisionSchema),
  blobs: z.array(BlobSchema),
})
