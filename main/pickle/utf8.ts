/** UTF-8 as Python's pickle uses it: strict, but lone surrogates pass (PEP 383's `surrogatepass`). */
import { PickleError, hexByte } from './error'

/** True when bytes[start, end) are all ASCII. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] as number) > 0x7f) return false
  return true
}

export interface DecodedText {
  readonly text: string
  /** False when the text, encoded again, gives other bytes: a high and a low surrogate encoded apart. */
  readonly exact: boolean
}

/** Decodes bytes[start, end). Throws PickleError with the offset of the offending byte, as CPython refuses it. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number, surrogates = true): DecodedText {
  const units = new Uint16Array(end - start)
  let length = 0
  let exact = true
  let i = start
  while (i < end) {
    const a = bytes[i] as number
    if (a < 0x80) {
      units[length++] = a
      i += 1
      continue
    }
    const size = a >= 0xc2 && a < 0xe0 ? 2 : a >= 0xe0 && a < 0xf0 ? 3 : a >= 0xf0 && a < 0xf5 ? 4 : 0
    if (size === 0) throw new PickleError(`Invalid UTF-8: ${hexByte(a)} cannot start a character`, i)
    if (i + size > end) throw new PickleError('Invalid UTF-8: the text ends inside a character', i)
    let code = size === 2 ? a & 0x1f : size === 3 ? a & 0x0f : a & 0x07
    for (let k = 1; k < size; k++) {
      const b = bytes[i + k] as number
      if ((b & 0xc0) !== 0x80) throw new PickleError(`Invalid UTF-8: ${hexByte(b)} cannot continue a character`, i + k)
      code = (code << 6) | (b & 0x3f)
    }
    if ((size === 3 && code < 0x800) || (size === 4 && (code < 0x10000 || code > 0x10ffff))) {
      throw new PickleError('Invalid UTF-8: overlong or out of range', i)
    }
    if (code >= 0x10000) {
      units[length++] = 0xd800 + ((code - 0x10000) >> 10)
      units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff)
    } else {
      if (code >= 0xd800 && code < 0xe000) {
        if (!surrogates) throw new PickleError('Invalid UTF-8: a surrogate', i)
        // A low surrogate in three bytes, right after a high one: one character in JavaScript, two in Python.
        if (code >= 0xdc00 && length > 0 && isHigh(units[length - 1] as number)) exact = false
      }
      units[length++] = code
    }
    i += size
  }
  return { text: unitsToString(units, length), exact }
}

/** The number of bytes `text` takes. */
export function utf8Length(text: string): number {
  let size = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) size += 1
    else if (unit < 0x800) size += 2
    else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
      size += 4
      i += 1
    } else size += 3
  }
  return size
}

/** Writes `text` at `position` (room is the caller's business); returns the position after it. */
export function writeUtf8(text: string, out: Uint8Array, position: number): number {
  let at = position
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      out[at++] = code
      continue
    }
    if (code < 0x800) {
      out[at++] = 0xc0 | (code >> 6)
      out[at++] = 0x80 | (code & 0x3f)
      continue
    }
    const next = isHigh(code) ? text.charCodeAt(i + 1) : 0
    if (isLow(next)) {
      code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
      i += 1
      out[at++] = 0xf0 | (code >> 18)
      out[at++] = 0x80 | ((code >> 12) & 0x3f)
    } else {
      out[at++] = 0xe0 | (code >> 12)
    }
    out[at++] = 0x80 | ((code >> 6) & 0x3f)
    out[at++] = 0x80 | (code & 0x3f)
  }
  return at
}

/** `text` as UTF-8 bytes of its own. */
export function encodeUtf8(text: string): Uint8Array {
  const out = new Uint8Array(utf8Length(text))
  writeUtf8(text, out, 0)
  return out
}

/** Code units to a string, lone surrogates as they are. */
export function unitsToString(units: Uint16Array, length: number): string {
  if (length < 4096) return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[])
  const parts: string[] = []
  for (let i = 0; i < length; i += 4096) {
    parts.push(String.fromCharCode.apply(null, units.subarray(i, Math.min(i + 4096, length)) as unknown as number[]))
  }
  return parts.join('')
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
