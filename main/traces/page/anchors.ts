/** What each compile is called in an address: `#0/1`, and `#0/1-2` where a process or a reset has numbered anew. */
import type { Trace } from '../../../shared/trace'

/** By compile. */
export function anchorsOf({ compiles }: Pick<Trace, 'compiles'>): readonly string[] {
  const turns = new Map<string, number>()
  return compiles.map(({ id }) => {
    const turn = (turns.get(id) ?? 0) + 1
    turns.set(id, turn)
    return turn === 1 ? id : `${id}-${turn}`
  })
}
