/** A profile as stretches of time, one in another: what the formats of other programs are made from. */

/** A tree with the times that its nodes take. */
export interface Flame {
  readonly name: string
  /** In preorder. */
  readonly names: readonly string[]
  readonly depths: readonly number[]
  /** What each measurement says: nanoseconds of each node by itself. */
  readonly measured: readonly { readonly name: string; readonly own: Float64Array }[]
}

/** A node opens or closes. */
export interface Turn {
  readonly node: number
  readonly opens: boolean
  /** Nanoseconds since the begin. */
  readonly at: number
}

/**
 * When each node opens and closes: its own time comes first, then what is below it, in its order. A time that is less than
 * nothing, which an estimate can be, is none; nodes of no time at all are left out.
 */
export function turnsOf(depths: readonly number[], own: Float64Array): readonly Turn[] {
  const times = own.map((time) => Math.max(0, time))
  const turns: Turn[] = []
  const open: { readonly node: number; readonly depth: number; readonly turn: number }[] = []
  let at = 0
  const closeTo = (depth: number): void => {
    for (let last = open.at(-1); last !== undefined && last.depth >= depth; last = open.at(-1)) {
      open.pop()
      if (turns[last.turn]?.at === at) turns.length = last.turn
      else turns.push({ node: last.node, opens: false, at })
    }
  }
  depths.forEach((depth, node) => {
    closeTo(depth)
    open.push({ node, depth, turn: turns.length })
    turns.push({ node, opens: true, at })
    at += times[node] ?? 0
  })
  closeTo(0)
  return turns
}
