/** A scenario: the values of one call and the state of its process, as JSON. Value schema, version 1. */
import * as z from 'zod/mini'

// The window's policy forbids code made from strings.
z.config({ jitless: true })

/** A Python int in decimal: JSON's numbers end at 2**53. */
const DECIMAL = 'an integer in decimal, as a string'
export const Decimal = z.string(DECIMAL).check(z.regex(/^-?\d+$/, DECIMAL))
/** A float as Python's repr writes it. */
const FLOAT = "a float as Python's repr writes it, as a string"
const Float = z.string(FLOAT).check(z.regex(/^(-?(inf|\d+(\.\d+)?(e[+-]?\d+)?)|nan)$/, FLOAT))
const Id = z.optional(z.int())
const Dim = z.int().check(z.minimum(0))

/** Attributes by name. */
export type AttrsJson = Readonly<Record<string, ValueJson>>
type Pairs = readonly (readonly [ValueJson, ValueJson])[]
interface Shared {
  /** What `ref` points to. */
  readonly id?: number | undefined
}
/** What guards read of a value that it does not hold itself. What is left out is what its class is known to give it. */
interface Readable extends Shared {
  /** What `getattr` gives: an attribute of its class, what a property or `__getattr__` returns, a tensor's `_base`. */
  readonly reads?: AttrsJson | undefined
  /** Names for which it raises AttributeError. */
  readonly lacks?: readonly string[] | undefined
  /** It is equal to nothing but itself: its class leaves `__eq__` to `object`. */
  readonly equality?: 'identity' | undefined
}
interface WithAttrs extends Readable {
  readonly attrs?: AttrsJson | undefined
}
export interface TensorJson extends WithAttrs {
  readonly kind: 'tensor'
  readonly type: string
  readonly dtype: string
  readonly device: ValueJson
  readonly layout: string
  readonly shape: readonly number[]
  /** In elements; null where the layout has none. */
  readonly stride: readonly number[] | null
  readonly requires_grad: boolean
  readonly dispatch_keys: { readonly raw: string; readonly text?: string | undefined }
  /** Identity of the storage: tensors with the same number share memory. */
  readonly storage?: number | undefined
  /** In elements. */
  readonly storage_offset?: number | undefined
  /** Dimension markings: attribute to the sorted dimensions, or to what else hangs on them, as shape ids. */
  readonly marks?: Readonly<Record<string, readonly number[] | ValueJson>> | undefined
  /** Inner tensors of a wrapper subclass, and its context. */
  readonly inner?: AttrsJson | undefined
  readonly context?: ValueJson | undefined
  readonly grad?: ValueJson | undefined
}
/** A value with its `kind`. */
export type KindJson =
  | { readonly kind: 'none' | 'ellipsis' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'str' | 'int' | 'float'; readonly value: string }
  | { readonly kind: 'complex'; readonly re: string; readonly im: string }
  | { readonly kind: 'bytes'; readonly hex: string }
  | { readonly kind: 'dtype' | 'layout' | 'memory_format' | 'builtin'; readonly name: string }
  | ({
      readonly kind: 'class'
      readonly name: string
      readonly mro?: readonly string[] | undefined
    } & Readable)
  | { readonly kind: 'device'; readonly type: string; readonly index: number | null }
  | { readonly kind: 'range'; readonly start: number; readonly stop: number; readonly step: number }
  | ({ readonly kind: 'slice'; readonly start: ValueJson; readonly stop: ValueJson; readonly step: ValueJson } & Shared)
  | { readonly kind: 'enum'; readonly type: string; readonly name: string | null; readonly value: ValueJson }
  | ({
      readonly kind: 'function'
      readonly module: string | null
      readonly qualname: string
      readonly defaults?: readonly ValueJson[] | null | undefined
      readonly kwdefaults?: AttrsJson | null | undefined
      readonly closure?: readonly ValueJson[] | null | undefined
    } & Readable)
  | ({
      readonly kind: 'cell'
      /** Left out of an empty one. */
      readonly contents?: ValueJson | undefined
    } & Shared)
  | ({ readonly kind: 'method'; readonly name: string; readonly self: ValueJson } & Readable)
  | ({
      readonly kind: 'pymodule'
      readonly name: string
      readonly attrs?: AttrsJson | undefined
      /** false: it only has the name, `sys.modules` holds another or none. It has no more than its `attrs`. */
      readonly imported?: boolean | undefined
    } & Shared)
  | ({
      readonly kind: 'sequence'
      readonly type: string
      readonly items: readonly ValueJson[]
      readonly fields?: readonly string[] | undefined
      readonly slots?: AttrsJson | undefined
    } & WithAttrs)
  | ({ readonly kind: 'set'; readonly type: string; readonly items: readonly ValueJson[] } & WithAttrs)
  | ({
      readonly kind: 'dict'
      readonly type: string
      readonly items: Pairs
      readonly default_factory?: ValueJson | undefined
      /** Its version tag, a decimal string: a dict of the tag that passed last is not looked through again. */
      readonly version?: string | undefined
    } & WithAttrs)
  | ({ readonly kind: 'mappingproxy'; readonly items: Pairs } & Shared)
  | ({ readonly kind: 'dict_keys'; readonly items: readonly ValueJson[] } & Shared)
  | ({ readonly kind: 'scalar_subclass'; readonly type: string; readonly value: ValueJson } & WithAttrs)
  | ({
      readonly kind: 'object'
      readonly type: string
      readonly mro?: readonly string[] | undefined
      readonly slots?: AttrsJson | undefined
      /** What `len` gives. */
      readonly length?: number | undefined
    } & WithAttrs)
  | TensorJson
  | ({
      readonly kind: 'ndarray'
      readonly dtype: string
      readonly shape: readonly number[]
      readonly strides?: readonly number[] | undefined
    } & Shared)
  | ({ readonly kind: 'tuple_iterator'; readonly remaining: number; readonly items: readonly ValueJson[] } & Shared)
  | ({ readonly kind: 'list_iterator'; readonly remaining: number } & Shared)
  /** reversed(list). `index`: of the item that comes next; below 0 at its end. */
  | ({ readonly kind: 'list_reverseiterator'; readonly list: ValueJson; readonly index: number } & Shared)
  | ({
      readonly kind: 'range_iterator'
      readonly start: number
      readonly stop: number
      readonly step: number
      /** How many were taken. */
      readonly position: number
    } & Shared)
  | ({ readonly kind: 'count_iterator'; readonly item: ValueJson; readonly step: ValueJson } & Shared)
  | { readonly kind: 'dispatch_key_set'; readonly raw: string; readonly text?: string | undefined }
  | ({ readonly kind: 'weakref'; readonly target: ValueJson } & Shared)
  | { readonly kind: 'missing'; readonly reason?: string | null | undefined }
  | ({
      readonly kind: 'opaque' | 'undescribable'
      readonly type: string
      /** What `len` gives. */
      readonly length?: number | undefined
    } & Readable)
/** A value, or `{ref}` to one that was seen before. */
export type ValueJson = { readonly ref: number } | KindJson

const MARK = 'dimensions, or a value'
const VALUE = 'a value: an object with its "kind", or a "ref" to one'
const Value: z.ZodMiniType<ValueJson> = z.lazy(() => z.union([RefSchema, KindSchema], VALUE)) as never
export { Value as ValueSchema }
const AttrsSchema: z.ZodMiniType<AttrsJson> = z.record(z.string(), Value)
const PairsSchema: z.ZodMiniType<Pairs> = z.array(z.tuple([Value, Value])) as never
const Values: z.ZodMiniType<readonly ValueJson[]> = z.array(Value) as never

const READABLE = {
  reads: z.optional(AttrsSchema),
  lacks: z.optional(z.array(z.string())),
  equality: z.optional(z.literal('identity')),
}

const RefSchema = z.object({ ref: z.int() })

const KindSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('ellipsis') }),
  z.object({ kind: z.literal('bool'), value: z.boolean() }),
  z.object({ kind: z.literal('str'), value: z.string() }),
  z.object({ kind: z.literal('int'), value: Decimal }),
  z.object({ kind: z.literal('float'), value: Float }),
  z.object({ kind: z.literal('complex'), re: Float, im: Float }),
  z.object({
    kind: z.literal('bytes'),
    hex: z.string().check(z.regex(/^([0-9a-f]{2})*$/i, 'pairs of hex digits, as a string')),
  }),
  z.object({ kind: z.literal('dtype'), name: z.string() }),
  z.object({ kind: z.literal('layout'), name: z.string() }),
  z.object({ kind: z.literal('memory_format'), name: z.string() }),
  z.object({ kind: z.literal('device'), type: z.string(), index: z.nullable(z.int()) }),
  z.object({ kind: z.literal('range'), start: z.int(), stop: z.int(), step: z.int() }),
  z.object({ kind: z.literal('slice'), id: Id, start: Value, stop: Value, step: Value }),
  z.object({ kind: z.literal('enum'), type: z.string(), name: z.nullable(z.string()), value: Value }),
  z.object({
    kind: z.literal('class'),
    id: Id,
    name: z.string(),
    mro: z.optional(z.array(z.string())),
    ...READABLE,
  }),
  z.object({ kind: z.literal('builtin'), name: z.string() }),
  z.object({
    kind: z.literal('function'),
    id: Id,
    module: z.nullable(z.string()),
    qualname: z.string(),
    defaults: z.optional(z.nullable(Values)),
    kwdefaults: z.optional(z.nullable(AttrsSchema)),
    closure: z.optional(z.nullable(Values)),
    ...READABLE,
  }),
  z.object({ kind: z.literal('cell'), id: Id, contents: z.optional(Value) }),
  z.object({ kind: z.literal('method'), id: Id, name: z.string(), self: Value, ...READABLE }),
  z.object({
    kind: z.literal('pymodule'),
    id: Id,
    name: z.string(),
    attrs: z.optional(AttrsSchema),
    imported: z.optional(z.boolean()),
  }),
  z.object({
    kind: z.literal('sequence'),
    id: Id,
    type: z.string(),
    items: Values,
    fields: z.optional(z.array(z.string())),
    attrs: z.optional(AttrsSchema),
    slots: z.optional(AttrsSchema),
    ...READABLE,
  }),
  z.object({
    kind: z.literal('set'),
    id: Id,
    type: z.string(),
    items: Values,
    attrs: z.optional(AttrsSchema),
    ...READABLE,
  }),
  z.object({
    kind: z.literal('dict'),
    id: Id,
    type: z.string(),
    items: PairsSchema,
    default_factory: z.optional(Value),
    version: z.optional(Decimal),
    attrs: z.optional(AttrsSchema),
    ...READABLE,
  }),
  z.object({ kind: z.literal('mappingproxy'), id: Id, items: PairsSchema }),
  z.object({ kind: z.literal('dict_keys'), id: Id, items: Values }),
  z.object({
    kind: z.literal('scalar_subclass'),
    id: Id,
    type: z.string(),
    value: Value,
    attrs: z.optional(AttrsSchema),
    ...READABLE,
  }),
  z.object({
    kind: z.literal('object'),
    id: Id,
    type: z.string(),
    mro: z.optional(z.array(z.string())),
    attrs: z.optional(AttrsSchema),
    slots: z.optional(AttrsSchema),
    length: z.optional(Dim),
    ...READABLE,
  }),
  z.object({
    kind: z.literal('tensor'),
    id: Id,
    type: z.string(),
    dtype: z.string(),
    device: Value,
    layout: z.string(),
    shape: z.array(Dim),
    stride: z.nullable(z.array(z.int())),
    requires_grad: z.boolean(),
    dispatch_keys: z.object({ raw: Decimal, text: z.optional(z.string()) }),
    storage: z.optional(z.int()),
    storage_offset: z.optional(z.int()),
    marks: z.optional(z.record(z.string(), z.union([z.array(z.int()), Value], MARK))),
    inner: z.optional(AttrsSchema),
    context: z.optional(Value),
    attrs: z.optional(AttrsSchema),
    grad: z.optional(Value),
    ...READABLE,
  }),
  z.object({
    kind: z.literal('ndarray'),
    id: Id,
    dtype: z.string(),
    shape: z.array(Dim),
    strides: z.optional(z.array(z.int())),
  }),
  z.object({ kind: z.literal('tuple_iterator'), id: Id, remaining: z.int(), items: Values }),
  z.object({ kind: z.literal('list_iterator'), id: Id, remaining: z.int() }),
  z.object({ kind: z.literal('list_reverseiterator'), id: Id, list: Value, index: z.int() }),
  z.object({
    kind: z.literal('range_iterator'),
    id: Id,
    start: z.int(),
    stop: z.int(),
    step: z.int(),
    position: z.int(),
  }),
  z.object({ kind: z.literal('count_iterator'), id: Id, item: Value, step: Value }),
  z.object({ kind: z.literal('dispatch_key_set'), raw: Decimal, text: z.optional(z.string()) }),
  z.object({ kind: z.literal('weakref'), id: Id, target: Value }),
  z.object({ kind: z.literal('missing'), reason: z.optional(z.nullable(z.string())) }),
  z.object({ kind: z.literal('opaque'), id: Id, type: z.string(), length: z.optional(Dim), ...READABLE }),
  z.object({ kind: z.literal('undescribable'), id: Id, type: z.string(), length: z.optional(Dim), ...READABLE }),
])

/** `GlobalStateGuard.__getstate__()`, parsed. Keys of other versions are kept. */
export const GlobalStateSchema = z.looseObject({
  grad_mode: z.boolean(),
  autocast_state: z.object({
    enabled: z.array(z.boolean()),
    dtype: z.array(z.int()),
    cached_enabled: z.boolean(),
  }),
  torch_function: z.boolean(),
  torch_function_all_disabled: z.boolean(),
  deterministic_algorithms: z.boolean(),
  deterministic_algorithms_warn_only: z.boolean(),
  /** Absent where the precision is bfx9 (2.15). */
  allow_tf32: z.optional(z.boolean()),
  /** Since 2.15: 0 none, 1 ieee, 2 tf32, 5 bfx9. */
  cuda_matmul_precision: z.optional(z.number()),
  allow_fp16_reduce: z.union([z.int(), z.boolean()]),
  allow_bf16_reduce: z.union([z.int(), z.boolean()]),
  num_threads: z.int(),
  default_dtype: z.int(),
})
export type GlobalState = z.infer<typeof GlobalStateSchema>

/** What guards read from the process rather than from the frame. What is left out is unknown. */
export const ProcessSchema = z.object({
  global_state: z.optional(z.nullable(GlobalStateSchema)),
  /** Classes of the torch function modes, outermost first. */
  torch_function_mode_stack: z.optional(z.array(z.string())),
  /** torch.utils._device.CURRENT_DEVICE as str() prints it. */
  current_device: z.optional(z.nullable(z.string())),
  dual_level: z.optional(z.int()),
  /** `[key, level]` of each functorch interpreter; text where it could not be read. */
  functorch_stack: z.optional(z.union([z.string(), z.array(z.tuple([z.string(), z.int()]))])),
  /** Text where default hooks are set. */
  saved_tensors_hooks: z.optional(z.nullable(z.string())),
  /** Whether a TorchDispatchMode is on that wants compiled code to see it (is_in_any_mode_without_ignore_compile_internals). */
  dispatch_mode: z.optional(z.boolean()),
  /** `raw_repr()` of the key sets that the thread adds to each tensor's and leaves out of it. */
  tls_dispatch_keys: z.optional(z.object({ include: Decimal, exclude: Decimal })),
})

export const ScenarioSchema = z.object({
  name: z.string(),
  /** Name of the context the call ran in. */
  env: z.optional(z.string()),
  f_locals: AttrsSchema,
  f_globals: z.optional(AttrsSchema),
  process: z.optional(ProcessSchema),
})
export type ScenarioJson = z.infer<typeof ScenarioSchema>
