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
  /** TENSOR_MATCH becomes TYPE_MATCH. */
  z.object({ do: z.literal('weaken'), name: SourceName, force }),
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
