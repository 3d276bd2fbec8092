/** Edits of a guards_state as JSON: what each may say. `at` and `name` are source names as torch prints them. */
import * as z from 'zod/mini'
import { Decimal, ValueSchema } from './scenario'

const SOURCE = "a source as torch prints it, like L['x']"
const SourceName = z.string(SOURCE)
/** A legal edit that is dangerous is refused without it. */
const force = z.optional(z.boolean())
/** A size may be any; so may a stride. */
const Dims = z.array(z.nullable(z.int().check(z.minimum(0))))

/** What is for show: slots of Guard, and the user's lines behind shape expressions (`comments`). */
export const STRIPPABLE = ['stacks', 'paths', 'comments', 'code_list', 'guard_types', 'hash'] as const

/** torch's own filters of guards, torch/compiler/__init__.py. */
export const GUARD_FILTERS = [
  'skip_guard_on_globals_unsafe',
  'skip_guard_on_inbuilt_nn_modules_unsafe',
  'skip_guard_on_all_nn_modules_unsafe',
  'keep_tensor_guards_unsafe',
  'keep_portable_guards_unsafe',
  'skip_all_guards_unsafe',
] as const
export type GuardFilterName = (typeof GUARD_FILTERS)[number]

const WHERE_PARTS = 'filter, create_fn, source, file, text or guards, and nothing else'

/** Guards chosen together: those that all of the parts choose. */
export const WhereSchema = z
  .strictObject(
    {
      /** Those that the filter leaves out. */
      filter: z.optional(z.enum(GUARD_FILTERS, `one of ${GUARD_FILTERS.join(', ')}`)),
      create_fn: z.optional(z.array(z.string()).check(z.minLength(1))),
      /** On the source, or on one that is reached through it. */
      source: z.optional(SourceName),
      /** The file of the user's code that asked for them, or the end of its name. */
      file: z.optional(z.string().check(z.minLength(1))),
      /** In the name, the kind or the code, without case. */
      text: z.optional(z.string().check(z.minLength(1))),
      /** One by one; `nth` of those of a kind on a source, from 0. */
      guards: z.optional(
        z
          .array(
            z.strictObject({
              name: SourceName,
              create_fn: z.string(),
              nth: z.optional(z.int().check(z.minimum(0))),
            }),
          )
          .check(z.minLength(1)),
      ),
    },
    WHERE_PARTS,
  )
  .check(z.refine((where) => Object.keys(where).length > 0, WHERE_PARTS))
export type Where = z.infer<typeof WhereSchema>

export const EditSchema = z.discriminatedUnion('do', [
  /** The example value of a source becomes another. */
  z.object({ do: z.literal('set-value'), at: SourceName, value: ValueSchema, force }),
  /** What is expected of a tensor; what is left out stays. */
  z.object({
    do: z.literal('set-tensor'),
    at: SourceName,
    size: z.optional(Dims),
    stride: z.optional(Dims),
    dtype: z.optional(z.string()),
    requires_grad: z.optional(z.boolean()),
    /** As torch prints it: `cpu`, `cuda:0`. The dispatch keys follow where they are not given. */
    device: z.optional(z.string()),
    /** The raw representation of the DispatchKeySet. */
    dispatch_keys: z.optional(Decimal),
    /** Class of the tensor: `torch.nn.parameter.Parameter`. */
    pytype: z.optional(z.string()),
    force,
  }),
  /** All guards of that kind on the source, or the one at `nth` of them, from 0. */
  z.object({
    do: z.literal('drop-guard'),
    name: SourceName,
    create_fn: z.string(),
    nth: z.optional(z.int().check(z.minimum(0))),
    force,
  }),
  /** Many guards at once. */
  z.object({ do: z.literal('drop-guards'), where: WhereSchema, force }),
  /** TENSOR_MATCH becomes TYPE_MATCH. */
  z.object({ do: z.literal('weaken'), name: SourceName, force }),
  /** Each TENSOR_MATCH among many guards becomes TYPE_MATCH. */
  z.object({ do: z.literal('weaken-guards'), where: WhereSchema, force }),
  /** Sizes and strides of each TENSOR_MATCH among them become any; how many dimensions there are stays. */
  z.object({ do: z.literal('free-sizes'), where: WhereSchema, force }),
  /** `keywords`: those of the functools.partial that a kind takes (`attr`, `key`). */
  z.object({
    do: z.literal('add-guard'),
    name: SourceName,
    create_fn: z.string(),
    keywords: z.optional(z.record(z.string(), ValueSchema)),
    force,
  }),
  /** A keyword of a guard's functools.partial: the key that DICT_CONTAINS asks for. */
  z.object({
    do: z.literal('set-keyword'),
    name: SourceName,
    create_fn: z.string(),
    nth: z.optional(z.int().check(z.minimum(0))),
    keyword: z.string(),
    value: ValueSchema,
    force,
  }),
  z.object({ do: z.literal('set-global-state'), key: z.string(), value: z.unknown(), force }),
  z.object({ do: z.literal('replace-global-state'), state: z.record(z.string(), z.unknown()), force }),
  /** The shape expressions. `verbose`: their texts, one each; those that stay keep theirs. `cpp` follows where a file has it. */
  z.object({
    do: z.literal('set-shape-exprs'),
    exprs: z.optional(z.array(z.string())),
    verbose: z.optional(z.array(z.string())),
    cpp: z.optional(z.array(z.string())),
    force,
  }),
  /** One shape expression, with the text that a failure shows. */
  z.object({
    do: z.literal('set-text'),
    expr: z.string(),
    to: z.optional(z.string()),
    verbose: z.optional(z.string()),
    force,
  }),
  /** What a guard's record says of its code; torch does not read it. */
  z.object({
    do: z.literal('set-code-list'),
    name: SourceName,
    create_fn: z.string(),
    code_list: z.nullable(z.array(z.string())),
    force,
  }),
  /** `paths`: absolute file names in the stacks lose their folders. */
  z.object({ do: z.literal('strip'), what: z.array(z.enum(STRIPPABLE)).check(z.minLength(1)), force }),
  /** To the fields of another torch: `2.13`, `2.14`. */
  z.object({ do: z.literal('migrate'), torch: z.string(), force }),
])
export type Edit = z.infer<typeof EditSchema>

export const EditsSchema = z.array(EditSchema)
