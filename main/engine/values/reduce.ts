/** What the REDUCE calls of well-known callables make: torch.Size, device, slice, OrderedDict, iterators... */
import { buildState, listItems } from '../../pickle/access'
import type { CallNode, PickleNode } from '../../pickle/node'
import type { ValueReader } from './from-node'
import { classOf, getattr } from './attributes'
import type { Classes } from './classes'
import { MISSING, modernName } from './names'
import { LazyDict, LazyObject, LazySequence, LazySet } from './lazy'
import { plainTensor } from './tensor'
import { type Attrs, type IteratorValue, PythonError, type SequenceValue, type Value } from './value'

type Args = readonly PickleNode[]
type Make = (reader: ValueReader, node: CallNode, args: Args) => Value | null

const NO_ATTRS: ReadonlyMap<string, Value> = new Map()

/** The value of a known call; null if the callable is none of these. */
export function readReduce(reader: ValueReader, node: CallNode): Value | null {
  const name = modernName(node.items[0])
  const make = name === null ? undefined : MAKERS.get(name)
  const tuple = node.items[1]
  return make?.(reader, node, tuple?.kind === 'tuple' ? tuple.items : []) ?? plainTensor(reader, node)
}

const NO_BYTES = new Uint8Array()

/** The bytes behind a str that holds one a character. */
const latin1 = (node: PickleNode | undefined): Uint8Array =>
  node?.kind === 'str' ? Uint8Array.from(node.value, (ch) => ch.charCodeAt(0) & 0xff) : NO_BYTES

const nodesOf = (node: PickleNode | undefined): readonly PickleNode[] =>
  node === undefined ? [] : node.kind === 'tuple' || node.kind === 'frozenset' ? node.items : listItems(node)

function range(reader: ValueReader, node: PickleNode, kind: 'range' | 'slice', args: Args): Value {
  const none: Value = { kind: 'none', type: reader.classes.builtin('NoneType'), node: null }
  const [start = none, stop = none, step = none] = args.map(reader.of)
  return { kind, type: reader.classes.builtin(kind), node, start, stop, step }
}

const missing =
  (name: string): Make =>
  (r, node, [reason]) => ({
    kind: 'missing',
    type: r.classes.get(name),
    node,
    reason: reason?.kind === 'str' ? reason.value : 'None',
  })

const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ...MISSING.map((name) => [name, missing(name)] as const),
  [
    'torch.Size',
    (r, node, [items]) =>
      new LazySequence('tuple', r.classes.get('torch.Size'), node, () => nodesOf(items), r.of, NO_ATTRS),
  ],
  [
    'torch.device',
    (r, node, [type, index]) => {
      const text = type?.kind === 'str' ? type.value : ''
      const [device = '', at] = text.split(':')
      // torch raises: Invalid device string
      if (at !== undefined && !/^(0|[1-9]\d*)$/.test(at))
        return {
          kind: 'unknown',
          type: r.classes.get('torch.device'),
          node,
          why: `${JSON.stringify(text)} is no device`,
          repr: null,
        }
      return {
        kind: 'device',
        type: r.classes.get('torch.device'),
        node,
        device,
        index: index?.kind === 'int' ? index.value : at === undefined ? null : BigInt(at),
      }
    },
  ],
  ['builtins.slice', (r, node, args) => range(r, node, 'slice', args)],
  ['builtins.range', (r, node, args) => range(r, node, 'range', args)],
  [
    'builtins.complex',
    (r, node, [re, im]) => ({
      kind: 'complex',
      type: r.classes.builtin('complex'),
      node,
      re: re?.kind === 'float' ? re.value : 0,
      im: im?.kind === 'float' ? im.value : 0,
    }),
  ],
  [
    'builtins.bytearray',
    (r, node, [bytes, encoding]) => {
      const given = bytes === undefined ? null : r.read(bytes)
      const value = given?.kind === 'bytes' ? given.value : encoding === undefined ? NO_BYTES : latin1(bytes)
      return { kind: 'bytearray', type: r.classes.builtin('bytearray'), node, value }
    },
  ],
  // bytes of protocol 2 and below
  [
    'builtins.bytes',
    (r, node, args) =>
      args.length === 0 ? { kind: 'bytes', type: r.classes.builtin('bytes'), node, value: NO_BYTES } : null,
  ],
  [
    '_codecs.encode',
    (r, node, [text]) => ({ kind: 'bytes', type: r.classes.builtin('bytes'), node, value: latin1(text) }),
  ],
  [
    'builtins.set',
    (r, node, [items]) => new LazySet('set', r.classes.builtin('set'), node, () => nodesOf(items), r.of),
  ],
  [
    'builtins.frozenset',
    (r, node, [items]) => new LazySet('frozenset', r.classes.builtin('frozenset'), node, () => nodesOf(items), r.of),
  ],
  [
    'collections.OrderedDict',
    (r, node) =>
      new LazyDict(
        'dict',
        r.classes.get('collections.OrderedDict'),
        node,
        () => r.entries(node),
        () => r.attrs(node),
      ),
  ],
  [
    'collections.defaultdict',
    (r, node, [factory]) =>
      new LazyDict(
        'dict',
        r.classes.get('collections.defaultdict'),
        node,
        () => r.entries(node),
        () => (factory === undefined ? NO_ATTRS : new Map([['default_factory', r.read(factory)]])),
      ),
  ],
  // type(None), type(...), type(NotImplemented): the classes that no module names
  ['builtins.type', (r, _node, [of]) => (of === undefined ? null : classOf(r.classes, r.read(of)))],
  [
    'torch.serialization._get_layout',
    (r, node, [name]) => ({
      kind: 'constant',
      type: r.classes.get('torch.layout'),
      node,
      name: name?.kind === 'str' ? name.value : '',
    }),
  ],
  [
    'collections.deque',
    (r, node, [items]) =>
      new LazySequence(
        'deque',
        r.classes.get('collections.deque'),
        node,
        () => [...nodesOf(items), ...listItems(node)],
        r.of,
        NO_ATTRS,
      ),
  ],
  // made anew around the module it was compiled from (torch/_dynamo/eval_frame.py, OptimizedModule.__init__)
  [
    'torch._dynamo.eval_frame.OptimizedModule',
    (r, node, [original]) => {
      const empty = new LazyDict(
        'dict',
        r.classes.builtin('dict'),
        node,
        () => [],
        () => NO_ATTRS,
      )
      const name: Value = { kind: 'str', type: r.classes.builtin('str'), node: null, value: '_orig_mod' }
      const modules = new LazyDict(
        'dict',
        r.classes.builtin('dict'),
        node,
        () => (original === undefined ? [] : [[name, r.read(original)]]),
        () => NO_ATTRS,
      )
      const attrs = new Map<string, Value>([
        ['_parameters', empty],
        ['_buffers', empty],
        ['_modules', modules],
      ])
      return new LazyObject(
        r.classes.get('torch._dynamo.eval_frame.OptimizedModule'),
        node,
        true,
        null,
        () => attrs,
        () => [],
      )
    },
  ],
  // torch/_dynamo/guards.py, _LiveBuiltins: the builtins of the process that loads
  [
    'builtins.vars',
    (r, node, [of]) => {
      const owner = of === undefined ? null : r.read(of)
      if (owner?.kind !== 'pymodule' || owner.name !== 'builtins') return null
      const str = r.classes.builtin('str')
      const entries = (): (readonly [Value, Value])[] =>
        Object.keys(r.classes.facts.table.builtins).map((name) => [
          { kind: 'str', type: str, node: null, value: name },
          r.classes.named('builtins', name) ?? r.unknown(node, `builtins.${name}`),
        ])
      return new LazyDict('dict', r.classes.builtin('dict'), node, entries, () => NO_ATTRS)
    },
  ],
  ['builtins.iter', (r, node, [of]) => iterator(r, node, of)],
  ['builtins.reversed', (r, node, [of]) => reversed(r, node, of)],
  ['builtins.enumerate', (r, node) => r.unknown(node, 'an enumerate', r.classes.builtin('enumerate'))],
  ['builtins.zip', (r, node) => r.unknown(node, 'a zip', r.classes.builtin('zip'))],
  ['builtins.map', (r, node) => r.unknown(node, 'a map', r.classes.builtin('map'))],
  [
    'itertools.count',
    (r, node, args) => ({ kind: 'iterator', type: r.classes.get('itertools.count'), node, values: args.map(r.of) }),
  ],
  [
    'functools.partial',
    (r, node) =>
      new LazyObject(
        r.classes.get('functools.partial'),
        node,
        false,
        null,
        () => partialAttrs(r, node),
        () => [],
      ),
  ],
  [
    'builtins.getattr',
    (r, node, [owner, name]) => {
      if (owner === undefined || name?.kind !== 'str') return null
      try {
        return boundAttribute(r, r.read(owner), name.value)
      } catch (error) {
        // where Python raises, torch does not load the file: there is no value to tell of
        if (error instanceof PythonError) return r.unknown(node, 'an attribute that is not there', null)
        throw error
      }
    },
  ],
  [
    'numpy._core.multiarray._reconstruct',
    (r, node) => r.unknown(node, 'a numpy array', r.classes.get('numpy.ndarray')),
  ],
  ['numpy.core.multiarray._reconstruct', (r, node) => r.unknown(node, 'a numpy array', r.classes.get('numpy.ndarray'))],
])

/** `getattr(owner, name)` in a stream is how a bound method is pickled, where it is no attribute of the instance. */
function boundAttribute(r: ValueReader, owner: Value, name: string): Value {
  const found = getattr(r.classes, owner, name)
  if (found.kind === 'method') return { ...found, self: owner }
  if (found.kind !== 'unknown' || found.type !== null) return found
  const type = classOf(r.classes, owner)
  const path = `${type?.name ?? ''}.${name}`
  const func: Value = {
    kind: 'function',
    type: r.classes.builtin('function'),
    node: null,
    name: path,
    qualname: `${type?.qualname ?? ''}.${name}`,
    repr: null,
    defaults: null,
    closure: null,
    code: null,
    guessed: true,
  }
  return { kind: 'method', type: r.classes.builtin('method'), node: null, func, self: owner }
}

function iterator(r: ValueReader, node: PickleNode, of: PickleNode | undefined): Value {
  const over = of === undefined ? null : r.read(of)
  const state = buildState(node)
  const index = state?.kind === 'int' ? state.value : 0n
  if (over?.kind === 'range' && over.start.kind === 'int' && over.step.kind === 'int') {
    const at: Value = { ...over.start, node: null, value: over.start.value + index * over.step.value }
    return { kind: 'iterator', type: r.classes.builtin('range_iterator'), node, values: [at, over.stop, over.step] }
  }
  if (over?.kind === 'sequence') {
    return {
      kind: 'iterator',
      type: r.classes.builtin(`${over.base === 'list' ? 'list' : 'tuple'}_iterator`),
      node,
      values: over.items.slice(Number(index)),
    }
  }
  const type = over?.kind === 'str' ? 'str_ascii_iterator' : over?.kind === 'set' ? 'set_iterator' : 'dict_keyiterator'
  return { kind: 'iterator', type: r.classes.builtin(type), node, values: [] }
}

/** `reversed(list)`, with the index that `__setstate__` gives it; of anything else no guard asks. */
function reversed(r: ValueReader, node: PickleNode, of: PickleNode | undefined): Value {
  const over = of === undefined ? null : r.read(of)
  if (over?.kind !== 'sequence' || over.base !== 'list')
    return r.unknown(node, 'a reversed iterator', r.classes.builtin('reversed'))
  const state = buildState(node)
  const last = over.items.length - 1
  const index = state?.kind === 'int' ? Math.min(Number(state.value), last) : last
  return reversedList(r.classes, over, index, node)
}

/** The iterator that stands at an index of a list; below 0 it is at its end. */
export function reversedList(
  classes: Classes,
  over: SequenceValue,
  index: number,
  node: PickleNode | null = null,
): IteratorValue {
  const type = classes.builtin('list_reverseiterator')
  const values = over.items.slice(0, Math.max(0, index + 1)).reverse()
  return { kind: 'iterator', type, node, values, over }
}

/** `func`, `args` and `keywords` of a functools.partial, which BUILD sets as (func, args, kw, dict). */
function partialAttrs(r: ValueReader, node: PickleNode): Attrs {
  const state = buildState(node)
  const attrs = new Map<string, Value>()
  if (state?.kind !== 'tuple') return attrs
  ;['func', 'args', 'keywords'].forEach((name, i) => {
    const part = state.items[i]
    if (part !== undefined) attrs.set(name, r.read(part))
  })
  return attrs
}
