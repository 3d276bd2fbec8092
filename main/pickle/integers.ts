/** Pickle's binary integers: two's complement, little-endian, of any length, as bigint. */

const small: bigint[] = []
for (let i = -128; i < 1024; i++) small.push(BigInt(i))

/** A bigint for an integral number; small ones are shared. */
export function toBigInt(n: number): bigint {
  return n >= -128 && n < 1024 ? (small[n + 128] as bigint) : BigInt(n)
}

const hex: string[] = []
for (let i = 0; i < 256; i++) hex.push(i.toString(16).padStart(2, '0'))

/** bytes[start, end) as a signed integer (LONG1, LONG4); no bytes are 0. Linear in the length. */
export function readTwosComplement(bytes: Uint8Array, start: number, end: number): bigint {
  const size = end - start
  if (size === 0) return toBigInt(0)
  const top = bytes[end - 1] as number
  if (size <= 6) {
    let n = top < 0x80 ? top : top - 0x100
    for (let i = end - 2; i >= start; i--) n = n * 256 + (bytes[i] as number)
    return toBigInt(n)
  }
  let digits = '0x'
  for (let i = end - 1; i >= start; i--) digits += hex[bytes[i] as number] as string
  const magnitude = BigInt(digits)
  return top < 0x80 ? magnitude : magnitude - (1n << BigInt(size * 8))
}

/** The fewest two's complement bytes that hold `n`, none for 0, as CPython's save_long writes them. */
export function twosComplement(n: bigint): Uint8Array {
  if (n === 0n) return new Uint8Array(0)
  const bits = (n < 0n ? ~n : n).toString(16)
  const leading = Number.parseInt(bits.charAt(0), 16)
  const width = (bits.length - 1) * 4 + (32 - Math.clz32(leading))
  const size = (width >> 3) + 1
  const digits = BigInt.asUintN(size * 8, n)
    .toString(16)
    .padStart(size * 2, '0')
  const out = new Uint8Array(size)
  for (let i = 0; i < size; i++) out[i] = Number.parseInt(digits.slice((size - 1 - i) * 2, (size - i) * 2), 16)
  return out
}
