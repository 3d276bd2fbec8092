/** How the reasons of recompilations are checked as they arrive. */
import * as z from 'zod/mini'
import type { Recompilations } from './recompilations'

const Compilation = z.object({ blob: z.number(), number: z.number() })
const Texts = z.array(z.string())

export const RecompilationsSchema: z.ZodMiniType<Recompilations> = z.object({
  function: z.string(),
  compilations: z.number(),
  recompiled: z.array(
    z.object({
      of: Compilation,
      refusals: z.array(
        z.object({
          before: Compilation,
          check: z.enum(['true', 'false', 'unknown']),
          refused: Texts,
          guard: z.string(),
          source: z.string(),
          node: z.nullable(z.number()),
          explained: z.array(
            z.object({
              name: z.string(),
              expected: z.string(),
              actual: z.string(),
              same: z.nullable(z.boolean()),
            }),
          ),
          unknown: Texts,
          sentences: Texts,
          count: z.number(),
        }),
      ),
    }),
  ),
}) as never
