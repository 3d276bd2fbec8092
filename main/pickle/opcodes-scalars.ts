/** Opcodes that push None, a bool, a number, a string or bytes. */
import { newCell, NO_CELLS } from './cell'
import { PickleError } from './error'
import { readTwosComplement, toBigInt, twosComplement } from './integers'
import { push, readUint, take, type Machine } from './machine'
import * as op from './opcodes'
import {
  checkSize,
  python2String,
  readBinaryText,
  readFloatLine,
  readIntLine,
  readLongLine,
  readStringLine,
  readUnicodeLine,
} from './text'

export function none(m: Machine, at: number, code: number): void {
  push(m, newCell('none', code, null, NO_CELLS, at, m.position))
}

export function bool(m: Machine, at: number, code: number): void {
  push(m, newCell('bool', code, code === op.NEWTRUE, NO_CELLS, at, m.position))
}

export function int1(m: Machine, at: number, code: number): void {
  const start = take(m, 1, at, code)
  push(m, newCell('int', code, toBigInt(m.bytes[start] as number), NO_CELLS, at, m.position))
}

export function int2(m: Machine, at: number, code: number): void {
  const start = take(m, 2, at, code)
  const value = (m.bytes[start] as number) | ((m.bytes[start + 1] as number) << 8)
  push(m, newCell('int', code, toBigInt(value), NO_CELLS, at, m.position))
}

export function int4(m: Machine, at: number, code: number): void {
  const { bytes } = m
  const start = take(m, 4, at, code)
  const low = (bytes[start] as number) | ((bytes[start + 1] as number) << 8) | ((bytes[start + 2] as number) << 16)
  push(m, newCell('int', code, toBigInt(low | ((bytes[start + 3] as number) << 24)), NO_CELLS, at, m.position))
}

export function long1(m: Machine, at: number, code: number): void {
  const size = readUint(m, 1, at, code)
  const start = take(m, size, at, code)
  const cell = newCell('int', code, readTwosComplement(m.bytes, start, m.position), NO_CELLS, at, m.position)
  if (size > 0 && isRedundant(m.bytes, m.position, size)) m.exact.set(cell, m.bytes.subarray(start, m.position))
  push(m, cell)
}

export function long4(m: Machine, at: number, code: number): void {
  const size = readUint(m, 4, at, code)
  if (size >= 0x80000000) throw new PickleError('LONG4 claims a negative number of bytes', at)
  const start = take(m, size, at, code)
  if (size > m.limits.maxIntBytes)
    throw new PickleError(`LONG4 holds ${size} bytes, more than the limit of ${m.limits.maxIntBytes},`, at)
  const value = readTwosComplement(m.bytes, start, m.position)
  const cell = newCell('int', code, value, NO_CELLS, at, m.position)
  if (twosComplement(value).length !== size) m.exact.set(cell, m.bytes.subarray(start, m.position))
  push(m, cell)
}

export function intLine(m: Machine, at: number, code: number): void {
  push(m, readIntLine(m, at, code))
}

export function longLine(m: Machine, at: number, code: number): void {
  push(m, readLongLine(m, at, code))
}

export function floatLine(m: Machine, at: number, code: number): void {
  push(m, readFloatLine(m, at, code))
}

const double = new DataView(new ArrayBuffer(8))

export function float8(m: Machine, at: number, code: number): void {
  const start = take(m, 8, at, code)
  for (let i = 0; i < 8; i++) double.setUint8(i, m.bytes[start + i] as number)
  const value = double.getFloat64(0)
  const cell = newCell('float', code, value, NO_CELLS, at, m.position)
  // JavaScript has one NaN; the bits of another are kept.
  if (Number.isNaN(value) && double.getBigUint64(0) !== 0x7ff8000000000000n)
    m.exact.set(cell, m.bytes.subarray(start, m.position))
  push(m, cell)
}

export function unicode(m: Machine, at: number, code: number): void {
  const width = code === op.SHORT_BINUNICODE ? 1 : code === op.BINUNICODE ? 4 : 8
  const size = readUint(m, width, at, code)
  const start = take(m, size, at, code)
  push(m, readBinaryText(m, start, at, code))
}

export function unicodeLine(m: Machine, at: number, code: number): void {
  push(m, readUnicodeLine(m, at, code))
}

export function string(m: Machine, at: number, code: number): void {
  const size = readUint(m, code === op.BINSTRING ? 4 : 1, at, code)
  if (size >= 0x80000000) throw new PickleError('BINSTRING claims a negative number of bytes', at)
  const start = take(m, size, at, code)
  checkSize(m, size, at, code)
  push(m, python2String(m.bytes.subarray(start, m.position), at, m.position, code))
}

export function stringLine(m: Machine, at: number, code: number): void {
  push(m, readStringLine(m, at, code))
}

export function bytes(m: Machine, at: number, code: number): void {
  const width = code === op.SHORT_BINBYTES ? 1 : code === op.BINBYTES ? 4 : 8
  const size = readUint(m, width, at, code)
  const start = take(m, size, at, code)
  checkSize(m, size, at, code)
  const kind = code === op.BYTEARRAY8 ? 'bytearray' : 'bytes'
  push(m, newCell(kind, code, m.bytes.subarray(start, m.position), NO_CELLS, at, m.position))
}

/** A last byte that only repeats the sign: CPython writes no such integer. */
function isRedundant(bytes: Uint8Array, end: number, size: number): boolean {
  const top = bytes[end - 1] as number
  if (size === 1) return top === 0
  const next = bytes[end - 2] as number
  return (top === 0 && next < 0x80) || (top === 0xff && next >= 0x80)
}
