/** Damaged pickles, the same ones for the same seed. */

/** A small generator of numbers in [0, 2**32) (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
}

/** `bytes` with one or two changes: a byte set, a bit flipped, a piece cut, doubled, moved or taken from `other`, or cut short. */
export function mutate(bytes: Uint8Array, other: Uint8Array, next: () => number): Uint8Array {
  let out: Uint8Array = Uint8Array.from(bytes)
  for (let changes = 1 + (next() % 2); changes > 0 && out.length > 0; changes--) {
    const at = next() % out.length
    const size = 1 + (next() % 24)
    switch (next() % 9) {
      case 0:
        out[at] = next()
        break
      case 1:
        out[at] = (out[at] ?? 0) ^ (1 << (next() % 8))
        break
      case 2:
        out.fill(0xff, at, at + (1 + (next() % 8)))
        break
      case 3:
        out = join(out.subarray(0, at), out.subarray(at + size))
        break
      case 4:
        out = join(out.subarray(0, at + size), out.subarray(at))
        break
      case 5:
        out = join(out.subarray(0, at), Uint8Array.from({ length: size }, next), out.subarray(at))
        break
      case 6: {
        const from = next() % other.length
        out = join(out.subarray(0, at), other.subarray(from, from + size * 4), out.subarray(at + size))
        break
      }
      case 7:
        out = join(out.subarray(0, at), Uint8Array.of(interesting[next() % interesting.length] ?? 0), out.subarray(at))
        break
      default:
        if (next() % 4 === 0) out = out.slice(0, at)
        break
    }
  }
  return out
}

/** Opcodes that move the stack, the marks and the memo about. */
const interesting = Uint8Array.from('(0212)]}.abeostuldjqrpghRQcNKIVPi', (char) => char.charCodeAt(0))

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
