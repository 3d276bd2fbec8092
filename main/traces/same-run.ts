/** TORCH_LOGS text beside the TORCH_TRACE log of the same run: each compile is told of twice, and listed once. */
import type { Draft } from './drafts'

/**
 * Whether the text tells of compiles of the records alone: a process, its compile ids in turn, and of each the same
 * measured latency, which no two runs share.
 */
export function isSameRun(text: readonly Draft[], records: readonly Draft[]): boolean {
  const known = byTurn(records)
  let measured = 0
  for (const [key, draft] of byTurn(text)) {
    const other = known.get(key)
    if (other === undefined) return false
    if (draft.latencyUs === null || other.latencyUs === null) continue
    if (draft.latencyUs !== other.latencyUs) return false
    measured++
  }
  return measured > 0
}

/** `0/0` comes again after torch._dynamo.reset(). */
function byTurn(drafts: readonly Draft[]): Map<string, Draft> {
  const turns = new Map<string, number>()
  return new Map(
    drafts.map((draft) => {
      const id = `${draft.pid} ${draft.id}`
      const turn = turns.get(id) ?? 0
      turns.set(id, turn + 1)
      return [`${id} ${turn}`, draft]
    }),
  )
}
