/** Which guards to leave out next, so that the time there is tells the most: large parts first, then what is in them. */

/** The rows of a tree and the guards behind them, by their places in the blob. */
export interface GuardRows {
  /** One past the last row below each. */
  readonly ends: Int32Array
  /** The guard that a row stands for, -1 where it stands for none. */
  readonly guardOf: Int32Array
  /** `TENSOR_MATCH L['x']`, for each guard of the blob. */
  readonly guards: readonly string[]
}

/** What a row and all below it take, told from checks with and without them. */
export interface Part {
  readonly time: number
  /** Standard error. */
  readonly error: number
}

export interface Group {
  readonly row: number
  readonly guards: readonly number[]
}

export class LeaveOut {
  private readonly rows: ReadonlyMap<number, readonly number[]>
  private readonly looked = new Set<number>()
  private readonly queue: { readonly row: number; readonly expected: number }[] = []

  constructor(
    private readonly tree: GuardRows,
    /** What a check with all guards takes. */
    whole: number,
    /** What is known of a row already, in the same measure. */
    private readonly guess: (row: number) => number | null = () => null,
  ) {
    this.rows = guardsBelow(tree)
    this.look(0, whole, 0)
  }

  /** The group that is expected to take the longest of those whose parent was measured; null where none is left. */
  next(): Group | null {
    const { queue } = this
    let best = 0
    queue.forEach(({ expected }, i) => {
      if (expected > (queue[best]?.expected ?? 0)) best = i
    })
    const [found] = queue.splice(best, 1)
    return found === undefined ? null : { row: found.row, guards: this.rows.get(found.row) ?? [] }
  }

  /**
   * What a group came to, which may be told again, better. Rows below that stand for the same guards take the same time;
   * `known` is called with each of them.
   */
  measured({ row, guards }: Group, part: Part, known: (row: number) => void): void {
    known(row)
    let at = row
    for (;;) {
      const same = this.children(at).find((child) => this.rows.get(child)?.length === guards.length)
      if (same === undefined) break
      known((at = same))
    }
    this.look(at, part.time, part.error)
  }

  /** Looks into a row that takes so long; what drowns in the error is not worth a turn. */
  private look(row: number, time: number, error: number): void {
    const below = this.rows.get(row)?.length ?? 0
    if (this.looked.has(row) || (row > 0 && time < 2 * error)) return
    this.looked.add(row)
    for (const child of this.children(row)) {
      const guards = this.rows.get(child)?.length ?? 0
      if (guards === 0) continue
      const share = guards / Math.max(1, below)
      const expected = this.guess(child) ?? time * share
      this.queue.push({ row: child, expected: row > 0 && share > NEARLY_ALL ? expected * TELLS_LITTLE : expected })
    }
  }

  private children(row: number): readonly number[] {
    const { ends } = this.tree
    const found: number[] = []
    for (let at = row + 1; at < (ends[row] ?? 0); at = ends[at] ?? at + 1) found.push(at)
    return found
  }
}

/** Of each row the guards that have all of their rows in it: a guard between several values stands in several places. */
function guardsBelow({ ends, guardOf, guards }: GuardRows): ReadonlyMap<number, readonly number[]> {
  const first = new Int32Array(guards.length).fill(-1)
  const last = new Int32Array(guards.length).fill(-1)
  guardOf.forEach((guard, row) => {
    if (guard < 0) return
    if (first[guard] === -1) first[guard] = row
    last[guard] = row
  })
  const below = new Map<number, number[]>()
  const open: number[] = []
  ends.forEach((_, row) => {
    while (open.length > 0 && (ends[open.at(-1) ?? 0] ?? 0) <= row) open.pop()
    open.push(row)
    const guard = guardOf[row] ?? -1
    if (guard < 0 || first[guard] !== row) return
    for (const above of open) {
      if ((last[guard] ?? 0) >= (ends[above] ?? 0)) continue
      const list = below.get(above)
      if (list === undefined) below.set(above, [guard])
      else list.push(guard)
    }
  })
  return below
}

/** A row with nearly all the guards of the one above takes nearly as long: others come first. */
const [NEARLY_ALL, TELLS_LITTLE] = [0.85, 0.2]

/** From the medians of turns, all guards and some left out: their difference, whatever interrupted some of the turns. */
export function partOf(turns: readonly (readonly [number, number])[]): Part {
  const differences = turns.map(([all, some]) => all - some).sort((a, b) => a - b)
  const time = middle(differences)
  const off = differences.map((one) => Math.abs(one - time)).sort((a, b) => a - b)
  return { time, error: (SPREAD * middle(off)) / Math.sqrt(Math.max(1, turns.length)) }
}

/** A normal error's standard deviation over its median deviation, times that of a median over that of a mean. */
const SPREAD = 1.4826 * 1.2533

function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2
}
