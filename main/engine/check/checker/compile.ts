/** Compiles a guard tree: every manager a node, every leaf guard a test, every accessor a step. */
import type { BuiltTree } from '../../build'
import { unsettledGuards } from '../../guard-order'
import type { GuardManager } from '../../manager'
import { sortedPairs } from '../../print'
import { LINE_ELSEWHERE } from '../../user-stack'
import type { DictValue, Value } from '../../values/value'
import { stepOf } from '../access'
import type { AsSaved } from '../as-saved'
import type { LeafCheck } from '../leaf'
import { LeafCompiler } from '../leaves'
import type { LoadingProcess } from '../loading-process'
import type { Unknown } from './debug-info'
import { Link, Node, type Pair } from './node'

/** Managers in managers that are followed: torch's own recursion would end near there, too. */
const MAX_DEPTH = 1000

const UNSETTLED = 'guards of one name and kind stand in an order that the file does not tell'
const LINELESS = 'the line of code is not in the file: the process that loads it looks into its own source'

/** A tree that can be asked. */
export interface CompiledTree {
  readonly root: Node
  readonly epilogue: readonly LeafCheck[]
  /** To be called at the end of every run. */
  readonly resets: readonly (() => void)[]
  /** A manager that lies too deep to be followed; null where none does. */
  readonly tooDeep: Unknown | null
}

/** `globals` are those that guards look at; `asSaved` is null for the guards as loaded. */
export function compileTree(
  tree: BuiltTree,
  loading: LoadingProcess,
  asSaved: AsSaved | null,
  globals: () => DictValue,
): CompiledTree {
  const { builder } = tree
  const leaves = new LeafCompiler(builder, asSaved?.process ?? loading, asSaved)
  const unsettled = unsettledGuards(builder, asSaved !== null)
  const resets: (() => void)[] = []
  let tooDeep: Unknown | null = null

  const noted = (check: LeafCheck): LeafCheck => {
    if (check.reset !== undefined && !resets.includes(check.reset)) resets.push(check.reset)
    const { guard, parts } = check.leaf
    const isUnsettled = guard !== null && unsettled.has(guard)
    const reason = isUnsettled ? UNSETTLED : parts.some((part) => part.includes(LINE_ELSEWHERE)) ? LINELESS : null
    return reason === null ? check : { ...check, doubt: (value, run) => check.doubt?.(value, run) ?? reason }
  }

  const compile = (manager: GuardManager, depth: number): Node => {
    if (depth > MAX_DEPTH) {
      tooDeep = { source: manager.source, reason: `deeper than ${MAX_DEPTH} managers` }
      return new Node(manager, [], [], null)
    }
    const under = (child: GuardManager | null): Node | null => (child === null ? null : compile(child, depth + 1))
    const pairs = sortedPairs(manager).map(([index, { key, value }]): Pair => ({
      index,
      key: under(key),
      value: under(value),
    }))
    const example = manager.value
    return new Node(
      manager,
      leaves.all(manager).map(noted),
      manager.children.map((child) => {
        const skipped =
          child.accessor.cls === 'DictGetItemGuardAccessor' &&
          child.manager.children.length === 0 &&
          isImmutable(child.manager.value)
        return new Link(
          stepOf(builder.classes, manager, child, globals),
          compile(child.manager, depth + 1),
          skipped,
          skipped && (builder.dialect.skipsTensorsInSameDict || child.manager.value?.kind !== 'tensor'),
        )
      }),
      manager.cls === 'DictGuardManager'
        ? { type: manager.type, size: example?.kind === 'dict' ? example.entries.length : null, pairs }
        : null,
    )
  }

  const root = compile(tree.root, 0)
  const epilogue = tree.epilogue.map((leaf) => noted(leaves.compile(leaf, tree.root)))
  return { root, epilogue, resets, tooDeep }
}

/** is_immutable_object, of what a blob holds (guards.cpp). */
function isImmutable(value: Value | null): boolean {
  switch (value?.kind) {
    case 'none':
    case 'int':
    case 'float':
    case 'bool':
    case 'str':
    case 'tensor':
      return true
    case 'sequence':
      return value.base === 'tuple' && value.items.every(isImmutable)
    case 'function':
      return value.type?.name === 'builtins.builtin_function_or_method'
    default:
      return false
  }
}
