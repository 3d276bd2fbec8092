/** Turns nodes of a pickle's graph into Python values: what unpickling would make, without doing it. */
import { dictEntries, globalName, listItems } from '../../pickle/access'
import type { Act, CallNode, PickleNode } from '../../pickle/node'
import { fieldsOf } from '../../state/fields'
import type { Classes } from './classes'
import { hashKey } from './hash-key'
import { isPruned, modernName, PRUNED } from './names'
import { LazyAttrs, LazyDict, LazyObject, LazySequence, LazySet, partsChanged } from './lazy'
import { readPickler } from './picklers'
import { readReduce } from './reduce'
import { afterSetstate, isOptimizer } from './setstate'
import type { Attrs, PyClass, Scalar, Value } from './value'

const NO_ATTRS: Attrs = new Map<string, Value>()
const NONE_ARGS: readonly Value[] = []

/** Values made while another is being made: a call of a call of a call. */
const DEEPEST = 500

/** One value for one node: identity of the graph is identity of the values. */
export class ValueReader {
  private readonly cache = new Map<PickleNode, Value>()
  private depth = 0
  /** The torch.optim.Optimizers that were read. */
  readonly optimizers: LazyObject[] = []
  /** The one placeholder that every pruned container is (torch/_dynamo/package.py, _GuardsStateUnpickler). */
  private pruned: Value | null = null
  readonly of = (node: PickleNode): Value => this.read(node)

  constructor(readonly classes: Classes) {}

  read(node: PickleNode): Value {
    const known = this.cache.get(node)
    if (known !== undefined) return known
    if (this.depth > DEEPEST) return this.unknown(node, 'nested too deeply')
    this.depth++
    const value = this.make(node)
    this.depth--
    this.cache.set(node, value)
    return value
  }

  /**
   * Members of lists were replaced in the graph. Values whose parts are made on first use stay the objects they are;
   * what is made of its parts at once is forgotten, to be read again. The nodes of those.
   */
  changed(lists: ReadonlySet<readonly PickleNode[]>, reaches: (node: PickleNode) => boolean): ReadonlySet<PickleNode> {
    partsChanged()
    const forgotten = new Set<PickleNode>()
    for (const [node, value] of this.cache) {
      if (node.kind !== 'reduce' && node.kind !== 'newobj' && node.kind !== 'newobj_ex') continue
      // of arguments these know the nodes
      const isTouched = isLazy(value)
        ? lists.has(node.items) || node.items.some((part) => hasItems(part, lists))
        : reaches(node)
      if (isTouched) forgotten.add(node)
    }
    for (const node of forgotten) this.cache.delete(node)
    return forgotten
  }

  private make(node: PickleNode): Value {
    const { classes } = this
    switch (node.kind) {
      case 'none':
        return { kind: 'none', type: classes.builtin('NoneType'), node }
      case 'bool':
        return { kind: 'bool', type: classes.builtin('bool'), node, value: node.value }
      case 'int':
        return { kind: 'int', type: classes.builtin('int'), node, value: node.value }
      case 'float':
        return { kind: 'float', type: classes.builtin('float'), node, value: node.value }
      case 'str':
        return { kind: 'str', type: classes.builtin('str'), node, value: node.value }
      case 'bytes':
      case 'bytearray':
        return { kind: node.kind, type: classes.builtin(node.kind), node, value: node.value }
      case 'tuple':
        return new LazySequence('tuple', classes.builtin('tuple'), node, () => node.items, this.of, NO_ATTRS)
      case 'list':
        return new LazySequence('list', classes.builtin('list'), node, () => listItems(node), this.of, NO_ATTRS)
      case 'dict':
        return new LazyDict(
          'dict',
          classes.builtin('dict'),
          node,
          () => this.entries(node),
          () => NO_ATTRS,
        )
      case 'set':
        return new LazySet('set', classes.builtin('set'), node, () => listItems(node), this.of)
      case 'frozenset':
        return new LazySet('frozenset', classes.builtin('frozenset'), node, () => node.items, this.of)
      case 'global':
        return this.global(node)
      case 'newobj':
      case 'newobj_ex':
        return this.instance(node)
      case 'reduce':
        return readPickler(this, node) ?? readReduce(this, node) ?? this.reduced(node)
      case 'persid':
        return isPruned(node) ? (this.pruned ??= this.prunedAt(node)) : this.unresolved(node)
      case 'ext':
      case 'buffer':
        return this.unresolved(node)
    }
  }

  private unresolved(node: PickleNode): Value {
    return this.unknown(node, `a ${node.kind} that only the saving process can resolve`)
  }

  private prunedAt(node: PickleNode): Value {
    return { kind: 'missing', type: this.classes.get('torch._dynamo.package._Missing'), node, reason: PRUNED }
  }

  unknown(node: PickleNode, why: string, type: PyClass | null = null): Value {
    return { kind: 'unknown', type, node, why, repr: null }
  }

  /** What Python's dict would hold: a later value replaces an earlier one in its place. */
  entries(node: PickleNode): readonly (readonly [Value, Value])[] {
    const entries = dictEntries(node)
    if (plainKeys(entries)) return entries.map(([k, v]) => [this.read(k), this.read(v)] as const)
    const out: (readonly [Value, Value])[] = []
    const at = new Map<string, number>()
    for (const [k, v] of entries) {
      const key = this.read(k)
      const hash = hashKey(key)
      const seen = hash === null ? undefined : at.get(hash)
      if (seen !== undefined) {
        const old = out[seen]
        out[seen] = [old === undefined ? key : old[0], this.read(v)]
        continue
      }
      if (hash !== null) at.set(hash, out.length)
      out.push([key, this.read(v)])
    }
    return out
  }

  /** The attributes that BUILD sets: `__dict__`, and slots. */
  attrs(node: PickleNode): Attrs {
    return node.acts.some((act) => act.op === 'build') ? new LazyAttrs(fieldsOf(node), this.of) : NO_ATTRS
  }

  private global(node: PickleNode): Value {
    const name = modernName(node)
    const [module, member] = node.kind === 'global' ? node.items : []
    if (name === null || module?.kind !== 'str' || member?.kind !== 'str')
      return this.unknown(node, 'a global without a name')
    if (name.startsWith('builtins.')) {
      const builtin = this.classes.named('builtins', name.slice('builtins.'.length))
      if (builtin !== null) return builtin.kind === 'class' ? builtin : { ...builtin, node }
    }
    const known = this.classes.named(module.value, member.value)
    if (known !== null) return known.kind === 'class' ? known : { ...known, node }
    // pickle looks a constant of torch up in any module that imports torch
    const ofTorch = member.value.startsWith('torch.') ? this.classes.named('torch', member.value.slice(6)) : null
    if (ofTorch?.kind === 'constant') return { ...ofTorch, node }
    const last = member.value.slice(member.value.lastIndexOf('.') + 1)
    // A name of a module that no table holds: classes are capitalised by every convention that users follow.
    if (/^_*[A-Z]/.test(last)) return this.classes.get(name, member.value)
    return {
      kind: 'function',
      type: this.classes.builtin('function'),
      node,
      name,
      qualname: member.value,
      repr: null,
      defaults: null,
      closure: null,
      code: null,
      guessed: true,
    }
  }

  classOf(node: PickleNode | undefined): PyClass | null {
    if (node === undefined) return null
    const name = modernName(node)
    if (name !== null && node.kind === 'global')
      return this.classes.get(name, node.items[1]?.kind === 'str' ? node.items[1].value : undefined)
    const value = this.read(node)
    return value.kind === 'class' ? value : null
  }

  /** NEWOBJ: an instance of a class, told apart by what the stream does to it. */
  private instance(node: CallNode): Value {
    const type = this.classOf(node.items[0])
    if (type === null) return this.unknown(node, 'an instance of a class that only the saving process knows')
    return this.shaped(node, type, node.items[1])
  }

  /** REDUCE of a callable this build does not know: an instance if it is a class. */
  private reduced(node: CallNode): Value {
    const callee = node.items[0]
    const name = callee === undefined ? null : globalName(callee)
    const value = callee === undefined ? null : this.read(callee)
    if (value?.kind === 'class') {
      const args = node.items[1]
      const member = args?.kind === 'tuple' && args.items.length === 1 ? args.items[0] : undefined
      if (member !== undefined && node.acts.length === 0 && (value.mro === null || value.mro.includes('enum.Enum'))) {
        this.classes.markEnum(value, false)
        return { kind: 'enum', type: value, node, value: this.read(member), member: null }
      }
      return this.shaped(node, value, args)
    }
    return this.unknown(node, name === null ? 'the result of a call' : `what ${name} returns`)
  }

  private shaped(node: PickleNode, type: PyClass, args: PickleNode | undefined): Value {
    const argNodes = args?.kind === 'tuple' ? args.items : []
    let fills: Act['op'] | null = null
    let builds = false
    for (const { op } of node.acts) {
      if (op === 'build' || op === 'setter') builds = true
      else fills ??= op
    }
    const attrs = (): Attrs => this.attrs(node)
    const subclassOf = (name: string): boolean => this.classes.isSubclass(type, `builtins.${name}`) === true
    if (fills === 'setitem' || fills === 'setitems' || subclassOf('dict')) {
      const from = argNodes.length === 1 && argNodes[0]?.kind === 'dict' ? argNodes[0] : node
      return new LazyDict('dict', type, node, () => this.entries(from), attrs)
    }
    if (fills === 'append' || fills === 'appends' || subclassOf('list')) {
      return new LazySequence('list', type, node, () => listItems(node), this.of, attrs())
    }
    // torch.return_types: a tuple of the fields, and a dict of those without a place in it
    const fields = argNodes[0]
    if (type.name.startsWith('torch.return_types.') && fields?.kind === 'tuple')
      return new LazySequence('tuple', type, node, () => fields.items, this.of, NO_ATTRS)
    const single = argNodes.length === 1 && argNodes[0] !== undefined ? this.read(argNodes[0]) : null
    const scalar = single !== null && isScalar(single) && (type.mro === null || subclassOf(single.kind)) ? single : null
    if (
      scalar === null &&
      single?.kind === 'sequence' &&
      (subclassOf('tuple') || type.mro === null) &&
      single.base === 'tuple'
    ) {
      return new LazySequence(
        'tuple',
        type,
        node,
        () => (argNodes[0]?.kind === 'tuple' ? argNodes[0].items : []),
        this.of,
        attrs(),
      )
    }
    if (argNodes.length > 1 && (subclassOf('tuple') || (type.mro === null && !builds))) {
      return new LazySequence('tuple', type, node, () => argNodes, this.of, attrs())
    }
    const loaded = afterSetstate(this.classes, type, attrs)
    const object = new LazyObject(type, node, this.isModule(type, node), scalar, loaded, () =>
      argNodes.length === 0 ? NONE_ARGS : argNodes.map(this.of),
    )
    if (isOptimizer(this.classes, type)) this.optimizers.push(object)
    return object
  }

  /** Whether an instance is an nn.Module: by its bases, or where they are unknown by the state every module has. */
  private isModule(type: PyClass, node: PickleNode): boolean {
    const known = this.classes.isSubclass(type, 'torch.nn.modules.module.Module')
    if (known !== null) return known
    const fields = fieldsOf(node)
    const isModule = fields.has('_parameters') && fields.has('_buffers') && fields.has('_modules')
    if (isModule) this.classes.markModuleClass(type)
    return isModule
  }
}

const hasItems = (node: PickleNode, lists: ReadonlySet<readonly PickleNode[]>): boolean =>
  node.kind === 'tuple' && lists.has(node.items)

const isLazy = (value: Value): boolean =>
  value instanceof LazyObject || value instanceof LazyDict || value instanceof LazySequence || value instanceof LazySet

/** Distinct strings, as nearly every dict has them. */
function plainKeys(entries: readonly (readonly [PickleNode, PickleNode])[]): boolean {
  const seen = new Set<string>()
  for (const [key] of entries) {
    if (key.kind !== 'str' || seen.has(key.value)) return false
    seen.add(key.value)
  }
  return true
}

function isScalar(value: Value): value is Scalar {
  return (
    value.kind === 'int' ||
    value.kind === 'float' ||
    value.kind === 'str' ||
    value.kind === 'bytes' ||
    value.kind === 'complex' ||
    value.kind === 'bool'
  )
}
