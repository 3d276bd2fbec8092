/** How a comparison is checked as it arrives. */
import * as z from 'zod/mini'
import type { BlobDiff } from './diff'

const OrNull = z.nullable(z.string())
const Place = z.object({ source: z.string(), createFn: z.string(), cls: z.string(), subject: z.string() })
const Changed = z.array(z.object({ name: z.string(), a: OrNull, b: OrNull }))
const Change = z.enum(['removed', 'added'])

const DifferenceSchema = z.union([
  z.object({ kind: z.literal('state'), key: z.string(), a: OrNull, b: OrNull }),
  z.object({
    kind: Change,
    guard: Place,
    expected: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal('changed'), guard: Place, rows: Changed }),
  z.object({ kind: z.enum(['expression', 'relation']), change: Change, text: z.string() }),
  z.object({ kind: z.literal('manager'), change: Change, source: z.string(), below: z.number() }),
  z.object({ kind: z.literal('manager'), change: z.literal('changed'), source: z.string(), rows: Changed }),
  z.object({ kind: z.literal('unknown'), guard: Place, rows: z.array(z.string()) }),
  z.object({ kind: z.literal('text'), guard: Place, a: z.string(), b: z.string() }),
])

const Numbers = z.object({ a: z.nullable(z.number()), b: z.nullable(z.number()) })

export const BlobDiffSchema: z.ZodMiniType<BlobDiff> = z.object({
  differences: z.array(
    z.object({
      difference: DifferenceSchema,
      words: z.object({ source: z.string(), guard: z.string(), what: z.string() }),
      isCertain: z.boolean(),
      nodes: Numbers,
      lines: Numbers,
    }),
  ),
  texts: z.object({ a: z.string(), b: z.string() }),
}) as never
