/** How profiles and what would help are checked on their way. */
import * as z from 'zod/mini'
import { WhereSchema } from './edit'
import {
  type Costs,
  LOCALS_WAYS,
  type LocalsTimes,
  type Profile,
  type ProfileOptions,
  type ProfileRuns,
  type Saving,
  type TorchProfileOptions,
} from './overhead'

/** More runs would take minutes. */
const MOST_RUNS = 1_000_000

const Runs: z.ZodMiniType<ProfileRuns> = z.object({
  warm: z.int().check(z.minimum(1), z.maximum(MOST_RUNS)),
  cold: z.int().check(z.minimum(1), z.maximum(MOST_RUNS)),
})
export const ProfileOptionsSchema: z.ZodMiniType<ProfileOptions> = z.object({ original: z.boolean(), runs: Runs })

export const TorchProfileOptionsSchema: z.ZodMiniType<TorchProfileOptions> = z.object({
  runs: Runs,
  seconds: z.number().check(z.minimum(0), z.maximum(3600)),
})

export const LocalsTimesSchema: z.ZodMiniType<LocalsTimes> = z.object({
  guards: z.int(),
  ways: z.array(z.object({ way: z.enum(LOCALS_WAYS), runs: z.array(z.number()) })),
}) as never

export const LocalsTableSchema: z.ZodMiniType<readonly LocalsTimes[]> = z.array(LocalsTimesSchema) as never

const Times: z.ZodMiniType<Float64Array> = z.instanceof(Float64Array) as never
const Bytes: z.ZodMiniType<Uint8Array> = z.instanceof(Uint8Array) as never

const CostsSchema: z.ZodMiniType<Costs> = z.object({
  runs: Times,
  own: Times,
  access: Times,
  total: Times,
  ownError: Times,
  totalError: Times,
  method: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('pieces'),
      pieced: z.number(),
      pieces: z.number(),
      clock: z.number(),
      takenOff: z.number(),
      apart: z.number(),
      evicted: z.number(),
    }),
    z.object({
      kind: z.literal('left-out'),
      groups: z.number(),
      turns: z.number(),
      perRun: z.number(),
      calling: z.number(),
      evicted: z.number(),
    }),
  ]),
})

export const ProfileSchema: z.ZodMiniType<Profile> = z.object({
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('engine'), v8: z.string() }),
    z.object({
      kind: z.literal('torch'),
      torch: z.string(),
      pid: z.number(),
      evicts: z.boolean(),
      busy: z.boolean(),
    }),
  ]),
  scenario: z.string(),
  answer: z.enum(['true', 'false', 'unknown']),
  reached: Bytes,
  warm: CostsSchema,
  cold: CostsSchema,
  took: z.number(),
})

const SavedSchema = z.nullable(z.object({ before: z.number(), after: z.number() }))

export const SavingsSchema: z.ZodMiniType<readonly Saving[]> = z.array(
  z.object({
    name: z.string(),
    words: z.string(),
    where: z.nullable(WhereSchema),
    dropped: z.number(),
    total: z.number(),
    warm: SavedSchema,
    cold: SavedSchema,
    unsound: z.string(),
    flips: z.array(z.string()),
    findings: z.array(z.string()),
  }),
) as never
