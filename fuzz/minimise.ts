/** Makes a failing input smaller, piece by piece, as long as it fails the same way. */

export async function minimised(
  input: Uint8Array,
  fails: (input: Uint8Array) => Promise<boolean>,
  budget: number,
): Promise<Uint8Array> {
  const until = performance.now() + budget
  let best = input
  for (let size = best.length >> 1; size >= 1; size = best.length < size * 2 ? best.length >> 1 : size >> 1) {
    let shrunk = false
    for (let at = 0; at < best.length && performance.now() < until;) {
      const without = new Uint8Array(Buffer.concat([best.subarray(0, at), best.subarray(at + size)]))
      if (without.length < best.length && (await fails(without))) {
        best = without
        shrunk = true
      } else at += size
    }
    if (performance.now() >= until) break
    if (size === 1 && !shrunk) break
    if (size === 1) size = 2
  }
  return best
}
