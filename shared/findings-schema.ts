/** How the doctor's findings are checked as they arrive. */
import * as z from 'zod/mini'
import type { BlobFindings } from './findings'

// an edit is checked where it is applied
const Repairs = z.array(z.looseObject({ do: z.string() }))

export const BlobFindingsSchema: z.ZodMiniType<BlobFindings> = z.object({
  savedBy: z.string(),
  versions: z.array(z.string()),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'note']),
      guard: z.nullable(z.object({ name: z.string(), create_fn: z.string() })),
      message: z.string(),
      repair: Repairs,
      node: z.nullable(z.number()),
      words: z.array(z.string()),
    }),
  ),
  repairs: Repairs,
}) as never
