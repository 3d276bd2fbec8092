/** Damages bytes and texts: flips, cuts, splices, lies about lengths, repetitions, nesting. */
import type { Random } from './random'

/** Numbers at which a length or an index goes wrong. */
const EDGES = [0, 1, 2, 3, 127, 128, 255, 256, 65535, 65536, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]
const WIDTHS = [1, 2, 4, 8]
/** A larger input only takes longer. */
const LARGEST = 256 * 1024

/** What moves a reader of bytes about: opcodes of pickle that touch the stack, the marks, the memo, and lengths. */
const TOKENS = [
  '(', ')', ']', '}', '.', '0', '1', '2', 'a', 'b', 'e', 'o', 's', 't', 'u', 'l', 'd', 'N', 'R', 'Q',
  '\x81', '\x85', '\x86', '\x87', '\x8f', '\x90', '\x91', '\x92', '\x93', '\x94', '\x95', '\x97', '\x98',
  'q\x00', 'h\x00', 'h\x01', 'r\x00\x00\x00\x00', 'r\xff\xff\xff\x7f', 'j\x00\x00\x00\x00', 'j\xff\xff\xff\xff',
  'p0\n', 'g0\n', 'g-1\n', 'p99999999999\n', 'I01\n', 'L1L\n', 'cos\nsystem\n', '(S"x"\nios\nsystem\n',
  'X\xff\xff\xff\xff', 'B\x00\x00\x00\x80', 'T\xff\xff\xff\xff', '\x8d\xff\xff\xff\xff\xff\xff\xff\x7f',
  '\x8e\x00\x00\x00\x80\x00\x00\x00\x00', '\x96\xff\xff\xff\xff\x00\x00\x00\x00', '\x8b\xff\xff\xff\x7f', '\x8a\xff',
  '\x95\x00\x00\x00\x00\x00\x00\x00\x00', '\x80\x05', '\x80\xff', '\x82\x00', '\x84\xff\xff\xff\xff',
].map((text) => Buffer.from(text, 'latin1')) // prettier-ignore

/** `bytes` with one to four changes; `other` is what pieces are taken from. */
export function damage(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let out: Uint8Array = Uint8Array.from(bytes)
  for (let changes = 1 + random.size(4); changes > 0 && out.length > 0; changes--) out = damageOnce(out, other, random)
  return out.subarray(0, LARGEST)
}

function damageOnce(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length)
  const size = 1 + random.below(random.oneIn(4) ? 400 : 24)
  switch (random.below(13)) {
    case 0:
      bytes[at] = random.next()
      return bytes
    case 1:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
      return bytes
    case 2:
      bytes.fill(random.pick([0, 0xff]), at, at + 1 + random.below(8))
      return bytes
    case 3:
      return join(bytes.subarray(0, at), bytes.subarray(at + size))
    case 4:
      return join(bytes.subarray(0, at + size), bytes.subarray(at))
    case 5:
      return join(bytes.subarray(0, at), Uint8Array.from({ length: size }, random.next), bytes.subarray(at))
    case 6:
    case 7: {
      const from = random.below(other.length)
      return join(bytes.subarray(0, at), other.subarray(from, from + size * 4), bytes.subarray(at + size))
    }
    case 8:
      return join(bytes.subarray(0, at), random.pick(TOKENS), bytes.subarray(at + random.below(2)))
    case 9:
      return withNumber(bytes, at, random)
    case 10: {
      const piece = bytes.subarray(at, at + 1 + random.below(12))
      return join(bytes.subarray(0, at), repeated(piece, random.size(3000)), bytes.subarray(at))
    }
    case 11: {
      const token = random.pick(TOKENS)
      return join(bytes.subarray(0, at), repeated(token, random.size(2000)), bytes.subarray(at))
    }
    default:
      return random.oneIn(3) ? bytes.slice(0, at) : bytes
  }
}

/** A number of 1 to 8 bytes, either end first, in the place of what stands there. */
function withNumber(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const width = random.pick(WIDTHS)
  if (at + width > bytes.length) return bytes
  const number = BigInt.asUintN(64, BigInt(random.pick(EDGES)) + BigInt(random.below(3) - 1))
  const view = new DataView(new ArrayBuffer(8))
  const isLittle = !random.oneIn(4)
  view.setBigUint64(0, number, isLittle)
  const written = new Uint8Array(view.buffer)
  bytes.set(isLittle ? written.subarray(0, width) : written.subarray(8 - width), at)
  return bytes
}

/** `text` with one to four changes; `words` are those of its language, `other` is what pieces are taken from. */
export function damageText(text: string, other: string, words: readonly string[], random: Random): string {
  let out = text
  for (let changes = 1 + random.size(4); changes > 0; changes--) out = damageTextOnce(out, other, words, random)
  return out.slice(0, LARGEST)
}

function damageTextOnce(text: string, other: string, words: readonly string[], random: Random): string {
  const at = random.below(text.length + 1)
  const size = random.below(random.oneIn(4) ? 400 : 12)
  const [left, right] = [text.slice(0, at), text.slice(at)]
  switch (random.below(10)) {
    case 0:
      return left + right.slice(size)
    case 1:
      return left + right.slice(0, size) + right
    case 2:
      return left + random.pick(words) + right
    case 3:
      return left + random.pick(words) + right.slice(size)
    case 4: {
      const from = random.below(other.length)
      return left + other.slice(from, from + size * 4) + right.slice(size)
    }
    case 5:
      return left + strange(random) + right
    case 6:
      return left + random.pick(words).repeat(random.size(2000)) + right
    case 7:
      return withLines(text, random)
    case 8:
      return left + random.pick(NUMBERS) + right.replace(/^-?\d+(\.\d+)?/, '')
    default:
      return random.oneIn(3) ? left : left + strange(random) + right.slice(1)
  }
}

/** A line taken out, doubled, or put elsewhere. */
function withLines(text: string, random: Random): string {
  const lines = text.split('\n')
  const [line = ''] = lines.splice(random.below(lines.length), random.below(3))
  for (let times = random.below(3); times > 0; times--) lines.splice(random.below(lines.length + 1), 0, line)
  return lines.join('\n')
}

const NUMBERS = [
  '0', '-0', '1', '-1', '9007199254740993', '18446744073709551616', '1e309', '-1e400', '5e-324', 'NaN', 'Infinity',
  '0x', '0x10', '1_000', '00', '1.', '.5', '1e', '9'.repeat(400), '1j', '4294967296', '2147483648',
] // prettier-ignore

/** Characters that a reader or a screen may take for something else. */
const STRANGE = [
  '\0', '\t', '\n', '\r', '\r\n', '\u000b', '\x1b[2J', '\x1b]0;x\x07', '\x7f', '\u0085', '\u00a0', '\u2028', '\u2029',
  '\u202e', '\u200f', '\ufeff', '\ufffd', '\u{1f600}', '\u{10ffff}', 'é', 'e\u0301', '<b>', '"', "'", '\\', '\\u', '\\x',
  '{', '}', '[', ']', '(', ')', ',', ':', ';', '#', '%', '$&', '`', '=', '.', '/', '__proto__', 'constructor',
] // prettier-ignore
const strange = (random: Random): string => random.pick(STRANGE)

function repeated(piece: Uint8Array, times: number): Uint8Array {
  const out = new Uint8Array(Math.min(LARGEST, piece.length * times))
  for (let at = 0; at < out.length; at += piece.length) out.set(piece.subarray(0, out.length - at), at)
  return out
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
