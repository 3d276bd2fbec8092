/** Marks nodes whose value cannot change while its dict's tag stays (GuardManagerWrapper.find_tag_safe_roots). */
import type { GuardBuilder } from './builder'
import type { GuardManager } from './manager'
import { classOf } from './values/attributes'
import type { Classes } from './values/classes'
import type { PyClass, Value } from './values/value'

const DUNDERS = ['__defaults__', '__kwdefaults__', '__code__', '__closure__', '__annotations__', '__func__', '__mro__']

/** Post order without recursion: a node is judged when all below it are. */
export function markTagSafe(builder: GuardBuilder): void {
  const roots = new Map<GuardManager, GuardManager[]>()
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
    if (node !== undefined)
      roots.set(node, node.cls === 'DictGuardManager' ? judgeDict(node, roots) : judge(builder, node, roots))
  }
  for (const root of roots.get(builder.root) ?? []) if (isModule(root)) root.tagSafeRoot = true
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

const isModule = (node: GuardManager): boolean => node.value?.kind === 'object' && node.value.isModule

type Roots = ReadonlyMap<GuardManager, readonly GuardManager[]>

function judgeDict(node: GuardManager, roots: Roots): GuardManager[] {
  const out: GuardManager[] = []
  let safe = true
  for (const { key, value } of node.pairs?.values() ?? []) {
    if (key !== null) safe &&= key.tagSafe
    if (value === null) continue
    out.push(...(roots.get(value) ?? []))
    safe &&= value.tagSafe
  }
  node.tagSafe = safe
  return out
}

function judge(builder: GuardBuilder, node: GuardManager, roots: Roots): GuardManager[] {
  const out = node.children.flatMap((child) => [...(roots.get(child.manager) ?? [])])
  const { value } = node
  if (value === null) return out
  const through = (...accessors: readonly string[]): boolean =>
    node.children.every((child) => accessors.includes(child.accessor.cls) && child.manager.tagSafe)
  const subclass = (name: string): boolean => node.type !== null && builder.classes.isSubclass(node.type, name) === true
  if (isImmutable(builder.classes, node)) {
    if (value.kind === 'tensor') node.tagSafe = node.children.length === 0 && !node.hasObjectAliasing
    else
      node.tagSafe = !(
        builder.dialect.lambdaBlocksTagSafe && node.children.some((c) => c.accessor.cls === 'PythonLambdaGuardAccessor')
      )
  } else if ((value.kind === 'dict' && value.base === 'dict') || subclass('builtins.dict'))
    node.tagSafe = through('DictGetItemGuardAccessor')
  else if (isModule(node)) {
    node.tagSafe = through('GetGenericDictGuardAccessor', 'TypeGuardAccessor')
    if (node.tagSafe) return [node]
  } else if (FUNCTIONS.has(node.type?.printed ?? '')) {
    const safe = through(
      'CodeGuardAccessor',
      'ClosureGuardAccessor',
      'FuncDefaultsGuardAccessor',
      'FuncKwDefaultsGuardAccessor',
      'GetAttrGuardAccessor',
    )
    node.tagSafe =
      safe &&
      node.children.every(
        (c) => c.accessor.cls !== 'GetAttrGuardAccessor' || DUNDERS.includes(attributeName(c.accessor.repr)),
      )
  } else if (value.kind === 'cell' || node.type?.printed === 'cell') {
    node.tagSafe =
      through('GetAttrGuardAccessor') && node.children.every((c) => attributeName(c.accessor.repr) === 'cell_contents')
  } else if (
    ((value.kind === 'sequence' && value.base === 'tuple') || subclass('builtins.tuple')) &&
    DUNDERS.some((d) => node.source.endsWith(d))
  ) {
    node.tagSafe = through('TupleGetItemGuardAccessor')
  } else if (value.kind === 'class' || subclass('builtins.type'))
    node.tagSafe = through('TypeDictGuardAccessor', 'TypeMROGuardAccessor')
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

function isImmutable(classes: Classes, { value, type }: GuardManager): boolean {
  return value !== null && isImmutableObject(classes, value, type)
}

/** is_immutable_object of guards.cpp: by type; a tuple, of a class of its own too, if all of its items are. */
function isImmutableObject(classes: Classes, value: Value, type: PyClass | null): boolean {
  if (value.kind === 'tensor') return true
  if (value.kind === 'sequence' && value.base === 'tuple')
    return value.items.every((item) => isImmutableObject(classes, item, classOf(classes, item)))
  // by PyLong_Check and its like, which subclasses pass
  if (value.kind === 'object' && value.scalar !== null) return SUBCLASSED.has(value.scalar.kind)
  return type !== null && IMMUTABLE.has(type.printed)
}
