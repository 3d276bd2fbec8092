/**
 * Marks nodes whose value cannot change while its dict's tag stays (GuardManagerWrapper.find_tag_safe_roots). What a file
 * does not hold, as what the attribute of a named tuple is, can be so or not.
 */
import type { GuardBuilder } from './builder'
import type { GuardManager } from './manager'
import { classOf } from './values/attributes'
import type { Classes } from './values/classes'
import type { PyClass, Value } from './values/value'

const DUNDERS = ['__defaults__', '__kwdefaults__', '__code__', '__closure__', '__annotations__', '__func__', '__mro__']

/** Post order without recursion: a node is judged when all below it are. */
export function markTagSafe(builder: GuardBuilder): void {
  const roots: Roots = { of: new Map(), doubtful: new Set() }
  const related = new Set<GuardManager>()
  const order: GuardManager[] = []
  const open: GuardManager[] = [builder.root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    order.push(node)
    node.tagSafe = false
    node.tagSafeRoot = false
    for (const child of below(node)) open.push(child)
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]
    if (node === undefined) continue
    if (builder.dialect.relationsBlockTagSafe && isRelated(node, related)) {
      related.add(node)
      roots.of.set(node, rootsBelow(node, roots))
    } else roots.of.set(node, node.cls === 'DictGuardManager' ? judgeDict(node, roots) : judge(builder, node, roots))
  }
  for (const root of roots.of.get(builder.root) ?? [])
    if (isModule(root)) root.tagSafeRoot = roots.doubtful.has(root) ? null : true
}

/** Of a DictGuardManager the pairs alone are visited. */
function below(node: GuardManager): GuardManager[] {
  const out = node.cls === 'DictGuardManager' ? [] : node.children.map((child) => child.manager)
  for (const { key, value } of node.pairs?.values() ?? []) {
    if (key !== null) out.push(key)
    if (value !== null) out.push(value)
  }
  return out
}

/** Whether a guard on the node or below it compares values with each other: a dict's tag tells of NO_TENSOR_ALIASING alone. */
function isRelated(node: GuardManager, related: ReadonlySet<GuardManager>): boolean {
  const own = node.leaves.some(({ relational, cls }) => relational && cls !== 'NO_TENSOR_ALIASING')
  return own || below(node).some((one) => related.has(one))
}

const isModule = (node: GuardManager): boolean => node.value?.kind === 'object' && node.value.isModule

interface Roots {
  readonly of: Map<GuardManager, readonly GuardManager[]>
  /** Those that are roots only if something is safe of which the file does not tell. */
  readonly doubtful: Set<GuardManager>
}

/** Whether all are; one that is not says more than one that is not known. */
function every<T>(items: readonly T[], test: (item: T) => Tri): Tri {
  let all: Tri = true
  for (const item of items) {
    const answer = test(item)
    if (answer === false) return false
    all &&= answer
  }
  return all
}

type Tri = boolean | null

function judgeDict(node: GuardManager, roots: Roots): GuardManager[] {
  const pairs = [...(node.pairs?.values() ?? [])]
  node.tagSafe = every(
    pairs.flatMap(({ key, value }) => [key, value]),
    (one) => one === null || one.tagSafe,
  )
  return rootsBelow(node, roots)
}

/** Those of a dict's keys are none. */
function rootsBelow(node: GuardManager, roots: Roots): GuardManager[] {
  const managers =
    node.cls === 'DictGuardManager'
      ? [...(node.pairs?.values() ?? [])].map(({ value }) => value)
      : node.children.map(({ manager }) => manager)
  return managers.flatMap((one) => (one === null ? [] : [...(roots.of.get(one) ?? [])]))
}

function judge(builder: GuardBuilder, node: GuardManager, roots: Roots): GuardManager[] {
  const out = rootsBelow(node, roots)
  const { value } = node
  if (value === null) return out
  const through = (...accessors: readonly string[]): Tri =>
    every(node.children, (child) => accessors.includes(child.accessor.cls) && child.manager.tagSafe)
  const subclass = (name: string): boolean => node.type !== null && builder.classes.isSubclass(node.type, name) === true
  const immutable = isImmutable(builder.classes, value, node.type)
  if (immutable === true) {
    if (value.kind === 'tensor') node.tagSafe = node.children.length === 0 && !node.hasObjectAliasing
    else
      node.tagSafe = !(
        builder.dialect.lambdaBlocksTagSafe && node.children.some((c) => c.accessor.cls === 'PythonLambdaGuardAccessor')
      )
  } else if ((value.kind === 'dict' && value.base === 'dict') || subclass('builtins.dict'))
    node.tagSafe = through('DictGetItemGuardAccessor')
  else if (isModule(node)) {
    node.tagSafe = through('GetGenericDictGuardAccessor', 'TypeGuardAccessor')
    if (node.tagSafe === true) return [node]
    if (node.tagSafe === null) {
      for (const root of [node, ...out]) roots.doubtful.add(root)
      return [node, ...out]
    }
  } else if (FUNCTIONS.has(node.type?.printed ?? '')) {
    const safe = through(
      'CodeGuardAccessor',
      'ClosureGuardAccessor',
      'FuncDefaultsGuardAccessor',
      'FuncKwDefaultsGuardAccessor',
      'GetAttrGuardAccessor',
    )
    const named = node.children.every(
      (c) => c.accessor.cls !== 'GetAttrGuardAccessor' || DUNDERS.includes(attributeName(c.accessor.repr)),
    )
    node.tagSafe = named && safe
  } else if (value.kind === 'cell' || node.type?.printed === 'cell') {
    const named = node.children.every((c) => attributeName(c.accessor.repr) === 'cell_contents')
    node.tagSafe = named && through('GetAttrGuardAccessor')
  } else if (
    ((value.kind === 'sequence' && value.base === 'tuple') || subclass('builtins.tuple')) &&
    DUNDERS.some((d) => node.source.endsWith(d))
  ) {
    node.tagSafe = through('TupleGetItemGuardAccessor')
  } else if (value.kind === 'class' || subclass('builtins.type') || isOfMro(node))
    node.tagSafe = through('TypeDictGuardAccessor', 'TypeMROGuardAccessor')
  else if (immutable === null) node.tagSafe = null
  return out
}

const FUNCTIONS = new Set(['function', 'method', 'staticmethod', 'classmethod'])
const attributeName = (repr: string): string => repr.slice(repr.indexOf('(') + 1, -1)

const IMMUTABLE = new Set([
  'NoneType',
  'int',
  'float',
  'str',
  'bool',
  'tuple',
  'torch.Size',
  'builtin_function_or_method',
])

const SUBCLASSED = new Set(['int', 'float', 'str', 'bool'])

/** is_immutable_object of guards.cpp: by type; a tuple, of a class of its own too, if all of its items are. */
function isImmutable(classes: Classes, value: Value, type: PyClass | null): Tri {
  if (value.kind === 'tensor') return true
  if (value.kind === 'sequence' && value.base === 'tuple')
    return every(value.items, (item) => isImmutable(classes, item, classOf(classes, item)))
  // by PyLong_Check and its like, which subclasses pass
  if (value.kind === 'object' && value.scalar !== null) return SUBCLASSED.has(value.scalar.kind)
  if (value.kind === 'unknown') return isImmutableClass(classes, type)
  return type !== null && IMMUTABLE.has(type.printed)
}

/** Of a value that is not in the file its class may tell, where the bases of that are known; a tuple's items are not. */
function isImmutableClass(classes: Classes, type: PyClass | null): Tri {
  if (type === null) return null
  if (IMMUTABLE.has(type.printed) && type.printed !== 'tuple' && type.printed !== 'torch.Size') return true
  const bases = ['tuple', ...SUBCLASSED].map((name) => classes.isSubclass(type, `builtins.${name}`))
  return bases.every((is) => is === false) ? false : null
}

/** An item of a class's `__mro__`: a class, whichever it is. */
const isOfMro = ({ origin }: GuardManager): boolean =>
  origin?.cls === 'GetItemSource' && origin.base?.cls === 'TypeMROSource'
