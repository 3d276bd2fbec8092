/** What a person should know about an opened blob: an unknown version, parts that are not known, guards that cannot be built. */
import type { BlobSummary } from '../../shared/document'
import { visible } from '../../shared/visible'
import type { BuiltTree } from '../engine/build'
import type { GuardsState } from '../state/guards-state'

type Note = BlobSummary['notes'][number]

/** More of one kind are counted, not listed. */
const MOST = 50

export function notesOn(state: GuardsState, built: BuiltTree): readonly Note[] {
  const notes: Note[] = []
  if (!state.exact) {
    notes.push({
      severity: 'warning',
      message: `no known torch writes exactly these fields: read as torch ${state.version}, the nearest that is known`,
    })
  }
  list(notes, state.unknown, (part) => ({
    severity: 'warning',
    message: `${part.path} is not known here (byte ${part.node.start}): it is kept as it is`,
  }))
  list(notes, built.problems, ({ guard, message }) => {
    const about = guard === null ? '' : `${guard.createFn} on ${built.builder.name(guard) || 'the process'}: `
    return { severity: 'error', message: `${about}torch would not load this: ${message}` }
  })
  return notes
}

function list<T>(notes: Note[], items: readonly T[], note: (item: T) => Note): void {
  const line = (item: T): Note => ({ ...note(item), message: visible(note(item).message) })
  for (const item of items.slice(0, MOST)) notes.push(line(item))
  const left = items.length - MOST
  const first = items[0]
  if (left > 0 && first !== undefined)
    notes.push({ severity: note(first).severity, message: `and ${left} more like these` })
}
