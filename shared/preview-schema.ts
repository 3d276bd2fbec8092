/** How the answers to what an edit would come to are checked as they arrive. */
import * as z from 'zod/mini'
import type { EditPreview, ExpressionProblem, ReadLiteral } from './preview'

const Check = z.nullable(z.enum(['true', 'false', 'unknown']))

export const EditPreviewSchema: z.ZodMiniType<EditPreview> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('replayed'),
    rows: z.array(
      z.object({ name: z.string(), error: z.nullable(z.string()), before: Check, after: Check, part: z.string() }),
    ),
  }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
]) as never

export const ExpressionProblemsSchema: z.ZodMiniType<readonly (ExpressionProblem | null)[]> = z.array(
  z.nullable(z.object({ column: z.number(), message: z.string(), severity: z.enum(['error', 'warning']) })),
) as never

export const ReadLiteralSchema: z.ZodMiniType<ReadLiteral> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.json() }),
  z.object({ ok: z.literal(false), line: z.number(), column: z.number(), message: z.string() }),
]) as never
