/** What a person should know about a blob: errors, warnings and notes, folded to one line. */
import { ChevronDown, ChevronRight, CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { BlobSummary } from '../../shared/document'
import { plural } from '../components/format'

type Note = BlobSummary['notes'][number]
const ICON: { readonly [K in Note['severity']]: typeof Info } = {
  error: CircleAlert,
  warning: TriangleAlert,
  note: Info,
}
const ORDER: readonly Note['severity'][] = ['error', 'warning', 'note']

export function NotesBar({ notes }: { readonly notes: readonly Note[] }) {
  const [open, setOpen] = useState(false)
  const counts = ORDER.map((severity) => ({
    severity,
    count: notes.filter((note) => note.severity === severity).length,
  })).filter(({ count }) => count > 0)
  const sorted = [...notes].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
  return (
    <section className="notes" aria-label="Notes on this file">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
        {counts.map(({ severity, count }) => (
          <span key={severity} className={`note-count ${severity}`}>
            <NoteIcon severity={severity} /> {plural(count, severity)}
          </span>
        ))}
        {!open && <span className="note-first">{sorted[0]?.message}</span>}
      </button>
      {open && (
        <ul>
          {sorted.map((note, at) => (
            <li key={at} className={note.severity}>
              <NoteIcon severity={note.severity} /> <span>{note.message}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function NoteIcon({ severity }: { readonly severity: Note['severity'] }) {
  const Icon = ICON[severity]
  return <Icon size={13} aria-hidden />
}
