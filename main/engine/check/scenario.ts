/** Turns a scenario's JSON into values: the same kinds that a blob's scopes turn into, with identity kept. */
import {
  type AttrsJson,
  type GlobalState,
  type KindJson,
  type ScenarioJson,
  ScenarioSchema,
  type TensorJson,
  type ValueJson,
} from '../../../shared/scenario'
import { cpuDispatchKeys, keySetOf } from '../dispatch-keys'
import { unknown } from '../values/attributes'
import { type Classes, floatFromRepr } from '../values/classes'
import type { PyClass, Scalar, TensorValue, Value } from '../values/value'
import { AS_TENSOR, MappedDict, MappedObject } from './mapped'
import { misfitOf } from './schema-words'

/** What guards read from the process; `undefined` where the scenario does not say. */
export interface ProcessState {
  readonly globalState: GlobalState | undefined
  readonly torchFunctionModeStack: readonly string[] | undefined
  readonly currentDevice: string | null | undefined
  readonly dualLevel: number | undefined
  readonly functorchStack: readonly (readonly [string, number])[] | undefined
  readonly savedTensorsHooks: boolean | undefined
}

export interface Scenario {
  readonly name: string
  /** Name of the context it ran in, or null. */
  readonly env: string | null
  readonly locals: Map<string, Value>
  readonly globals: MappedDict
  readonly process: ProcessState
}

/** A scenario that does not fit its schema: `path`, empty for the whole, and what was expected there. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(path === '' ? expected : `${path}: ${expected}`)
  }
}

/** Levels of values in values; a real input has a dozen. */
const MAX_DEPTH = 500

/** Checks a scenario against its schema. Throws ScenarioError. */
export function parseScenario(json: unknown, path = ''): ScenarioJson {
  checkDepth(json, path)
  const result = ScenarioSchema.safeParse(json)
  if (result.success) return result.data
  const { path: steps, message } = misfitOf(result.error.issues, json)
  const at = steps.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    path,
  )
  throw new ScenarioError(at, message)
}

/** Counts values in values; a walk of its own, as one that calls itself would end there. */
function checkDepth(json: unknown, path: string): void {
  const open: { readonly item: object; readonly depth: number }[] = []
  const add = (item: unknown, depth: number): void => {
    if (typeof item === 'object' && item !== null) open.push({ item, depth })
  }
  add(json, 0)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const depth = 'kind' in next.item ? next.depth + 1 : next.depth
    if (depth > MAX_DEPTH) throw new ScenarioError(path, `expected at most ${MAX_DEPTH} levels of values in values`)
    for (const item of Object.values(next.item)) add(item, depth)
  }
}

/** Reads a scenario that fits its schema. Throws ScenarioError for a `ref` to nothing. */
export function readScenario(
  json: ScenarioJson,
  classes: Classes,
  reader: ScenarioReader = new ScenarioReader(classes),
): Scenario {
  const { process } = json
  const locals = reader.attrs(json.f_locals, 'f_locals')
  const globals = reader.attrs(json.f_globals ?? {}, 'f_globals')
  return {
    name: json.name,
    env: json.env ?? null,
    locals,
    globals: MappedDict.ofAttrs(classes, globals),
    process: {
      globalState: process?.global_state ?? undefined,
      torchFunctionModeStack: process?.torch_function_mode_stack,
      currentDevice: process?.current_device,
      dualLevel: process?.dual_level,
      functorchStack: Array.isArray(process?.functorch_stack) ? process.functorch_stack : undefined,
      savedTensorsHooks: process?.saved_tensors_hooks === undefined ? undefined : process.saved_tensors_hooks !== null,
    },
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Values of one scenario; `ref`s meet within it. */
export class ScenarioReader {
  private readonly byId = new Map<number, Value>()
  private readonly modules = new Map<string, Value>()
  private readonly keySets = new Map<string, bigint>()
  constructor(private readonly classes: Classes) {}

  attrs(json: AttrsJson | undefined, path: string): Map<string, Value> {
    const out = new Map<string, Value>()
    for (const [name, value] of Object.entries(json ?? {})) out.set(name, this.value(value, `${path}.${name}`))
    return out
  }

  value(json: ValueJson, path: string): Value {
    if ('ref' in json) {
      const seen = this.byId.get(json.ref)
      if (seen === undefined) throw new ScenarioError(path, `expected a ref to a value before it, got ${json.ref}`)
      return seen
    }
    const value = this.make(json, path)
    if ('id' in json && json.id !== undefined) this.byId.set(json.id, value)
    return value
  }

  private list(items: readonly ValueJson[], path: string, into: Value[] = []): Value[] {
    items.forEach((item, i) => into.push(this.value(item, `${path}[${i}]`)))
    return into
  }

  private fill(json: AttrsJson | undefined, path: string, into: Map<string, Value>): void {
    for (const [name, value] of Object.entries(json ?? {})) into.set(name, this.value(value, `${path}.${name}`))
  }

  /** Makes a value known under its id before its parts are read: they may lead back to it. */
  private begin<T extends Value>(json: { readonly id?: number | undefined }, made: T): Mutable<T> {
    if (json.id !== undefined) this.byId.set(json.id, made)
    return made
  }

  /** One bigint for each key set: comparing two of the same object is free. */
  private keySet({ raw, text }: TensorJson['dispatch_keys']): bigint {
    const key = `${raw} ${text ?? ''}`
    let set = this.keySets.get(key)
    if (set === undefined) {
      set = text === undefined ? BigInt(raw) : keySetOf(this.classes.facts.table.dispatch_keys, BigInt(raw), text)
      this.keySets.set(key, set)
    }
    return set
  }

  private builtin(name: string): PyClass {
    return this.classes.builtin(name)
  }

  private cls(name: string): PyClass {
    const local = name.indexOf('.<locals>.')
    return local < 0 ? this.classes.get(name) : this.classes.get(name, name.slice(name.lastIndexOf('.', local - 1) + 1))
  }

  private int(value: bigint): Scalar {
    return { kind: 'int', type: this.builtin('int'), node: null, value }
  }

  private make(json: KindJson, path: string): Value {
    const node = null
    switch (json.kind) {
      case 'none':
        return { kind: 'none', type: this.builtin('NoneType'), node }
      case 'ellipsis':
        return { kind: 'ellipsis', type: this.builtin('ellipsis'), node }
      case 'bool':
        return { kind: 'bool', type: this.builtin('bool'), node, value: json.value }
      case 'str':
        return { kind: 'str', type: this.builtin('str'), node, value: json.value }
      case 'int':
        return this.int(BigInt(json.value))
      case 'float':
        return { kind: 'float', type: this.builtin('float'), node, value: floatFromRepr(json.value) }
      case 'complex':
        return {
          kind: 'complex',
          type: this.builtin('complex'),
          node,
          re: floatFromRepr(json.re),
          im: floatFromRepr(json.im),
        }
      case 'bytes':
        return { kind: 'bytes', type: this.builtin('bytes'), node, value: fromHex(json.hex) }
      case 'dtype':
      case 'layout':
        return { kind: 'constant', type: this.cls(`torch.${json.kind}`), node, name: json.name }
      case 'device':
        return {
          kind: 'device',
          type: this.cls('torch.device'),
          node,
          device: json.type,
          index: json.index === null ? null : BigInt(json.index),
        }
      case 'range':
        return {
          kind: 'range',
          type: this.builtin('range'),
          node,
          start: this.int(BigInt(json.start)),
          stop: this.int(BigInt(json.stop)),
          step: this.int(BigInt(json.step)),
        }
      case 'slice':
        return {
          kind: 'slice',
          type: this.builtin('slice'),
          node,
          start: this.value(json.start, `${path}.start`),
          stop: this.value(json.stop, `${path}.stop`),
          step: this.value(json.step, `${path}.step`),
        }
      case 'enum':
        return {
          kind: 'enum',
          type: this.cls(json.type),
          node,
          value: this.value(json.value, `${path}.value`),
          member: json.name,
        }
      case 'class':
        return this.cls(json.name)
      case 'builtin':
        return this.function('builtin_function_or_method', json.name, json.name.slice(json.name.lastIndexOf('.') + 1))
      case 'function': {
        const fn = this.begin(json, this.function('function', `${json.module ?? ''}.${json.qualname}`, json.qualname))
        fn.defaults = json.defaults == null ? null : this.list(json.defaults, `${path}.defaults`)
        if (json.kwdefaults != null)
          fn.kwdefaults = MappedDict.ofAttrs(this.classes, this.attrs(json.kwdefaults, `${path}.kwdefaults`))
        fn.closure = json.closure == null ? null : this.list(json.closure, `${path}.closure`)
        return fn
      }
      case 'cell': {
        const empty = unknown('the contents of a cell')
        const cell = this.begin(json, { kind: 'cell', type: this.builtin('cell'), node, contents: empty } as const)
        const filled: Mutable<Extract<Value, { kind: 'cell' }>> = cell
        filled.contents = this.value(json.contents, `${path}.contents`)
        return cell
      }
      case 'method': {
        // of the function behind it only the name is given
        const { kwdefaults: _, ...func } = this.function('function', json.name, json.name)
        const method: Mutable<Extract<Value, { kind: 'method' }>> = this.begin(json, {
          kind: 'method',
          type: this.builtin('method'),
          node,
          func,
          self: func,
        } as const)
        method.self = this.value(json.self, `${path}.self`)
        return method
      }
      case 'pymodule': {
        // a module is one object: its attributes stand where it is seen first
        const seen = this.modules.get(json.name)
        if (seen !== undefined && json.attrs === undefined) return seen
        const module: Mutable<Extract<Value, { kind: 'pymodule' }>> = {
          kind: 'pymodule',
          type: this.moduleClass(json.name),
          node,
          name: json.name,
        }
        this.modules.set(json.name, module)
        if (json.attrs !== undefined) module.attrs = this.attrs(json.attrs, `${path}.attrs`)
        return module
      }
      case 'sequence':
        return this.sequence(json, path)
      case 'set': {
        const items: Value[] = []
        const type = this.cls(json.type)
        const base = this.classes.isSubclass(type, 'builtins.frozenset') === true ? 'frozenset' : 'set'
        const set = this.begin(json, { kind: 'set', base, type, node, items })
        this.list(json.items, `${path}.items`, items)
        return set
      }
      case 'dict':
        return this.dict('dict', json.type, json, path)
      case 'mappingproxy':
        return this.dict('mappingproxy', 'builtins.mappingproxy', json, path)
      case 'dict_keys':
        return this.dict(
          'dict_keys',
          'builtins.dict_keys',
          { items: json.items.map((key) => [key, { kind: 'none' }] as const) },
          path,
        )
      case 'scalar_subclass': {
        const scalar = this.value(json.value, `${path}.value`)
        const attrs = new Map<string, Value>()
        const base = scalar.kind === 'int' || scalar.kind === 'float' || scalar.kind === 'str' ? scalar : null
        const made = new MappedObject(this.classes, this.cls(json.type), attrs, base)
        if (json.id !== undefined) this.byId.set(json.id, made)
        this.fill(json.attrs, `${path}.attrs`, attrs)
        return made
      }
      case 'object':
        return this.object(json, path)
      case 'tensor':
        return this.tensor(json, path)
      case 'ndarray':
        return new MappedObject(
          this.classes,
          this.cls('numpy.ndarray'),
          new Map([[AS_TENSOR, this.fromNumpy(json)]]),
          null,
        )
      case 'tuple_iterator':
        return this.iterator('builtins.tuple_iterator', this.list(json.items, `${path}.items`))
      case 'list_iterator':
        return this.iterator(
          'builtins.list_iterator',
          Array.from({ length: Math.min(json.remaining, 1e5) }, () =>
            unknown('an item that the scenario does not give'),
          ),
        )
      case 'range_iterator': {
        if (json.step === 0) throw new ScenarioError(`${path}.step`, 'expected a step other than 0, got 0')
        // start, stop and step of what is left, as normalize_range_iter gives them
        const [start, step] = [json.start + json.position * json.step, json.step]
        const length = Math.max(0, Math.ceil((json.stop - json.start) / step))
        return this.iterator(
          'builtins.range_iterator',
          [start, json.start + length * step, step].map((n) => this.int(BigInt(n))),
        )
      }
      case 'count_iterator':
        return this.iterator('itertools.count', [
          this.value(json.item, `${path}.item`),
          this.value(json.step, `${path}.step`),
        ])
      case 'dispatch_key_set':
        return { kind: 'dispatch-key-set', type: this.cls('torch._C.DispatchKeySet'), node, raw: BigInt(json.raw) }
      case 'weakref': {
        const ref: Mutable<Extract<Value, { kind: 'weakref' }>> = this.begin(json, {
          kind: 'weakref',
          type: this.cls('weakref.ReferenceType'),
          node,
          target: unknown('what a weakref leads to'),
        } as const)
        ref.target = this.value(json.target, `${path}.target`)
        return ref
      }
      case 'missing':
        return {
          kind: 'missing',
          type: this.cls('torch._dynamo.guards._Missing'),
          node,
          reason: json.reason ?? '',
        }
      case 'opaque':
      case 'undescribable':
        return unknown(`the scenario gives no more than its class, ${json.type}`, this.cls(json.type))
    }
  }

  /** `torch.as_tensor(array)`. */
  private fromNumpy(json: Extract<KindJson, { kind: 'ndarray' }>): Value {
    const itemSize = BigInt(Math.max(1, Number(/\d+$/.exec(json.dtype)?.[0] ?? 8) >> 3))
    const type = this.cls('torch.Tensor')
    return {
      kind: 'tensor',
      type,
      node: null,
      pytype: type,
      dtype: `torch.${json.dtype}`,
      device: { kind: 'device', type: this.cls('torch.device'), node: null, device: 'cpu', index: null },
      size: json.shape.map(BigInt),
      stride: (json.strides ?? []).map((bytes) => BigInt(bytes) / itemSize),
      requiresGrad: false,
      dispatchKeys: cpuDispatchKeys(this.classes.facts.table.dispatch_keys),
      grad: null,
      inner: new Map(),
      context: null,
      attrs: new Map(),
      wrapper: false,
      layout: 'torch.strided',
      storage: null,
      storageOffset: 0n,
    }
  }

  /** torch.ops and what lies under it are modules of classes of their own. */
  private moduleClass(name: string): PyClass {
    const dot = name.lastIndexOf('.')
    const fact = dot < 0 ? null : this.classes.facts.moduleAttribute(name.slice(0, dot), name.slice(dot + 1))
    return fact === null || !fact.type.includes('.') ? this.builtin('module') : this.classes.printed(fact.type)
  }

  private function(type: string, name: string, qualname: string): Extract<Value, { kind: 'function' }> {
    return {
      kind: 'function',
      type: this.builtin(type),
      node: null,
      name,
      qualname,
      repr: null,
      defaults: null,
      closure: null,
      kwdefaults: null,
      code: null,
      guessed: false,
    }
  }

  private iterator(type: string, values: readonly Value[]): Value {
    return { kind: 'iterator', type: this.cls(type), node: null, values }
  }

  private sequence(json: Extract<KindJson, { kind: 'sequence' }>, path: string): Value {
    const type = this.cls(json.type)
    const is = (base: string): boolean => this.classes.isSubclass(type, base) === true
    const ofUnknown = type.mro === null && json.fields === undefined
    const base = is('builtins.list') || ofUnknown ? 'list' : is('collections.deque') ? 'deque' : 'tuple'
    const [items, attrs] = [[] as Value[], new Map<string, Value>()]
    const made = this.begin(json, { kind: 'sequence', base, type, node: null, items, attrs })
    this.list(json.items, `${path}.items`, items)
    this.fill(json.attrs, `${path}.attrs`, attrs)
    this.fill(json.slots, `${path}.slots`, attrs)
    // a namedtuple's fields are descriptors of its class
    json.fields?.forEach((name, i) => {
      const item = items[i]
      if (item !== undefined) attrs.set(name, item)
    })
    return made
  }

  private dict(
    base: 'dict' | 'mappingproxy' | 'dict_keys',
    type: string,
    json: {
      readonly items: readonly (readonly [ValueJson, ValueJson])[]
      readonly attrs?: AttrsJson | undefined
      readonly default_factory?: ValueJson | undefined
      readonly id?: number | undefined
    },
    path: string,
  ): Value {
    const entries: (readonly [Value, Value])[] = []
    const made = new MappedDict(base, this.cls(type), entries, new Map())
    if (json.id !== undefined) this.byId.set(json.id, made)
    json.items.forEach(([key, value], i) =>
      entries.push([this.value(key, `${path}.items[${i}][0]`), this.value(value, `${path}.items[${i}][1]`)]),
    )
    this.fill(json.attrs, `${path}.attrs`, made.attrs)
    if (json.default_factory !== undefined)
      made.slots.set('default_factory', this.value(json.default_factory, `${path}.default_factory`))
    return made
  }

  private object(json: Extract<KindJson, { kind: 'object' }>, path: string): Value {
    const type = this.classes.describe(this.cls(json.type), json.mro ?? null)
    const attrs = new Map<string, Value>()
    const slots = new Map<string, Value>()
    const made = new MappedObject(this.classes, type, attrs, null, slots)
    // an object may hold itself
    if (json.id !== undefined) this.byId.set(json.id, made)
    this.fill(json.attrs, `${path}.attrs`, attrs)
    this.fill(json.slots, `${path}.slots`, slots)
    return made
  }

  private tensor(json: TensorJson, path: string): Value {
    const { shape, stride } = json
    if (stride !== null && stride.length !== shape.length)
      throw new ScenarioError(
        `${path}.stride`,
        `expected as many as there are sizes, ${shape.length}, got ${stride.length}`,
      )
    const type = this.cls(json.type)
    const [attrs, inner] = [new Map<string, Value>(), new Map<string, Value>()]
    const tensor: Mutable<TensorValue> = this.begin(json, {
      kind: 'tensor',
      type,
      node: null,
      pytype: type,
      dtype: json.dtype,
      device: this.value(json.device, `${path}.device`),
      size: json.shape.map(BigInt),
      stride: (json.stride ?? []).map(BigInt),
      requiresGrad: json.requires_grad,
      dispatchKeys: this.keySet(json.dispatch_keys),
      grad: null,
      inner,
      context: null,
      attrs,
      wrapper: json.inner !== undefined,
      layout: json.layout,
      storage: json.storage ?? null,
      storageOffset: json.storage_offset === undefined ? null : BigInt(json.storage_offset),
      dims: { size: json.shape, stride: json.stride ?? [] },
    })
    this.fill(json.attrs, `${path}.attrs`, attrs)
    this.fill(json.inner, `${path}.inner`, inner)
    if (json.context !== undefined) tensor.context = this.value(json.context, `${path}.context`)
    if (json.grad !== undefined) tensor.grad = this.value(json.grad, `${path}.grad`)
    for (const [name, dims] of Object.entries(json.marks ?? {}))
      attrs.set(name, isDims(dims) ? this.dims(dims) : this.value(dims, `${path}.marks.${name}`))
    return tensor
  }

  private dims(dims: readonly number[]): Value {
    const items = dims.map((dim) => this.int(BigInt(dim)))
    return { kind: 'set', base: 'set', type: this.builtin('set'), node: null, items }
  }
}

const isDims = (mark: readonly number[] | ValueJson): mark is readonly number[] => Array.isArray(mark)

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
