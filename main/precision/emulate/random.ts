/** Inputs from a seed, the same on every machine: near a standard normal, made of exact operations only. */

/** The sum of twelve uniform values less six has mean 0 and variance 1. */
const SUMMED = 12

/** Float32 values, mean 0 and this standard deviation. */
export function randomValues(count: number, seed: number, deviation = 1): Float32Array {
  const next = xorshift(seed)
  const values = new Float32Array(count)
  for (let at = 0; at < count; at++) {
    let sum = -SUMMED / 2
    for (let drawn = 0; drawn < SUMMED; drawn++) sum += next()
    values[at] = sum * deviation
  }
  return values
}

/** Uniform in [0, 1), by xorshift of 32 bits. */
function xorshift(seed: number): () => number {
  // a state of zero would stay zero; small seeds want a few rounds to part
  let state = (seed + 0x9e3779b9) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 16; round++) next()
  return next
}
