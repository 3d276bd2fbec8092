/** Writes numbers, strings, names and buffers: with the opcode they came from where it still fits, else as CPython would. */
import type { Cell } from './cell'
import { PickleError } from './error'
import { parseIntText, parseFloatText } from './text'
import { readTwosComplement, twosComplement } from './integers'
import * as op from './opcodes'
import { floatText, quotedBytes, rawUnicodeEscape } from './text-write'
import { decodeUtf8, encodeUtf8, utf8Length, writeUtf8 } from './utf8'
import { reserve, writeByte, writeBytes, writeLine, writePayload, writeUint, type Writer } from './writer'

/** Arguments kept as they were, by node; see Pickle.exact. */
export type Exact = ReadonlyMap<Cell, Uint8Array>

export function writeBool(w: Writer, cell: Cell, protocol: number): void {
  const value = cell.value === true
  if (cell.op === op.INT || (cell.op === 0 && protocol < 2)) writeLine(w, op.INT, value ? '01' : '00')
  else writeByte(w, value ? op.NEWTRUE : op.NEWFALSE)
}

export function writeInt(w: Writer, cell: Cell, protocol: number, exact: Exact): void {
  const value = cell.value as bigint
  const kept = exact.get(cell)
  if (kept !== undefined && writeKeptInt(w, cell, value, kept)) return
  switch (fitting(cell.op, value, protocol)) {
    case op.INT:
      return writeLine(w, op.INT, String(value))
    case op.LONG:
      return writeLine(w, op.LONG, `${value}L`)
    case op.BININT1:
      return writeUint(w, op.BININT1, Number(value), 1)
    case op.BININT2:
      return writeUint(w, op.BININT2, Number(value), 2)
    case op.BININT:
      return writeUint(w, op.BININT, Number(BigInt.asUintN(32, value)), 4)
    case op.LONG1:
    default: {
      const bytes = twosComplement(value)
      if (bytes.length < 256 && cell.op !== op.LONG4) writeUint(w, op.LONG1, bytes.length, 1)
      else writeUint(w, op.LONG4, bytes.length, 4)
      return writeBytes(w, bytes)
    }
  }
}

/** The recorded integer opcode if `value` fits it, else the one CPython chooses (save_long). */
function fitting(recorded: number, value: bigint, protocol: number): number {
  const int32 = value >= -0x80000000n && value < 0x80000000n
  if (recorded === op.INT || recorded === op.LONG || recorded === op.LONG1 || recorded === op.LONG4) return recorded
  if (recorded === op.BININT1 && value >= 0n && value < 256n) return recorded
  if (recorded === op.BININT && int32) return recorded
  if (recorded === op.BININT2 && value >= 0n && value < 65536n) return recorded
  if (protocol === 0) return int32 ? op.INT : op.LONG
  if (value >= 0n && value < 256n) return op.BININT1
  if (value >= 0n && value < 65536n) return op.BININT2
  if (int32) return op.BININT
  return protocol === 1 ? op.LONG : op.LONG1
}

function writeKeptInt(w: Writer, cell: Cell, value: bigint, kept: Uint8Array): boolean {
  if (cell.op === op.LONG1 || cell.op === op.LONG4) {
    if (readTwosComplement(kept, 0, kept.length) !== value) return false
    writeUint(w, cell.op, kept.length, cell.op === op.LONG1 ? 1 : 4)
    writeBytes(w, kept)
    return true
  }
  const line = latin1(kept)
  if (parseIntText(cell.op === op.LONG && line.endsWith('L') ? line.slice(0, -1) : line) !== value) return false
  writeLine(w, cell.op, line)
  return true
}

const double = new DataView(new ArrayBuffer(8))

export function writeFloat(w: Writer, cell: Cell, protocol: number, exact: Exact): void {
  const value = cell.value as number
  const kept = exact.get(cell)
  if (cell.op === op.FLOAT || (cell.op === 0 && protocol === 0)) {
    const line = kept === undefined ? null : latin1(kept)
    return writeLine(w, op.FLOAT, line !== null && Object.is(parseFloatText(line), value) ? line : floatText(value))
  }
  reserve(w, 9)
  w.out[w.length++] = op.BINFLOAT
  if (kept !== undefined && Number.isNaN(value)) return writeBytes(w, kept)
  double.setFloat64(0, value)
  for (let i = 0; i < 8; i++) w.out[w.length++] = double.getUint8(i)
}

export function writeStr(w: Writer, cell: Cell, protocol: number, exact: Exact): void {
  const value = cell.value as string
  const kept = exact.get(cell)
  if (isPython2(cell.op) && isAsciiText(value))
    return writePython2(
      w,
      cell,
      Uint8Array.from(value, (char) => char.charCodeAt(0)),
      kept,
    )
  if (cell.op === op.UNICODE || (cell.op === 0 && protocol === 0)) {
    writeByte(w, op.UNICODE)
    writeBytes(w, kept ?? rawUnicodeEscape(value))
    return writeByte(w, 0x0a)
  }
  if (kept !== undefined && decodeUtf8(kept, 0, kept.length).text === value)
    return writePayload(
      w,
      textOp(cell.op, kept.length, protocol),
      widthOf(textOp(cell.op, kept.length, protocol)),
      kept,
    )
  const size = utf8Length(value)
  const code = textOp(cell.op, size, protocol)
  if (size >= 256) return writePayload(w, code, widthOf(code), encodeUtf8(value))
  writeUint(w, code, size, widthOf(code))
  reserve(w, size)
  w.length = writeUtf8(value, w.out, w.length)
}

export function writeBytesNode(w: Writer, cell: Cell, exact: Exact): void {
  const value = cell.value as Uint8Array
  if (isPython2(cell.op)) return writePython2(w, cell, value, exact.get(cell))
  if (cell.kind === 'bytearray') return writePayload(w, op.BYTEARRAY8, 8, value)
  const wide = value.length > 0xffffffff || cell.op === op.BINBYTES8
  if (wide) return writePayload(w, op.BINBYTES8, 8, value)
  if (value.length < 256 && cell.op !== op.BINBYTES) return writePayload(w, op.SHORT_BINBYTES, 1, value)
  writePayload(w, op.BINBYTES, 4, value)
}

/** `module\nname\n` behind GLOBAL or INST. */
export function writeNames(w: Writer, code: number, items: readonly Cell[]): void {
  writeByte(w, code)
  for (const item of items) writeTextLine(w, item)
}

/** The text of a str node and a newline. */
export function writeTextLine(w: Writer, item: Cell | undefined): void {
  const text = typeof item?.value === 'string' ? item.value : ''
  if (text.includes('\n'))
    throw new PickleError(
      `A name with a line break cannot be written in this protocol: ${JSON.stringify(text)}`,
      w.length,
    )
  writeBytes(w, encodeUtf8(text))
  writeByte(w, 0x0a)
}

export function writeExt(w: Writer, cell: Cell): void {
  const value = cell.value as number
  if (value < 256 && cell.op !== op.EXT2 && cell.op !== op.EXT4) writeUint(w, op.EXT1, value, 1)
  else if (value < 65536 && cell.op !== op.EXT4) writeUint(w, op.EXT2, value, 2)
  else writeUint(w, op.EXT4, value, 4)
}

function textOp(recorded: number, size: number, protocol: number): number {
  if (recorded === op.BINUNICODE8 || size > 0xffffffff) return op.BINUNICODE8
  if (size < 256 && (recorded === op.SHORT_BINUNICODE || (recorded !== op.BINUNICODE && protocol >= 4)))
    return op.SHORT_BINUNICODE
  return op.BINUNICODE
}

function widthOf(code: number): number {
  return code === op.SHORT_BINUNICODE ? 1 : code === op.BINUNICODE ? 4 : 8
}

function isPython2(code: number): boolean {
  return code === op.STRING || code === op.BINSTRING || code === op.SHORT_BINSTRING
}

function writePython2(w: Writer, cell: Cell, value: Uint8Array, kept: Uint8Array | undefined): void {
  if (cell.op === op.STRING) {
    writeByte(w, op.STRING)
    writeBytes(w, kept ?? quotedBytes(value))
    return writeByte(w, 0x0a)
  }
  if (value.length < 256 && cell.op === op.SHORT_BINSTRING) writeUint(w, op.SHORT_BINSTRING, value.length, 1)
  else writeUint(w, op.BINSTRING, value.length, 4)
  writeBytes(w, value)
}

function isAsciiText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
