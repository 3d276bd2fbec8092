/** Reads what pickle writes as text: UTF-8 strings, and the one-line arguments of protocol 0. */
import { newCell, NO_CELLS, type Cell } from './cell'
import { PickleError } from './error'
import { toBigInt } from './integers'
import { nameOf, type Machine } from './machine'
import { floatText, quotedBytes, rawUnicodeEscape } from './text-write'
import { decodeUtf8, isAscii, unitsToString } from './utf8'

/** A str node from the UTF-8 between `start` and the machine's position. */
export function readBinaryText(m: Machine, start: number, at: number, op: number): Cell {
  const end = m.position
  checkSize(m, end - start, at, op)
  if (isAscii(m.bytes, start, end))
    return newCell('str', op, m.buffer.toString('latin1', start, end), NO_CELLS, at, end)
  const { text, exact } = decodeUtf8(m.bytes, start, end)
  const cell = newCell('str', op, text, NO_CELLS, at, end)
  if (!exact) m.exact.set(cell, m.bytes.subarray(start, end))
  return cell
}

/** Refuses a string or bytes object beyond the limit. */
export function checkSize(m: Machine, size: number, at: number, op: number): void {
  if (size > m.limits.maxBytes) {
    throw new PickleError(`${nameOf(op)} holds ${size} bytes, more than the limit of ${m.limits.maxBytes},`, at)
  }
}

/** The end of the line at the machine's position; moves past its newline. */
export function readLine(m: Machine, at: number, op: number): { readonly start: number; readonly end: number } {
  const start = m.position
  const end = m.bytes.indexOf(0x0a, start)
  if (end < 0) throw new PickleError(`Truncated: ${nameOf(op)} wants a line, no newline before the end,`, at)
  checkSize(m, end - start, at, op)
  m.position = end + 1
  return { start, end }
}

/** INT: a decimal (or 0x, 0o, 0b, C octal) number, or 00 and 01 for the two bools. */
export function readIntLine(m: Machine, at: number, op: number): Cell {
  const line = shortLine(m, at, op)
  if (line.text === '00' || line.text === '01') return newCell('bool', op, line.text === '01', NO_CELLS, at, m.position)
  return intCell(m, op, at, line, line.text)
}

/** LONG: the same, with an L behind it. */
export function readLongLine(m: Machine, at: number, op: number): Cell {
  const line = shortLine(m, at, op)
  return intCell(m, op, at, line, line.text.endsWith('L') ? line.text.slice(0, -1) : line.text)
}

export function readFloatLine(m: Machine, at: number, op: number): Cell {
  const line = shortLine(m, at, op)
  const value = parseFloatText(line.text)
  if (value === null) throw new PickleError(`${nameOf(op)} holds no float: ${shown(line.text)}`, at)
  return keepUnusual(m, newCell('float', op, value, NO_CELLS, at, m.position), line, floatText(value))
}

/** STRING: a quoted Python 2 string. Text when it is ASCII, bytes otherwise. */
export function readStringLine(m: Machine, at: number, op: number): Cell {
  const { start, end } = readLine(m, at, op)
  const quote = m.bytes[start]
  if (end - start < 2 || (quote !== 0x27 && quote !== 0x22) || m.bytes[end - 1] !== quote) {
    throw new PickleError(`${nameOf(op)} wants a quoted string`, at)
  }
  const value = unescapeBytes(m.bytes, start + 1, end - 1)
  const cell = python2String(value, at, m.position, op)
  const written = quotedBytes(value)
  if (!sameBytes(written, m.bytes, start, end)) m.exact.set(cell, m.bytes.subarray(start, end))
  return cell
}

/** A Python 2 str: a str node when all ASCII (as CPython reads it), a bytes node otherwise. */
export function python2String(value: Uint8Array, at: number, end: number, op: number): Cell {
  if (!isAscii(value, 0, value.length)) return newCell('bytes', op, value, NO_CELLS, at, end)
  return newCell('str', op, unitsToString(Uint16Array.from(value), value.length), NO_CELLS, at, end)
}

/** UNICODE: Latin-1 with \uXXXX and \UXXXXXXXX escapes (Python's raw-unicode-escape). */
export function readUnicodeLine(m: Machine, at: number, op: number): Cell {
  const { start, end } = readLine(m, at, op)
  const text = rawUnicodeUnescape(m.bytes, start, end)
  const cell = newCell('str', op, text, NO_CELLS, at, m.position)
  if (!sameBytes(rawUnicodeEscape(text), m.bytes, start, end)) m.exact.set(cell, m.bytes.subarray(start, end))
  return cell
}

/** A memo index in decimal (GET, PUT). */
export function readIndexLine(m: Machine, at: number, op: number): number {
  const { text } = shortLine(m, at, op)
  if (!/^[ \t\r\v\f]*\+?\d+[ \t\r\v\f]*$/.test(text))
    throw new PickleError(`${nameOf(op)} wants a memo index, not ${shown(text)},`, at)
  const index = Number(text)
  if (!Number.isSafeInteger(index)) throw new PickleError(`${nameOf(op)} has a memo index out of range`, at)
  return index
}

/** A line that must be UTF-8 (GLOBAL, INST) or ASCII (PERSID), as a made-up str node. */
export function readNameLine(m: Machine, at: number, op: number): Cell {
  const { start, end } = readLine(m, at, op)
  const text = isAscii(m.bytes, start, end)
    ? m.buffer.toString('latin1', start, end)
    : decodeUtf8(m.bytes, start, end, false).text
  m.nodes += 1
  return newCell('str', 0, text, NO_CELLS, start, end)
}

interface Line {
  readonly start: number
  readonly end: number
  readonly text: string
}

function shortLine(m: Machine, at: number, op: number): Line {
  const { start, end } = readLine(m, at, op)
  if (end - start > m.limits.maxIntDigits) {
    throw new PickleError(
      `${nameOf(op)} has ${end - start} digits, more than the limit of ${m.limits.maxIntDigits},`,
      at,
    )
  }
  return { start, end, text: m.buffer.toString('latin1', start, end) }
}

function intCell(m: Machine, op: number, at: number, line: Line, digits: string): Cell {
  const value = parseIntText(digits)
  if (value === null) throw new PickleError(`${nameOf(op)} holds no integer: ${shown(line.text)}`, at)
  const written = line.text.endsWith('L') ? `${value}L` : `${value}`
  return keepUnusual(m, newCell('int', op, value, NO_CELLS, at, m.position), line, written)
}

function keepUnusual(m: Machine, cell: Cell, line: Line, written: string): Cell {
  if (written !== line.text) m.exact.set(cell, m.bytes.subarray(line.start, line.end))
  return cell
}

/** Python's int(text, 0), and C's octal of strtol; null when it is neither. */
export function parseIntText(text: string): bigint | null {
  const match =
    /^[ \t\r\v\f]*([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0[0-7]+|0|[1-9](?:_?\d)*)[ \t\r\v\f]*$/.exec(
      text,
    )
  if (match === null) return null
  const digits = (match[2] as string).replaceAll('_', '')
  const value =
    digits.length < 15 && digits.charAt(0) !== '0'
      ? toBigInt(Number(digits))
      : BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits)
  return match[1] === '-' ? -value : value
}

/** What PyOS_string_to_double accepts, without overflow; null for anything else. */
export function parseFloatText(text: string): number | null {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : null
  }
  const match = /^([+-]?)(inf|infinity|nan)$/i.exec(text)
  if (match === null) return null
  if ((match[2] as string).toLowerCase() === 'nan') return Number.NaN
  return match[1] === '-' ? -Infinity : Infinity
}

function rawUnicodeUnescape(bytes: Uint8Array, start: number, end: number): string {
  const units = new Uint16Array(end - start)
  let length = 0
  let i = start
  while (i < end) {
    const byte = bytes[i++] as number
    units[length++] = byte
    if (byte !== 0x5c || i >= end) continue
    const kind = bytes[i++] as number
    const size = kind === 0x75 ? 4 : kind === 0x55 ? 8 : 0
    if (size === 0) {
      units[length++] = kind
      continue
    }
    const code = readHex(bytes, i, size, end)
    if (code < 0) throw new PickleError(`Truncated ${size === 4 ? '\\uXXXX' : '\\UXXXXXXXX'} escape`, i - 2)
    if (code > 0x10ffff) throw new PickleError('\\UXXXXXXXX escape out of range', i - 2)
    i += size
    length -= 1
    if (code >= 0x10000) {
      units[length++] = 0xd800 + ((code - 0x10000) >> 10)
      units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff)
    } else units[length++] = code
  }
  return unitsToString(units, length)
}

const simpleEscapes: ReadonlyMap<number, number> = new Map(
  [...'\\\\\'\'""b\bf\ft\tn\nr\rv\va\x07'].flatMap((char, i, all) =>
    i % 2 === 0 ? [[char.charCodeAt(0), (all[i + 1] as string).charCodeAt(0)]] : [],
  ),
)

/** PyBytes_DecodeEscape: unknown escapes stay, bad \x and a trailing backslash are errors. */
function unescapeBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start)
  let length = 0
  let i = start
  while (i < end) {
    const byte = bytes[i++] as number
    if (byte !== 0x5c) {
      out[length++] = byte
      continue
    }
    if (i >= end) throw new PickleError('STRING ends in a backslash', i - 1)
    const kind = bytes[i++] as number
    const simple = simpleEscapes.get(kind)
    if (simple !== undefined) out[length++] = simple
    else if (kind >= 0x30 && kind < 0x38) {
      let code = kind - 0x30
      for (let k = 0; k < 2 && i < end && (bytes[i] as number) >= 0x30 && (bytes[i] as number) < 0x38; k++)
        code = code * 8 + (bytes[i++] as number) - 0x30
      out[length++] = code & 0xff
    } else if (kind === 0x78) {
      const code = readHex(bytes, i, 2, end)
      if (code < 0) throw new PickleError('Invalid \\x escape', i - 2)
      out[length++] = code
      i += 2
    } else {
      out[length++] = byte
      out[length++] = kind
    }
  }
  return out.subarray(0, length)
}

/** `size` hexadecimal digits as a number, -1 when they are not all there. */
function readHex(bytes: Uint8Array, start: number, size: number, end: number): number {
  if (start + size > end) return -1
  let value = 0
  for (let i = start; i < start + size; i++) {
    const byte = bytes[i] as number
    const digit =
      byte >= 0x30 && byte < 0x3a
        ? byte - 0x30
        : (byte | 0x20) >= 0x61 && (byte | 0x20) < 0x67
          ? (byte | 0x20) - 0x57
          : -1
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}

function sameBytes(a: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (a.length !== end - start) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== bytes[start + i]) return false
  return true
}

/** A line for a message, cut short, without control characters. */
function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
