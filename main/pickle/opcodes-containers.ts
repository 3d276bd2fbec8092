/** Opcodes that make tuples, lists, dicts and sets, and those that fill them. */
import { addAct, newCell, NO_CELLS, type Cell } from './cell'
import { PickleError } from './error'
import { need, popMark, push, takeMarked, type Machine } from './machine'
import * as op from './opcodes'

export function emptyTuple(m: Machine, at: number, code: number): void {
  push(m, newCell('tuple', code, null, NO_CELLS, at, m.position))
}

export function emptyList(m: Machine, at: number, code: number): void {
  push(m, newCell('list', code, null, NO_CELLS, at, m.position))
}

export function emptyDict(m: Machine, at: number, code: number): void {
  push(m, newCell('dict', code, null, NO_CELLS, at, m.position))
}

export function emptySet(m: Machine, at: number, code: number): void {
  push(m, newCell('set', code, null, NO_CELLS, at, m.position))
}

export function tuple1(m: Machine, at: number, code: number): void {
  need(m, 1, at, code)
  const base = (m.height -= 1)
  push(m, newCell('tuple', code, null, [m.stack[base] as Cell], m.starts[base] as number, m.position))
}

export function tuple2(m: Machine, at: number, code: number): void {
  need(m, 2, at, code)
  const { stack } = m
  const base = (m.height -= 2)
  const items = [stack[base] as Cell, stack[base + 1] as Cell]
  push(m, newCell('tuple', code, null, items, m.starts[base] as number, m.position))
}

export function tuple3(m: Machine, at: number, code: number): void {
  need(m, 3, at, code)
  const { stack } = m
  const base = (m.height -= 3)
  const items = [stack[base] as Cell, stack[base + 1] as Cell, stack[base + 2] as Cell]
  push(m, newCell('tuple', code, null, items, m.starts[base] as number, m.position))
}

/** TUPLE and FROZENSET. */
export function marked(m: Machine, at: number, code: number): void {
  const items = takeMarked(m, at, code)
  push(m, newCell(code === op.TUPLE ? 'tuple' : 'frozenset', code, null, items, m.markStarts.pop() ?? at, m.position))
}

export function list(m: Machine, at: number, code: number): void {
  const items = takeMarked(m, at, code)
  const cell = newCell('list', code, null, NO_CELLS, m.markStarts.pop() ?? at, m.position)
  if (items.length > 0) cell.value = addAct(cell, 'appends', items, m.position)
  push(m, cell)
}

export function dict(m: Machine, at: number, code: number): void {
  const items = takeMarked(m, at, code)
  if (items.length % 2 !== 0) throw new PickleError('DICT finds a key without a value', at)
  const cell = newCell('dict', code, null, NO_CELLS, m.markStarts.pop() ?? at, m.position)
  if (items.length > 0) cell.value = addAct(cell, 'setitems', items, m.position)
  push(m, cell)
}

export function append(m: Machine, at: number, code: number): void {
  need(m, 2, at, code)
  const base = (m.height -= 1)
  addAct(m.stack[base - 1] as Cell, 'append', [m.stack[base] as Cell], m.position)
}

export function setitem(m: Machine, at: number, code: number): void {
  need(m, 3, at, code)
  const { stack } = m
  const base = (m.height -= 2)
  addAct(stack[base - 1] as Cell, 'setitem', [stack[base] as Cell, stack[base + 1] as Cell], m.position)
}

export function appends(m: Machine, at: number, code: number): void {
  const items = takeAdded(m, at, code)
  addAct(m.stack[m.height - 1] as Cell, 'appends', items, m.position)
}

export function setitems(m: Machine, at: number, code: number): void {
  const items = takeAdded(m, at, code)
  if (items.length % 2 !== 0) throw new PickleError('SETITEMS finds a key without a value', at)
  addAct(m.stack[m.height - 1] as Cell, 'setitems', items, m.position)
}

export function additems(m: Machine, at: number, code: number): void {
  const items = takeAdded(m, at, code)
  addAct(m.stack[m.height - 1] as Cell, 'additems', items, m.position)
}

/** The values above the last MARK, below which lies the object they are for. */
function takeAdded(m: Machine, at: number, code: number): Cell[] {
  const base = popMark(m, at, code)
  m.markStarts.pop()
  const items = m.stack.slice(base, m.height)
  m.height = base
  need(m, 1, at, code)
  return items
}
