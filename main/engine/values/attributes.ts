/** Attribute and item access on values, as Python does it; what a file cannot tell is an unknown with the reason. */
import type { Classes } from './classes'
import { isFakeTensor, lacks } from './fake-tensor'
import { hashKey } from './hash-key'
import { LazyDict } from './lazy'
import { strRepr } from './repr'
import { requiresGradOf } from './tensor-grad'
import { type DictValue, type PyClass, PythonError, type Value } from './value'

/** A value that belongs to the loading process. */
export function unknown(why: string, type: PyClass | null = null): Value {
  return { kind: 'unknown', type, node: null, why, repr: null }
}

/** `type(value)`; null where the class is not known. */
export function classOf(classes: Classes, value: Value): PyClass | null {
  return value.kind === 'class' ? classes.printed(value.metaclass ?? 'type') : value.type
}

/** What a module class inherits from, whatever else its bases are. */
const MODULE_MRO = ['torch.nn.modules.module.Module', 'builtins.object']

const BASES: ReadonlyMap<string, string> = new Map([
  ['dict', 'builtins.dict'],
  ['list', 'builtins.list'],
  ['tuple', 'builtins.tuple'],
  ['deque', 'collections.deque'],
])

/** What Module.__getattr__ raises where it comes to one of its dicts that was not saved. */
const NOT_ITERABLE = "TypeError: argument of type '_Missing' is not iterable"

/** Refuses to look for an attribute that only the dicts of a module could hold, where one of them was not saved. */
export function refuseMissingDicts(value: Value): void {
  if (value.kind !== 'object' || !value.isModule) return
  if (MODULE_DICTS.some((table) => value.attrs.get(table)?.kind === 'missing')) throw new PythonError(NOT_ITERABLE)
}

const MODULE_DICTS = ['_parameters', '_buffers', '_modules'] as const

/** `getattr(value, name)`. Throws PythonError where Python surely would (a `_Missing` placeholder has no attributes). */
export function getattr(classes: Classes, value: Value, name: string): Value {
  if (name === '__class__') return classOf(classes, value) ?? unknown('the class of a value that is not known')
  switch (value.kind) {
    case 'missing':
      if (name === '_reason') return { kind: 'str', type: classes.builtin('str'), node: null, value: value.reason }
      throw new PythonError(`AttributeError: '_Missing' object has no attribute '${name}'`)
    case 'object':
    case 'dict':
    case 'sequence':
      return instanceAttr(classes, value, name)
    case 'tensor':
      return tensorAttr(classes, value, name)
    case 'pymodule':
      return (
        classes.named(value.name, name) ??
        operatorAttr(classes, value, name) ??
        unknown(`attribute ${name} of module ${value.name}`)
      )
    case 'class':
      return classAttr(classes, value, name)
    case 'function':
      return functionAttr(classes, value, name)
    case 'method':
      if (name === '__self__') return value.self
      if (name === '__func__') return value.func
      return getattr(classes, value.func, name)
    case 'cell':
      if (name === 'cell_contents' && value.empty === true) throw new PythonError('ValueError: Cell is empty')
      return name === 'cell_contents' ? value.contents : unknown(`attribute ${name} of a cell`)
    case 'complex':
      if (name === 'real' || name === 'imag')
        return {
          kind: 'float',
          type: classes.builtin('float'),
          node: null,
          value: name === 'real' ? value.re : value.im,
        }
      return typeAttr(classes, value.type, name)
    case 'range':
    case 'slice':
      if (name === 'start' || name === 'stop' || name === 'step') return value[name]
      return typeAttr(classes, value.type, name)
    case 'enum':
      if (name === 'value' || name === '_value_') return value.value ?? unknown('the value of an enum member')
      if ((name === 'name' || name === '_name_') && value.member !== null)
        return { kind: 'str', type: classes.builtin('str'), node: null, value: value.member }
      return typeAttr(classes, value.type, name)
    case 'unknown':
      // of a function of which only the class is known: a guard that leads on through its closure saw a tuple
      if (value.type?.name === 'builtins.function') {
        if (name === '__closure__') return unknown('the closure of a function', classes.builtin('tuple'))
        if (name === '__globals__') return unknown('the globals of a function', classes.builtin('dict'))
      }
      return operatorAttr(classes, value, name) ?? typeAttr(classes, value.type, name)
    case 'device':
      if (name === 'type') return { kind: 'str', type: classes.builtin('str'), node: null, value: value.device }
      if (name === 'index') {
        return value.index === null
          ? { kind: 'none', type: classes.builtin('NoneType'), node: null }
          : { kind: 'int', type: classes.builtin('int'), node: null, value: value.index }
      }
      return typeAttr(classes, value.type, name)
    default:
      return typeAttr(classes, value.type, name)
  }
}

function instanceAttr(
  classes: Classes,
  value: Extract<Value, { kind: 'object' | 'dict' | 'sequence' }>,
  name: string,
): Value {
  if (name === '__dict__') return instanceDict(classes, value)
  const own = value.attrs.get(name)
  if (own !== undefined) return own
  if (value.kind === 'object' && value.isModule) {
    let missing = false
    for (const table of MODULE_DICTS) {
      const dict = value.attrs.get(table)
      if (dict?.kind === 'missing') missing = true
      const found = dict?.kind === 'dict' ? dictGet(dict, name) : null
      if (found !== null && missing) throw new PythonError(NOT_ITERABLE)
      if (found !== null) return found
    }
  }
  // of a class that no table knows, the built-in that it derives from is known by what the stream did
  const builtin = value.type?.mro === null && value.kind !== 'object' ? BASES.get(value.base) : undefined
  const inherited = typeAttr(classes, builtin === undefined ? value.type : classes.get(builtin), name)
  const isModule = value.kind === 'object' && value.isModule && value.type?.mro === null
  return isModule && inherited.kind === 'unknown' && inherited.type === null
    ? typeAttr(classes, classes.get('torch.nn.modules.module.Module'), name)
    : inherited
}

/** `__dict__` of an instance. */
export function instanceDict(classes: Classes, value: Value): Value {
  const attrs = () => ('attrs' in value ? value.attrs : [])
  const str = classes.builtin('str')
  const entries = (): (readonly [Value, Value])[] =>
    [...attrs()].map(([key, item]) => [{ kind: 'str', type: str, node: null, value: key }, item])
  return new LazyDict('dict', classes.builtin('dict'), null, entries, () => new Map())
}

/** torch/_ops.py: any name under torch.ops is a namespace, an operator under that, an overload under that. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['torch._ops._Ops', 'torch._ops._OpNamespace'],
  ['torch._ops._OpNamespace', 'torch._ops.OpOverloadPacket'],
  ['torch._ops.OpOverloadPacket', 'torch._ops.OpOverload'],
])

function operatorAttr(
  classes: Classes,
  value: Extract<Value, { kind: 'pymodule' | 'unknown' }>,
  name: string,
): Value | null {
  const below = value.type === null ? undefined : OPERATORS.get(value.type.name)
  if (below === undefined || name.startsWith('_')) return null
  const path = value.kind === 'pymodule' ? value.name : (value.operator ?? value.repr)
  const found: Value = {
    kind: 'unknown',
    type: classes.get(below),
    node: null,
    why: `${name} of torch.ops`,
    repr: null,
  }
  return path === null ? found : { ...found, operator: `${path}.${name}` }
}

/** What the class of a value gives its instances under a name, as far as the table knows: a method is bound. */
function typeAttr(classes: Classes, type: PyClass | null, name: string): Value {
  const why = `attribute ${name} of ${type === null ? 'a value that is not known' : `class ${type.printed}`}`
  for (const base of type?.mro ?? []) {
    const printed = classes.facts.classAttribute(base, name)
    if (printed === null) continue
    if (printed === 'function') {
      const func = classes.fromFact('function', `${base}.${name}`, `${base}.${name}`)
      return { kind: 'method', type: classes.builtin('method'), node: null, func, self: unknown('the instance') }
    }
    const bound = BOUND.get(printed)
    return unknown(why, bound === null ? null : classes.printed(bound ?? printed))
  }
  return unknown(why)
}

/** What reading a class's attribute through an instance makes of it; null where only the call of a getter would tell. */
const BOUND: ReadonlyMap<string, string | null> = new Map([
  ['property', null],
  ['getset_descriptor', null],
  ['member_descriptor', null],
  ['wrapper_descriptor', 'method-wrapper'],
  ['method_descriptor', 'builtin_function_or_method'],
  ['classmethod_descriptor', 'builtin_function_or_method'],
  ['staticmethod', 'function'],
  ['classmethod', 'method'],
])

function classAttr(classes: Classes, cls: PyClass, name: string): Value {
  if (name === '__name__' || name === '__qualname__') {
    return {
      kind: 'str',
      type: classes.builtin('str'),
      node: null,
      value: name === '__name__' ? cls.qualname.slice(cls.qualname.lastIndexOf('.') + 1) : cls.qualname,
    }
  }
  if (name === '__mro__') return classMro(classes, cls)
  if (name === '__dict__') return unknown(`the attributes of class ${cls.printed}`, classes.builtin('mappingproxy'))
  for (const base of cls.mro ?? (classes.isModuleClass(cls) ? MODULE_MRO : [])) {
    const member = classes.classMember(base, name)
    if (member !== null) return member
  }
  // what is not the class's own is its metaclass's: cls.__subclasses__ is a method of type
  const own = typeAttr(classes, classes.builtin('type'), name)
  return own.kind === 'unknown' && own.type !== null ? own : unknown(`attribute ${name} of class ${cls.printed}`)
}

/** `cls.__mro__`; where the bases are not known, a tuple of which only the type is. */
export function classMro(classes: Classes, cls: PyClass): Value {
  const names = cls.mro
  if (names === null) return unknown(`the bases of class ${cls.printed}`, classes.builtin('tuple'))
  return {
    kind: 'sequence',
    base: 'tuple',
    type: classes.builtin('tuple'),
    node: null,
    items: names.map((n) => classes.get(n)),
    attrs: new Map(),
  }
}

function tensorAttr(classes: Classes, value: Extract<Value, { kind: 'tensor' }>, name: string): Value {
  const inner = value.inner.get(name) ?? value.attrs.get(name)
  if (inner !== undefined) return inner
  switch (name) {
    case 'grad':
      return value.grad ?? { kind: 'none', type: classes.builtin('NoneType'), node: null }
    case 'dtype':
      return { kind: 'constant', type: classes.get('torch.dtype'), node: null, name: value.dtype }
    case 'device':
      return value.device ?? unknown('the device of a tensor')
    case 'requires_grad':
      return { kind: 'bool', type: classes.builtin('bool'), node: null, value: requiresGradOf(value) }
    case 'data':
      return value
    case 'grad_fn':
      // a loaded FakeTensor is a leaf
      if (value.type !== null && isFakeTensor(value.type))
        return { kind: 'none', type: classes.builtin('NoneType'), node: null }
      return typeAttr(classes, value.type, name)
    case 'shape':
      return {
        kind: 'sequence',
        base: 'tuple',
        type: classes.get('torch.Size'),
        node: null,
        items: value.size.map((n) => dim(classes, n)),
        attrs: new Map(),
      }
    default:
      if (value.type === null || !isFakeTensor(value.type)) return typeAttr(classes, value.pytype ?? value.type, name)
      if (lacks(classes, value.type, name))
        throw new PythonError(`AttributeError: 'FakeTensor' object has no attribute ${strRepr(name)}`)
      return typeAttr(classes, value.type, name)
  }
}

/** A size or stride as a value. */
export function dim(classes: Classes, n: bigint | null | undefined): Value {
  return n === null || n === undefined
    ? unknown('a dimension')
    : { kind: 'int', type: classes.builtin('int'), node: null, value: n }
}

function functionAttr(classes: Classes, value: Extract<Value, { kind: 'function' }>, name: string): Value {
  const own = value.part?.(name) ?? null
  if (own !== null) return own
  switch (name) {
    case '__name__':
      return {
        kind: 'str',
        type: classes.builtin('str'),
        node: null,
        value: value.name.slice(value.name.lastIndexOf('.') + 1),
      }
    case '__code__':
      return value.code ?? unknown(`the code of ${value.name}`, classes.builtin('code'))
    case '__defaults__':
      return (
        tuple(classes, value.defaults ?? tableDefaults(classes, value.name)) ??
        // None where there are none
        unknown(`the defaults of ${value.name}`)
      )
    case '__closure__':
      return tuple(classes, value.closure) ?? unknown(`the closure of ${value.name}`, classes.builtin('tuple'))
    case '__kwdefaults__':
      return unknown(`the keyword defaults of ${value.name}`, classes.builtin('dict'))
    case '__dict__':
      return unknown(`the attributes of ${value.name}`, classes.builtin('dict'))
    case '__globals__':
      return unknown(`the globals of ${value.name}`, classes.builtin('dict'))
    default:
      return unknown(`attribute ${name} of ${value.name}`)
  }
}

function tuple(classes: Classes, items: readonly Value[] | null): Value | null {
  if (items === null) return null
  return { kind: 'sequence', base: 'tuple', type: classes.builtin('tuple'), node: null, items, attrs: new Map() }
}

function tableDefaults(classes: Classes, name: string): readonly Value[] | null {
  return classes.facts.defaults(name)?.map((d) => classes.literal(d.type, d.repr)) ?? null
}

/** `f.__kwdefaults__[name]`. */
export function keywordDefault(classes: Classes, value: Value, name: string): Value {
  const fn = value.kind === 'method' ? value.func : value
  const saved = fn.kind === 'function' ? (fn.part?.('__kwdefaults__') ?? null) : null
  if (saved !== null) {
    if (saved.kind === 'none') throw new PythonError("TypeError: 'NoneType' object is not subscriptable")
    return getitem(saved, { kind: 'str', type: classes.builtin('str'), node: null, value: name })
  }
  const known = fn.kind === 'function' ? classes.facts.keywordDefault(fn.name, name) : null
  return known === null ? unknown(`keyword default ${name}`) : classes.literal(known.type, known.repr)
}

/** The value under a string key, or null. */
export function dictGet(dict: DictValue, key: string): Value | null {
  return dict.entries[keyPosition(dict, key)]?.[1] ?? null
}

/** Position of a string key in a dict, or -1. */
export function keyPosition(dict: DictValue, key: string): number {
  if (dict instanceof LazyDict) return dict.indexOf(key)
  return dict.entries.findIndex(([k]) => k.kind === 'str' && k.value === key)
}

/** `value[index]`, with PythonError for a key or index that is not there. */
export function getitem(value: Value, index: Value): Value {
  if (value.kind === 'dict') {
    if (index.kind === 'str') {
      const found = dictGet(value, index.value)
      if (found !== null) return found
      throw new PythonError(`KeyError: ${strRepr(index.value)}`)
    }
    const hash = hashKey(index)
    for (const [k, v] of value.entries) if (k === index || (hash !== null && hashKey(k) === hash)) return v
    if (hash === null) return unknown('an item under a key that cannot be compared here')
    throw new PythonError(`KeyError: ${hash.slice(1)}`)
  }
  if (value.kind === 'sequence' && (index.kind === 'int' || index.kind === 'bool')) {
    const at = index.kind === 'bool' ? (index.value ? 1 : 0) : Number(index.value)
    const item = value.items[at < 0 ? at + value.items.length : at]
    if (item === undefined) throw new PythonError(`IndexError: ${value.base} index out of range`)
    return item
  }
  if (value.kind === 'missing') throw new PythonError("TypeError: '_Missing' object is not subscriptable")
  if (value.kind === 'none') throw new PythonError("TypeError: 'NoneType' object is not subscriptable")
  return unknown(`an item of a ${value.kind}`)
}

/** `len(value)`, or null where it is not known. */
export function length(value: Value): number | null {
  switch (value.kind) {
    case 'sequence':
    case 'set':
      return value.items.length
    case 'dict':
      return value.entries.length
    case 'str':
      return [...value.value].length
    case 'bytes':
    case 'bytearray':
      return value.value.length
    case 'tensor': {
      const first = value.size[0]
      return first === undefined || first === null ? null : Number(first)
    }
    case 'range':
      return rangeLength(value)
    default:
      return null
  }
}

function rangeLength({ start, stop, step }: Extract<Value, { kind: 'range' | 'slice' }>): number | null {
  if (start.kind !== 'int' || stop.kind !== 'int' || step.kind !== 'int' || step.value === 0n) return null
  const span = step.value > 0n ? stop.value - start.value : start.value - stop.value
  const size = step.value > 0n ? step.value : -step.value
  return span <= 0n ? 0 : Number((span + size - 1n) / size)
}
