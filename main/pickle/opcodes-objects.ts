/** Opcodes that name classes and functions, call them and set their results' state. Nothing is looked up or called. */
import { addAct, newCell, NO_CELLS, type Cell } from './cell'
import { PickleError } from './error'
import { nameOf, need, push, readUint, takeMarked, type Machine } from './machine'
import * as op from './opcodes'
import { readNameLine } from './text'

export function global(m: Machine, at: number, code: number): void {
  push(m, readGlobal(m, at, code))
}

/** Its two operands must be strings, as CPython demands. */
export function stackGlobal(m: Machine, at: number, code: number): void {
  need(m, 2, at, code)
  const base = (m.height -= 2)
  const module = m.stack[base] as Cell
  const name = m.stack[base + 1] as Cell
  if (module.kind !== 'str' || name.kind !== 'str') throw new PickleError(`${nameOf(code)} wants two strings`, at)
  const path = `${module.value as string}.${name.value as string}`
  push(m, newCell('global', code, path, [module, name], m.starts[base] as number, m.position))
}

export function reduce(m: Machine, at: number, code: number): void {
  need(m, 2, at, code)
  const { stack } = m
  const base = (m.height -= 2)
  const items = [stack[base] as Cell, stack[base + 1] as Cell]
  push(m, newCell('reduce', code, null, items, m.starts[base] as number, m.position))
}

export function newobj(m: Machine, at: number, code: number): void {
  need(m, 2, at, code)
  const { stack } = m
  const base = (m.height -= 2)
  const items = [stack[base] as Cell, stack[base + 1] as Cell]
  push(m, newCell('newobj', code, null, items, m.starts[base] as number, m.position))
}

export function newobjEx(m: Machine, at: number, code: number): void {
  need(m, 3, at, code)
  const base = (m.height -= 3)
  push(m, newCell('newobj_ex', code, null, m.stack.slice(base, base + 3), m.starts[base] as number, m.position))
}

export function build(m: Machine, at: number, code: number): void {
  need(m, 2, at, code)
  const base = (m.height -= 1)
  addAct(m.stack[base - 1] as Cell, 'build', [m.stack[base] as Cell], m.position)
}

export function inst(m: Machine, at: number, code: number): void {
  const args = takeMarked(m, at, code)
  const start = m.markStarts.pop() ?? at
  push(m, instance(m, readGlobal(m, at, 0), args, start, code))
}

export function obj(m: Machine, at: number, code: number): void {
  const [type, ...args] = takeMarked(m, at, code)
  if (type === undefined) throw new PickleError('OBJ finds no class after its MARK', at)
  push(m, instance(m, type, args, m.markStarts.pop() ?? at, code))
}

export function persidLine(m: Machine, at: number, code: number): void {
  push(m, newCell('persid', code, null, [readNameLine(m, at, code)], at, m.position))
}

export function persid(m: Machine, at: number, code: number): void {
  need(m, 1, at, code)
  const base = (m.height -= 1)
  push(m, newCell('persid', code, null, [m.stack[base] as Cell], m.starts[base] as number, m.position))
}

export function ext(m: Machine, at: number, code: number): void {
  const value = readUint(m, code === op.EXT1 ? 1 : code === op.EXT2 ? 2 : 4, at, code) | 0
  if (value <= 0) throw new PickleError(`${nameOf(code)} has an extension code below 1`, at)
  push(m, newCell('ext', code, value, NO_CELLS, at, m.position))
}

export function nextBuffer(m: Machine, at: number, code: number): void {
  push(m, newCell('buffer', code, 0, NO_CELLS, at, m.position))
}

export function readonlyBuffer(m: Machine, at: number, code: number): void {
  need(m, 1, at, code)
  const base = (m.height -= 1)
  push(m, newCell('buffer', code, 1, [m.stack[base] as Cell], m.starts[base] as number, m.position))
}

/** The two lines of GLOBAL and INST; `code` 0 for the one that INST makes up. */
function readGlobal(m: Machine, at: number, code: number): Cell {
  const module = readNameLine(m, at, op.GLOBAL)
  const name = readNameLine(m, at, op.GLOBAL)
  const path = `${module.value as string}.${name.value as string}`
  return newCell('global', code, path, [module, name], at, m.position)
}

/** INST and OBJ call a class: a `reduce` node whose argument tuple is made up. */
function instance(m: Machine, type: Cell, args: Cell[], start: number, code: number): Cell {
  m.nodes += 2
  const tuple = newCell('tuple', 0, null, args, args[0]?.start ?? m.position, m.position)
  return newCell('reduce', code, null, [type, tuple], start, m.position)
}
