/** Parses the guard tree that torch prints (GuardManagerWrapper.__str__, torch/_dynamo/guards.py) back into its nodes. */
import { splitLine, type UserCode } from './code-part'

interface NodeBase {
  /** 0 at the root. */
  readonly depth: number
}

export interface PrintedManager extends NodeBase {
  readonly kind: 'root' | 'manager' | 'dict-manager'
  /** torch's class. */
  readonly cls: string
  readonly source: string
  /** `GetAttrGuardAccessor(n)`; `key` and `value` of a pair have none. */
  readonly accessor: string | null
  readonly role: 'key' | 'value' | null
  /** `<class 'dict'>`; null before torch 2.9, which did not print it. */
  readonly type: string | null
  readonly tagSafe: readonly [boolean, boolean] | null
}

export interface PrintedPair extends NodeBase {
  readonly kind: 'pair'
  readonly index: number
}

export interface PrintedLeaf extends NodeBase {
  readonly kind: 'leaf' | 'relational' | 'epilogue'
  readonly cls: string
  /** Its lines without the class: each a code part and the user's code behind it. Empty where it was printed before. */
  readonly parts: readonly PrintedPart[]
}

export interface PrintedPart {
  readonly code: string
  /** What stands behind it: the user's line, hints. */
  readonly comment: string
  readonly user: UserCode | null
}

export type PrintedNode = PrintedManager | PrintedPair | PrintedLeaf

/** Lines that are no line of a tree are kept apart: text that was torn says so. */
export interface PrintedTree {
  /** In the order printed. */
  readonly nodes: readonly PrintedNode[]
  /** Of each node the line of the text at which it stands, counted from 0. */
  readonly lines: readonly number[]
  readonly strange: readonly string[]
}

const RELATIONAL: ReadonlySet<string> = new Set([
  'OBJECT_ALIASING',
  'NO_TENSOR_ALIASING',
  'STORAGE_OVERLAPPING',
  'SYMBOLIC_SHAPE_GUARD',
])
/** One guard, several lines: all lines of the class in a manager are of one guard. */
const MANY_LINES: ReadonlySet<string> = new Set([
  'DIMENSION_DYNAMIC_MARKING_GUARD',
  'DYNAMIC_INDICES',
  'STORAGE_OVERLAPPING',
  'SYMBOLIC_SHAPE_GUARD',
])

const LINE = /^((?:\| )*)\+- (.*)$/
const MANAGER = /^(?:(Key|Value)Manager: )?(\w*GuardManager): source=/
const PAIR = /^KeyValueManager pair at index=(\d+)$/
const LEAF = /^([A-Z][A-Z0-9_]*)(?:: (.*))?$/s

export function parseTree(text: string): PrintedTree {
  const nodes: PrintedNode[] = []
  const lines: number[] = []
  const strange: string[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const match = LINE.exec(line)
    if (match === null) {
      if (!isAround(line)) strange.push(line)
      continue
    }
    const [, bars = '', rest = ''] = match
    const node = nodeOf(bars.length / 2, rest, nodes[nodes.length - 1])
    if (node === null) strange.push(line)
    else if (node === 'joined') join(nodes, rest)
    else {
      nodes.push(node)
      lines.push(at)
    }
  }
  return { nodes, lines, strange }
}

/** What stands around a tree: its title, empty lines, the latency behind. */
function isAround(line: string): boolean {
  return line.trim() === '' || line === 'TREE_GUARD_MANAGER:' || line.startsWith('Guard latency = ')
}

function nodeOf(depth: number, rest: string, before: PrintedNode | undefined): PrintedNode | 'joined' | null {
  if (rest === 'RootGuardManager' && depth === 0) {
    return { kind: 'root', depth, cls: rest, source: '', accessor: null, role: null, type: null, tagSafe: null }
  }
  const pair = PAIR.exec(rest)
  if (pair !== null) return { kind: 'pair', depth, index: Number(pair[1]) }
  const manager = MANAGER.exec(rest)
  if (manager !== null) return managerOf(depth, rest.slice(manager[0].length), manager[1], manager[2] ?? '')
  const [, cls, part] = LEAF.exec(rest) ?? []
  if (cls === undefined) return null
  // Guards that run behind the tree stand beside its root; they are children of it here.
  const kind = depth === 0 ? 'epilogue' : RELATIONAL.has(cls) ? 'relational' : 'leaf'
  const at = Math.max(depth, 1)
  if (before !== undefined && 'parts' in before && before.cls === cls && before.kind === kind && before.depth === at) {
    if (MANY_LINES.has(cls)) return 'joined'
    if (kind === 'epilogue' && isOneGuard(before.parts[0]?.code ?? '', part ?? '')) return 'joined'
  }
  return { kind, depth: at, cls, parts: part === undefined ? [] : [splitLine(part)] }
}

/** All shape expressions are one guard, and so is all that asks whether two sources are one object. */
function isOneGuard(first: string, part: string): boolean {
  return (identityOf(first) === null) === (identityOf(splitLine(part).code) === null)
}

/** The two sources of `L['x'] is L['y']`. */
export function identityOf(code: string): readonly [string, string] | null {
  const match = /^([LG]\[.*) is ([LG]\[.*)$/.exec(code)
  return match === null ? null : [match[1] ?? '', match[2] ?? '']
}

function join(nodes: PrintedNode[], rest: string): void {
  const last = nodes.pop()
  if (last === undefined || !('parts' in last)) return
  nodes.push({ ...last, parts: [...last.parts, splitLine(rest.slice(last.cls.length + 2))] })
}

/** `S, accessed_by=REPR, type=<class ...>, tag_safe=(b, b)`. */
function managerOf(depth: number, text: string, role: string | undefined, cls: string): PrintedManager {
  const safe = /, tag_safe=\((True|False), (True|False)\)$/.exec(text)
  const whole = safe === null ? text : text.slice(0, safe.index)
  const typeAt = safe === null ? -1 : whole.lastIndexOf(', type=')
  const named = typeAt < 0 ? whole : whole.slice(0, typeAt)
  const byAt = named.indexOf(', accessed_by=')
  return {
    kind: cls.endsWith('DictGuardManager') ? 'dict-manager' : 'manager',
    depth,
    cls,
    source: byAt < 0 ? named : named.slice(0, byAt),
    accessor: byAt < 0 ? null : named.slice(byAt + ', accessed_by='.length),
    role: role === 'Key' ? 'key' : role === 'Value' ? 'value' : null,
    type: typeAt < 0 ? null : whole.slice(typeAt + ', type='.length),
    tagSafe: safe === null ? null : [safe[1] === 'True', safe[2] === 'True'],
  }
}
