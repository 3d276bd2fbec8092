/** How choices of guards are checked on their way, and their answers. */
import * as z from 'zod/mini'
import { GUARD_FILTERS, WhereSchema } from './edit'
import type { Choice, FilterCount, GuardColumns, GuardSelection } from './selection'

const NodesSchema: z.ZodMiniType<Int32Array> = z.instanceof(Int32Array) as never

export const ChoiceSchema: z.ZodMiniType<Choice> = z.union([
  z.strictObject({ where: WhereSchema }),
  z.strictObject({ nodes: NodesSchema }),
]) as never

export const FilterCountsSchema: z.ZodMiniType<readonly FilterCount[]> = z.array(
  z.object({
    name: z.enum(GUARD_FILTERS),
    words: z.string(),
    unsound: z.string(),
    drops: z.number(),
    unknown: z.number(),
  }),
) as never

const ColumnsSchema: z.ZodMiniType<GuardColumns> = z.object({
  names: z.array(z.string()),
  createFns: z.array(z.string()),
  nodes: NodesSchema,
})

export const SelectionSchema: z.ZodMiniType<GuardSelection> = z.object({
  total: z.number(),
  where: z.nullable(WhereSchema),
  guards: ColumnsSchema,
  tensors: z.number(),
  unknown: ColumnsSchema,
  withoutGuard: z.number(),
})
