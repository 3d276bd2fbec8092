/** The opcodes a real guards_state seldom or never holds: protocol 0 text, persistent ids, extensions, buffers, frames. */
import { addAct, newCell, NO_CELLS, type Cell } from './cell'
import { PickleError, hexByte } from './error'
import { readTwosComplement, twosComplement } from './integers'
import { getMemo, nameOf, noMemo, popMark, putMemo, truncated, underflow, type Machine } from './machine'
import { packMemo } from './memo'
import * as op from './opcodes'
import { discard, discardAbove } from './discard'
import {
  checkSize,
  python2String,
  readBinaryText,
  readFloatLine,
  readIndexLine,
  readIntLine,
  readLongLine,
  readNameLine,
  readStringLine,
  readUnicodeLine,
} from './text'

/** Executes one opcode read at `at`; true for STOP, which leaves its value on top of the stack. */
export function runRare(m: Machine, code: number, at: number): boolean {
  switch (code) {
    case op.STOP:
      need(m, code, at, 1)
      return true
    case op.PROTO: {
      const protocol = readUint(m, code, at, 1)
      if (protocol > 5) throw new PickleError(`Pickle protocol ${protocol} is not known (0 to 5 are)`, at)
      m.protocol = protocol
      return false
    }
    case op.FRAME: {
      const size = readUint(m, code, at, 8)
      if (size > m.bytes.length - m.position) throw truncated(m, code, at, size, m.position)
      m.framed = true
      return false
    }
    case op.POP:
      if (m.marks.length > 0 && m.fence === m.height) {
        popMark(m, code, at)
        m.markStarts.pop()
        return false
      }
      need(m, code, at, 1)
      m.height -= 1
      discard(m, m.stack[m.height] as Cell)
      return false
    case op.POP_MARK: {
      const base = popMark(m, code, at)
      m.markStarts.pop()
      discardAbove(m, base)
      m.height = base
      return false
    }
    case op.DUP:
      need(m, code, at, 1)
      return pushOld(m, m.stack[m.height - 1] as Cell, at)
    case op.GET: {
      const index = readIndexLine(m, code, at)
      const found = getMemo(m, index)
      if (found === null) throw noMemo(code, index, at)
      return pushOld(m, found, at)
    }
    case op.PUT:
      return put(m, code, at, readIndexLine(m, code, at))
    case op.BINPUT:
      return put(m, code, at, readUint(m, code, at, 1))
    case op.LONG_BINPUT:
      return put(m, code, at, readUint(m, code, at, 4))
    case op.INT:
      return push(m, readIntLine(m, code, at))
    case op.LONG:
      return push(m, readLongLine(m, code, at))
    case op.FLOAT:
      return push(m, readFloatLine(m, code, at))
    case op.STRING:
      return push(m, readStringLine(m, code, at))
    case op.UNICODE:
      return push(m, readUnicodeLine(m, code, at))
    case op.BINFLOAT:
      return push(m, readBinaryFloat(m, code, at))
    case op.LONG4: {
      const size = readUint(m, code, at, 4)
      if (size >= 0x80000000) throw new PickleError('LONG4 claims a negative number of bytes', at)
      const start = take(m, code, at, size)
      if (size > m.limits.maxIntBytes)
        throw new PickleError(`LONG4 holds ${size} bytes, more than the limit of ${m.limits.maxIntBytes},`, at)
      const cell = newCell('int', code, readTwosComplement(m.bytes, start, m.position), NO_CELLS, at, m.position)
      if (twosComplement(cell.value as bigint).length !== size) m.exact.set(cell, m.bytes.subarray(start, m.position))
      return push(m, cell)
    }
    case op.BINSTRING:
    case op.SHORT_BINSTRING: {
      const size = readUint(m, code, at, code === op.BINSTRING ? 4 : 1)
      if (size >= 0x80000000) throw new PickleError('BINSTRING claims a negative number of bytes', at)
      const start = take(m, code, at, size)
      return push(m, python2String(code, m.bytes.subarray(start, m.position), at, m.position))
    }
    case op.BINUNICODE8: {
      const start = take(m, code, at, readUint(m, code, at, 8))
      return push(m, readBinaryText(m, code, at, start, m.position - start))
    }
    case op.SHORT_BINBYTES:
    case op.BINBYTES:
    case op.BINBYTES8:
    case op.BYTEARRAY8: {
      const width = code === op.SHORT_BINBYTES ? 1 : code === op.BINBYTES ? 4 : 8
      const start = take(m, code, at, readUint(m, code, at, width))
      checkSize(m, code, at, m.position - start)
      const kind = code === op.BYTEARRAY8 ? 'bytearray' : 'bytes'
      return push(m, newCell(kind, code, m.bytes.subarray(start, m.position), NO_CELLS, at, m.position))
    }
    case op.LIST:
    case op.DICT: {
      const items = takeMarked(m, code, at)
      if (code === op.DICT && items.length % 2 !== 0) throw new PickleError('DICT finds a key without a value', at)
      const cell = newCell(
        code === op.LIST ? 'list' : 'dict',
        code,
        null,
        NO_CELLS,
        m.markStarts.pop() ?? at,
        m.position,
      )
      if (items.length > 0) cell.value = addAct(cell, code === op.LIST ? 'appends' : 'setitems', items, m.position)
      return push(m, cell)
    }
    case op.NEWOBJ_EX: {
      need(m, code, at, 3)
      m.height -= 3
      const items = m.stack.slice(m.height, m.height + 3)
      return push(m, newCell('newobj_ex', code, null, items, m.starts[m.height] as number, m.position))
    }
    case op.GLOBAL:
      return push(m, readGlobal(m, code, at))
    case op.INST: {
      const args = takeMarked(m, code, at)
      const start = m.markStarts.pop() ?? at
      return push(m, instance(m, code, readGlobal(m, 0, at), args, start))
    }
    case op.OBJ: {
      const [type, ...args] = takeMarked(m, code, at)
      if (type === undefined) throw new PickleError('OBJ finds no class after its MARK', at)
      return push(m, instance(m, code, type, args, m.markStarts.pop() ?? at))
    }
    case op.PERSID:
      return push(m, newCell('persid', code, null, [readNameLine(m, code, at)], at, m.position))
    case op.BINPERSID:
      return push(m, wrapTop(m, code, at, 'persid', null))
    case op.EXT1:
    case op.EXT2:
    case op.EXT4: {
      const value = readUint(m, code, at, code === op.EXT1 ? 1 : code === op.EXT2 ? 2 : 4) | 0
      if (value <= 0) throw new PickleError(`${nameOf(code)} has an extension code below 1`, at)
      return push(m, newCell('ext', code, value, NO_CELLS, at, m.position))
    }
    case op.NEXT_BUFFER:
      return push(m, newCell('buffer', code, 0, NO_CELLS, at, m.position))
    case op.READONLY_BUFFER:
      return push(m, wrapTop(m, code, at, 'buffer', 1))
    default:
      throw new PickleError(`Not a pickle: ${hexByte(code)} is no opcode`, at)
  }
}

function push(m: Machine, cell: Cell): false {
  m.nodes += 1
  return pushOld(m, cell, cell.start)
}

function pushOld(m: Machine, cell: Cell, start: number): false {
  m.stack[m.height] = cell
  m.starts[m.height] = start
  m.height += 1
  return false
}

function put(m: Machine, code: number, at: number, index: number): false {
  need(m, code, at, 1)
  const top = m.stack[m.height - 1] as Cell
  top.memo = packMemo(code, index)
  top.end = m.position
  putMemo(m, index, top)
  return false
}

function need(m: Machine, code: number, at: number, count: number): void {
  if (m.height - count < m.fence) throw underflow(m, code, at)
}

/** Moves past `size` bytes that must be there; returns where they start. */
function take(m: Machine, code: number, at: number, size: number): number {
  const start = m.position
  if (size > m.bytes.length - start) throw truncated(m, code, at, size, start)
  m.position = start + size
  return start
}

/** A little-endian length; beyond 2**53 it is not exact, and longer than any file. */
function readUint(m: Machine, code: number, at: number, width: number): number {
  const start = take(m, code, at, width)
  let value = 0
  for (let i = start + width - 1; i >= start; i--) value = value * 256 + (m.bytes[i] as number)
  return value
}

function takeMarked(m: Machine, code: number, at: number): Cell[] {
  const base = popMark(m, code, at)
  const items = m.stack.slice(base, m.height)
  m.height = base
  return items
}

function readGlobal(m: Machine, code: number, at: number): Cell {
  const module = readNameLine(m, op.GLOBAL, at)
  const name = readNameLine(m, op.GLOBAL, at)
  return newCell('global', code, `${module.value as string}.${name.value as string}`, [module, name], at, m.position)
}

/** INST and OBJ call a class: a `reduce` node whose argument tuple is made up. */
function instance(m: Machine, code: number, type: Cell, args: Cell[], start: number): Cell {
  m.nodes += 2
  const first = args[0]
  const tuple = newCell('tuple', 0, null, args, first === undefined ? m.position : first.start, m.position)
  return newCell('reduce', code, null, [type, tuple], start, m.position)
}

function wrapTop(m: Machine, code: number, at: number, kind: 'persid' | 'buffer', value: number | null): Cell {
  need(m, code, at, 1)
  m.height -= 1
  return newCell(kind, code, value, [m.stack[m.height] as Cell], m.starts[m.height] as number, m.position)
}

const doubles = new DataView(new ArrayBuffer(8))

function readBinaryFloat(m: Machine, code: number, at: number): Cell {
  const start = take(m, code, at, 8)
  for (let i = 0; i < 8; i++) doubles.setUint8(i, m.bytes[start + i] as number)
  const cell = newCell('float', code, doubles.getFloat64(0), NO_CELLS, at, m.position)
  // JavaScript has one NaN; the bits of another are kept.
  if (Number.isNaN(cell.value) && doubles.getBigUint64(0) !== 0x7ff8000000000000n)
    m.exact.set(cell, m.bytes.subarray(start, m.position))
  return cell
}
