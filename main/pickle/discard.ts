/** Values a stream computes and throws away (POP): they still run code when Python loads it, so they are kept. */
import { addAct, asNode, type Cell } from './cell'
import { findMemo, type Machine } from './machine'
import type { Discarded } from './node'
import * as op from './opcodes'
import { reachable } from './reach'

/** Notes that `cell`, just taken off the stack, was dropped. */
export function discard(m: Machine, cell: Cell): void {
  if (isPlain(cell) || isSetter(m, cell)) return
  const twin = recursiveTwin(m, cell)
  if (twin !== null) {
    twin.value = cell
    cell.value = twin.acts.length
    m.twins.add(cell)
    m.popped.set(cell, null)
    return
  }
  m.popped.set(cell, m.height > m.fence ? (m.stack[m.height - 1] as Cell) : null)
}

/**
 * `setter(obj, state)` on top of `obj`, its result dropped: how the sixth part of a `__reduce__` is written (_pickle.c,
 * save_reduce). It is a change of `obj`, and its call and argument tuple need no nodes of their own.
 */
function isSetter(m: Machine, cell: Cell): boolean {
  const [callee, args] = cell.items
  if (cell.kind !== 'reduce' || cell.memo >= 0 || cell.acts.length > 0 || callee === undefined) return false
  if (args === undefined || args.op !== op.TUPLE2 || args.memo >= 0 || args.acts.length > 0) return false
  const [obj, state] = args.items
  if (obj === undefined || state === undefined || obj.memo < 0) return false
  if (m.height === m.fence || m.stack[m.height - 1] !== obj) return false
  addAct(obj, 'setter', [callee, state], m.position)
  return true
}

/** Notes all entries from `base` up as dropped. */
export function discardAbove(m: Machine, base: number, height = m.height): void {
  for (let i = base; i < height; i++) {
    const cell = m.stack[i] as Cell
    if (!isPlain(cell)) m.popped.set(cell, null)
  }
}

/** What was dropped and is not part of the result, in stream order. */
export function discarded(m: Machine, root: Cell): Discarded[] {
  discardAbove(m, 0, m.height - 1)
  if (m.popped.size === 0) return []
  const kept = reachable(root)
  const seen = new Set(kept)
  const out: Discarded[] = []
  for (const [node, after] of m.popped) {
    if (seen.has(node)) continue
    const below = after !== null && kept.has(after) ? asNode(after) : null
    out.push({ node: asNode(node), after: below, twin: m.twins.has(node) })
    // what leads nowhere is not noted: millions of them would make a large set
    if (node.items.length > 0 || node.acts.length > 0) reachable(node, seen)
  }
  return out
}

/**
 * An object whose arguments hold the object itself is written twice: CPython drops the second one
 * and fetches the first from the memo (_pickle.c, save_reduce). The encoder does the same again.
 */
function recursiveTwin(m: Machine, cell: Cell): Cell | null {
  if (cell.memo >= 0 || (cell.kind !== 'reduce' && cell.kind !== 'newobj' && cell.kind !== 'newobj_ex')) return null
  const twin = nextGet(m)
  if (twin === null || twin.kind !== cell.kind || twin.value !== null) return null
  const inside = twin.start >= cell.start && twin.start < cell.end
  return inside && isSameCallee(twin.items[0], cell.items[0]) ? twin : null
}

/** The same, or a method that is fetched anew for each call: getattr(owner, name). */
function isSameCallee(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === b) return true
  if (a?.kind !== 'reduce' || b?.kind !== 'reduce' || a.items[0] !== b.items[0]) return false
  const [of, name] = a.items[1]?.items ?? []
  const [otherOf, otherName] = b.items[1]?.items ?? []
  return of === otherOf && name?.kind === 'str' && name.value === otherName?.value && a.items[1]?.items.length === 2
}

/** The memo entry that the next opcode fetches, if that is what it does. */
function nextGet(m: Machine): Cell | null {
  const { bytes, position } = m
  const code = bytes[position]
  if (code === op.BINGET && position + 1 < bytes.length) return findMemo(m, bytes[position + 1] as number)
  if (code === op.LONG_BINGET && position + 4 < bytes.length) {
    return findMemo(
      m,
      (bytes[position + 1] as number) + (bytes[position + 2] as number) * 256 + (bytes[position + 3] as number) * 65536,
    )
  }
  if (code !== op.GET) return null
  const end = bytes.indexOf(0x0a, position)
  const digits = end < 0 || end - position > 16 ? '' : m.buffer.toString('latin1', position + 1, end)
  return /^\d+$/.test(digits) ? findMemo(m, Number(digits)) : null
}

function isPlain(cell: Cell): boolean {
  switch (cell.kind) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
    case 'bytearray':
      return true
    default:
      return false
  }
}
