/** The order in which a Python set gives back what was added to it: by hash, in a table that grows (Objects/setobject.c). */

/** Slots behind the one of the hash that are tried before the next jump (LINEAR_PROBES). */
const PROBES = 9
const PERTURB_SHIFT = 5n
const SMALLEST = 8
/** Above this many members a table that is full grows to the double, below to four times. */
const MANY = 50_000

/** Indices of unequal members with these hashes, added one after the other, as iterating over the set gives them. */
export function setOrder(hashes: readonly bigint[]): readonly number[] {
  let table = emptyTable(SMALLEST)
  hashes.forEach((hash, index) => {
    put(table, hash, index)
    const used = index + 1
    if (used * 5 < (table.length - 1) * 3) return
    const wanted = used > MANY ? used * 2 : used * 4
    let size = SMALLEST
    while (size <= wanted) size *= 2
    const old = table
    table = emptyTable(size)
    for (const member of old) if (member !== FREE) put(table, hashes[member] ?? 0n, member)
  })
  return [...table].filter((member) => member !== FREE)
}

const FREE = -1

function emptyTable(size: number): Int32Array {
  return new Int32Array(size).fill(FREE)
}

function put(table: Int32Array, hash: bigint, member: number): void {
  const mask = table.length - 1
  let perturb: bigint | null = null
  let at = Number(BigInt.asUintN(32, hash)) & mask
  for (;;) {
    const last = at + PROBES <= mask ? at + PROBES : at
    for (let slot = at; slot <= last; slot++) {
      if (table[slot] !== FREE) continue
      table[slot] = member
      return
    }
    perturb = (perturb ?? BigInt.asUintN(64, hash)) >> PERTURB_SHIFT
    at = Number(BigInt.asUintN(32, BigInt(at) * 5n + 1n + perturb)) & mask
  }
}
