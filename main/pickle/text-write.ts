/** Writes pickle's text forms as CPython does: repr of a float, raw-unicode-escape, a Python 2 string literal. */

/** Python's repr(float). Both languages print the shortest digits; they differ in when an exponent is used. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** The argument of UNICODE, without its newline (_pickle.c, raw_unicode_escape). */
export function rawUnicodeEscape(text: string): Uint8Array {
  const out: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code >= 0x10000) pushAscii(out, `\\U${code.toString(16).padStart(8, '0')}`)
    else if (code >= 0x100 || code === 0x5c || code === 0 || code === 0x0a || code === 0x0d || code === 0x1a) {
      pushAscii(out, `\\u${code.toString(16).padStart(4, '0')}`)
    } else out.push(code)
  }
  return Uint8Array.from(out)
}

/** The argument of STRING, quotes included: Python 2's repr of a str. */
export function quotedBytes(value: Uint8Array): Uint8Array {
  const quote = value.includes(0x27) && !value.includes(0x22) ? 0x22 : 0x27
  const out: number[] = [quote]
  for (const byte of value) {
    if (byte === quote || byte === 0x5c) out.push(0x5c, byte)
    else if (byte === 0x09) pushAscii(out, '\\t')
    else if (byte === 0x0a) pushAscii(out, '\\n')
    else if (byte === 0x0d) pushAscii(out, '\\r')
    else if (byte < 0x20 || byte >= 0x7f) pushAscii(out, `\\x${byte.toString(16).padStart(2, '0')}`)
    else out.push(byte)
  }
  out.push(quote)
  return Uint8Array.from(out)
}

function pushAscii(out: number[], text: string): void {
  for (let i = 0; i < text.length; i++) out.push(text.charCodeAt(i))
}
