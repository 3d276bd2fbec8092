/** The scenario that a blob holds itself: the values it was saved with, as the call that would pass. */
import type { AttrsJson, KindJson, ScenarioJson, ValueJson } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import { dispatchKeySetText, metaDispatchKeys } from '../dispatch-keys'
import { classOf } from '../values/attributes'
import { floatRepr } from '../values/repr'
import { requiresGradOf } from '../values/tensor-grad'
import type { Attrs, TensorValue, Value } from '../values/value'
import { parseGlobalState } from './global-state'

/** Values that are written out; the rest of a very large scope stays opaque. */
const MOST_VALUES = 200_000
/** Characters of texts that are written out: a text in many places is written in each. */
const MOST_CHARACTERS = 8 * 1024 * 1024
const MAX_DEPTH = 100

/** A scenario from a blob's scopes. What the blob does not hold is opaque. */
export function ownScenario(tree: BuiltTree): ScenarioJson {
  const { builder } = tree
  const { state, evaluator } = builder
  const writer = new ValueWriter(tree)
  const scope = (node: typeof state.localScope): AttrsJson => {
    const dict = node === null ? null : builder.values.read(node)
    if (dict?.kind !== 'dict') return {}
    return Object.fromEntries(
      dict.entries.flatMap(([key, value]) => (key.kind === 'str' ? [[key.value, writer.value(value)]] : [])),
    )
  }
  const globals = evaluator.savedGlobals() === null ? {} : scope(state.globalScope)
  const globalState = state.globalState === null ? null : parseGlobalState(state.globalState)
  return {
    name: 'as saved',
    env: 'none',
    f_locals: scope(state.localScope),
    f_globals: Object.fromEntries(Object.entries(globals).filter(([name]) => !name.startsWith('__builtins_dict__'))),
    process: {
      ...(globalState === null || typeof globalState === 'string' ? {} : { global_state: globalState }),
      torch_function_mode_stack: state.torchFunctionModeStack.map(
        (node) => classOf(builder.classes, builder.values.read(node))?.name ?? '',
      ),
      current_device: null,
      dual_level: Number(state.dualLevel),
      functorch_stack: [],
      saved_tensors_hooks: null,
    },
  }
}

/** A value as a scenario's JSON. Its ids count from 1. */
export function valueJson(tree: BuiltTree, value: Value): ValueJson {
  return new ValueWriter(tree).value(value)
}

class ValueWriter {
  private readonly ids = new Map<Value, number>()
  private left = MOST_VALUES
  private characters = MOST_CHARACTERS

  constructor(private readonly tree: BuiltTree) {}

  value(value: Value, depth = 0): ValueJson {
    const known = this.ids.get(value)
    if (known !== undefined) return { ref: known }
    if (--this.left < 0 || depth > MAX_DEPTH) return this.opaque(value)
    if (value.kind === 'str' || value.kind === 'bytes') this.characters -= value.value.length
    if (this.characters < 0) return this.opaque(value)
    const inner = (v: Value): ValueJson => this.value(v, depth + 1)
    switch (value.kind) {
      case 'none':
      case 'ellipsis':
        return { kind: value.kind }
      case 'bool':
        return { kind: 'bool', value: value.value }
      case 'str':
        return { kind: 'str', value: value.value }
      case 'int': {
        const text = value.value.toString()
        this.characters -= text.length
        return { kind: 'int', value: text }
      }
      case 'float':
        return { kind: 'float', value: floatRepr(value.value) }
      case 'complex':
        return { kind: 'complex', re: floatRepr(value.re), im: floatRepr(value.im) }
      case 'bytes':
        return { kind: 'bytes', hex: Array.from(value.value, (byte) => byte.toString(16).padStart(2, '0')).join('') }
      case 'constant':
        if (value.type?.name === 'torch.dtype') return { kind: 'dtype', name: value.name }
        return value.type?.name === 'torch.layout' ? { kind: 'layout', name: value.name } : this.opaque(value)
      case 'device':
        return { kind: 'device', type: value.device, index: value.index === null ? null : Number(value.index) }
      case 'range':
        return value.start.kind === 'int' && value.stop.kind === 'int' && value.step.kind === 'int'
          ? {
              kind: 'range',
              start: Number(value.start.value),
              stop: Number(value.stop.value),
              step: Number(value.step.value),
            }
          : this.opaque(value)
      case 'slice':
        return { kind: 'slice', start: inner(value.start), stop: inner(value.stop), step: inner(value.step) }
      case 'enum':
        return value.value === null
          ? this.opaque(value)
          : { kind: 'enum', type: value.type?.name ?? '', name: value.member, value: inner(value.value) }
      case 'class':
        return { kind: 'class', name: value.name }
      case 'pymodule':
        return { kind: 'pymodule', name: value.name }
      case 'dispatch-key-set':
        return { kind: 'dispatch_key_set', raw: value.raw.toString() }
      case 'function':
        return value.type?.name === 'builtins.builtin_function_or_method'
          ? { kind: 'builtin', name: value.name }
          : this.opaque(value)
      case 'missing':
        return { kind: 'missing', reason: value.reason }
      case 'sequence': {
        const id = this.begin(value)
        const items = value.items.map(inner)
        const attrs = this.attrs(value.attrs, depth)
        return { kind: 'sequence', id, type: value.type?.name ?? `builtins.${value.base}`, items, ...attrs }
      }
      case 'set': {
        const id = this.begin(value)
        return { kind: 'set', id, type: value.type?.name ?? `builtins.${value.base}`, items: value.items.map(inner) }
      }
      case 'dict': {
        const id = this.begin(value)
        const items = value.entries.map(([k, v]) => [inner(k), inner(v)] as const)
        if (value.base === 'mappingproxy') return { kind: 'mappingproxy', id, items }
        if (value.base === 'dict_keys') return { kind: 'dict_keys', id, items: items.map(([key]) => key) }
        return { kind: 'dict', id, type: value.type?.name ?? 'builtins.dict', items, ...this.attrs(value.attrs, depth) }
      }
      case 'object': {
        if (value.type === null) return this.opaque(value)
        const id = this.begin(value)
        const { name, mro } = value.type
        if (value.scalar !== null)
          return {
            kind: 'scalar_subclass',
            id,
            type: name,
            value: inner(value.scalar),
            ...this.attrs(value.attrs, depth),
          }
        const bases = mro ?? (value.isModule ? [name, 'torch.nn.modules.module.Module', 'builtins.object'] : null)
        return {
          kind: 'object',
          id,
          type: name,
          ...(bases === null ? {} : { mro: [...bases] }),
          attrs: this.attrs(value.attrs, depth).attrs ?? {},
        }
      }
      case 'tensor':
        return this.tensor(value, depth)
      case 'cell': {
        const id = this.begin(value)
        return { kind: 'cell', id, contents: inner(value.contents) }
      }
      case 'weakref': {
        const id = this.begin(value)
        return { kind: 'weakref', id, target: inner(value.target) }
      }
      case 'iterator':
        return this.iterator(value, inner)
      default:
        return this.opaque(value)
    }
  }

  private begin(value: Value): number {
    const id = this.ids.size + 1
    this.ids.set(value, id)
    return id
  }

  private attrs(attrs: Attrs, depth: number): { readonly attrs?: AttrsJson } {
    if (attrs.size === 0) return {}
    return { attrs: Object.fromEntries([...attrs].map(([name, value]) => [name, this.value(value, depth + 1)])) }
  }

  private opaque(value: Value): KindJson {
    return { kind: 'opaque', type: classOf(this.tree.builder.classes, value)?.name ?? 'builtins.object' }
  }

  private iterator(value: Extract<Value, { kind: 'iterator' }>, inner: (v: Value) => ValueJson): KindJson {
    const id = this.begin(value)
    const [a, b, c] = value.values
    if (value.type?.name === 'builtins.range_iterator' && a?.kind === 'int' && b?.kind === 'int' && c?.kind === 'int')
      return {
        kind: 'range_iterator',
        id,
        start: Number(a.value),
        stop: Number(b.value),
        step: Number(c.value),
        position: 0,
      }
    if (value.type?.name === 'itertools.count' && a !== undefined && b !== undefined)
      return { kind: 'count_iterator', id, item: inner(a), step: inner(b) }
    if (value.over !== undefined)
      return { kind: 'list_reverseiterator', id, list: inner(value.over), index: value.values.length - 1 }
    return { kind: 'tuple_iterator', id, remaining: value.values.length, items: value.values.map(inner) }
  }

  private tensor(value: TensorValue, depth: number): KindJson {
    const { builder } = this.tree
    const id = this.begin(value)
    const raw = value.dispatchKeys ?? metaDispatchKeys(builder.facts.table.dispatch_keys)
    const ints = (dims: readonly (bigint | null)[]): number[] => dims.map((n) => Number(n ?? 2n))
    const device = value.device === null ? null : this.value(value.device, depth + 1)
    const inner = Object.fromEntries([...value.inner].map(([name, part]) => [name, this.value(part, depth + 1)]))
    return {
      kind: 'tensor',
      id,
      type: (value.wrapper ? value.type : value.pytype)?.name ?? 'torch.Tensor',
      dtype: value.dtype,
      // a tensor that torch saves as it is lies on meta, and has no other keys
      device: device ?? { kind: 'device', type: value.dispatchKeys === null ? 'meta' : 'cpu', index: null },
      layout: value.layout ?? 'torch.strided',
      shape: ints(value.size),
      stride: ints(value.stride),
      requires_grad: requiresGradOf(value),
      dispatch_keys: { raw: raw.toString(), text: dispatchKeySetText(builder.facts.table.dispatch_keys, raw) },
      storage_offset: 0,
      ...(value.wrapper ? { inner } : {}),
      ...(value.context === null ? {} : { context: this.value(value.context, depth + 1) }),
      ...(value.grad === null || value.grad.kind === 'none' ? {} : { grad: this.value(value.grad, depth + 1) }),
    }
  }
}
