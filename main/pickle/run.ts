/** The decoder's inner loop: the opcodes that make up nearly all of a real stream. The others are in rare-opcodes. */
import { addAct, newCell, NO_CELLS, type Cell } from './cell'
import { PickleError } from './error'
import { readTwosComplement, toBigInt } from './integers'
import { getMemo, nameOf, noMemo, popMark, putMemo, truncated, underflow, type Machine } from './machine'
import { MEMO_MEMOIZE } from './memo'
import * as op from './opcodes'
import { readBinaryText } from './text'
import { runRare } from './rare-opcodes'

/**
 * Executes up to `budget` opcodes; true when STOP was reached.
 * The machine's position and height live in locals here and are written back on the way out.
 */
export function run(m: Machine, budget: number): boolean {
  const { bytes, stack, starts, memo } = m
  const end = bytes.length
  let position = m.position
  let height = m.height
  let nodes = m.nodes
  for (let left = budget; left > 0; left--) {
    const at = position
    if (at >= end) throw new PickleError('Truncated: no STOP before the end', at)
    const code = bytes[position++] as number
    let cell: Cell
    switch (code) {
      case op.LONG_BINGET:
      case op.BINGET: {
        const size = code === op.BINGET ? 1 : 4
        if (position + size > end) throw truncated(m, code, at, size, position)
        const index = size === 1 ? (bytes[position] as number) : uint32(bytes, position)
        position += size
        const found = getMemo(m, index)
        if (found === null) throw noMemo(code, index, at)
        stack[height] = found
        starts[height++] = at
        continue
      }
      case op.MEMOIZE: {
        if (height <= m.fence) throw underflow(m, code, at)
        const top = stack[height - 1] as Cell
        const index = m.memoCount
        top.memo = index * 4 + MEMO_MEMOIZE
        top.end = position
        if (index === memo.length && m.sparse.size === 0) {
          memo.push(top)
          m.memoCount = index + 1
        } else putMemo(m, index, top)
        continue
      }
      case op.NONE:
        cell = newCell('none', code, null, NO_CELLS, at, position)
        break
      case op.NEWTRUE:
        cell = newCell('bool', code, true, NO_CELLS, at, position)
        break
      case op.NEWFALSE:
        cell = newCell('bool', code, false, NO_CELLS, at, position)
        break
      case op.MARK:
        m.marks.push(height)
        m.markStarts.push(at)
        m.fence = height
        continue
      case op.BININT1:
        if (position >= end) throw truncated(m, code, at, 1, position)
        cell = newCell('int', code, toBigInt(bytes[position] as number), NO_CELLS, at, ++position)
        break
      case op.BININT2:
        if (position + 2 > end) throw truncated(m, code, at, 2, position)
        position += 2
        cell = newCell(
          'int',
          code,
          toBigInt((bytes[position - 2] as number) | ((bytes[position - 1] as number) << 8)),
          NO_CELLS,
          at,
          position,
        )
        break
      case op.BININT:
        if (position + 4 > end) throw truncated(m, code, at, 4, position)
        position += 4
        cell = newCell('int', code, toBigInt(uint32(bytes, position - 4) | 0), NO_CELLS, at, position)
        break
      case op.LONG1: {
        const size = position < end ? (bytes[position] as number) : 1
        if (position + 1 + size > end) throw truncated(m, code, at, size, position + 1)
        position += 1 + size
        cell = newCell('int', code, readTwosComplement(bytes, position - size, position), NO_CELLS, at, position)
        if (size > 0 && redundantSign(bytes, position, size))
          m.exact.set(cell, bytes.subarray(position - size, position))
        break
      }
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE: {
        const width = code === op.SHORT_BINUNICODE ? 1 : 4
        if (position + width > end) throw truncated(m, code, at, width, position)
        const size = width === 1 ? (bytes[position] as number) : uint32(bytes, position)
        position += width
        if (size > end - position) throw truncated(m, code, at, size, position)
        cell = readBinaryText(m, code, at, position, size)
        position += size
        break
      }
      case op.EMPTY_TUPLE:
        cell = newCell('tuple', code, null, NO_CELLS, at, position)
        break
      case op.EMPTY_DICT:
        cell = newCell('dict', code, null, NO_CELLS, at, position)
        break
      case op.EMPTY_LIST:
        cell = newCell('list', code, null, NO_CELLS, at, position)
        break
      case op.EMPTY_SET:
        cell = newCell('set', code, null, NO_CELLS, at, position)
        break
      case op.TUPLE1:
        if (height - 1 < m.fence) throw underflow(m, code, at)
        height -= 1
        cell = newCell('tuple', code, null, [stack[height] as Cell], starts[height] as number, position)
        break
      case op.TUPLE2:
      case op.REDUCE:
      case op.NEWOBJ:
      case op.STACK_GLOBAL:
        if (height - 2 < m.fence) throw underflow(m, code, at)
        height -= 2
        cell = newCell(
          code === op.TUPLE2 ? 'tuple' : code === op.REDUCE ? 'reduce' : code === op.NEWOBJ ? 'newobj' : 'global',
          code,
          code === op.STACK_GLOBAL ? globalName(stack[height] as Cell, stack[height + 1] as Cell, at) : null,
          [stack[height] as Cell, stack[height + 1] as Cell],
          starts[height] as number,
          position,
        )
        break
      case op.TUPLE3:
        if (height - 3 < m.fence) throw underflow(m, code, at)
        height -= 3
        cell = newCell(
          'tuple',
          code,
          null,
          [stack[height] as Cell, stack[height + 1] as Cell, stack[height + 2] as Cell],
          starts[height] as number,
          position,
        )
        break
      case op.TUPLE:
      case op.FROZENSET: {
        const base = popMark(m, code, at)
        const items = base === height ? NO_CELLS : stack.slice(base, height)
        height = base
        cell = newCell(
          code === op.TUPLE ? 'tuple' : 'frozenset',
          code,
          null,
          items,
          m.markStarts.pop() as number,
          position,
        )
        break
      }
      case op.BUILD:
      case op.APPEND:
        if (height - 2 < m.fence) throw underflow(m, code, at)
        height -= 1
        addAct(stack[height - 1] as Cell, code === op.BUILD ? 'build' : 'append', [stack[height] as Cell], position)
        continue
      case op.SETITEM:
        if (height - 3 < m.fence) throw underflow(m, code, at)
        height -= 2
        addAct(stack[height - 1] as Cell, 'setitem', [stack[height] as Cell, stack[height + 1] as Cell], position)
        continue
      case op.SETITEMS:
      case op.APPENDS:
      case op.ADDITEMS: {
        const base = popMark(m, code, at)
        m.markStarts.pop()
        if (base - 1 < m.fence) throw underflow(m, code, at)
        if (code === op.SETITEMS && (height - base) % 2 !== 0)
          throw new PickleError('SETITEMS finds a key without a value', at)
        addAct(
          stack[base - 1] as Cell,
          code === op.SETITEMS ? 'setitems' : code === op.APPENDS ? 'appends' : 'additems',
          stack.slice(base, height),
          position,
        )
        height = base
        continue
      }
      default: {
        m.position = position
        m.height = height
        m.nodes = nodes
        if (runRare(m, code, at)) return true
        position = m.position
        height = m.height
        nodes = m.nodes
        continue
      }
    }
    stack[height] = cell
    starts[height++] = cell.start
    nodes += 1
  }
  m.position = position
  m.height = height
  m.nodes = nodes
  return false
}

/** `module.name` of a global whose two operands must be strings, as CPython demands. */
function globalName(module: Cell, name: Cell, at: number): string {
  if (module.kind !== 'str' || name.kind !== 'str')
    throw new PickleError(`${nameOf(op.STACK_GLOBAL)} wants two strings`, at)
  return `${module.value as string}.${name.value as string}`
}

export function uint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)) +
    (bytes[at + 3] as number) * 0x1000000
  )
}

/** A last byte that only repeats the sign: CPython writes no such integer. */
function redundantSign(bytes: Uint8Array, end: number, size: number): boolean {
  const top = bytes[end - 1] as number
  if (size === 1) return top === 0
  const next = bytes[end - 2] as number
  return (top === 0 && next < 0x80) || (top === 0xff && next >= 0x80)
}
