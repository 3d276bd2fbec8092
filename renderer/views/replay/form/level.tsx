/** Rows of one level, so many at first and more when asked for; a module's empty dicts as one. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useForm } from './form-context'
import { type Row, STEP } from './rows'
import { ValueRow } from './value-row'

interface LevelProps {
  readonly id: string
  readonly rows: readonly Row[]
  readonly empty?: readonly Row[]
  readonly label: string
  /** Whether a row is named by its whole source. */
  readonly whole?: boolean
}

export function Level({ id, rows, empty = [], label, whole = false }: LevelProps) {
  const { isOpen, setOpen } = useForm()
  const [most, setMost] = useState(STEP)
  const emptyKey = `${id} empty`
  const showsEmpty = isOpen(emptyKey, false)
  if (rows.length + empty.length === 0) return null
  return (
    <ul className="form-level" aria-label={label}>
      {rows.slice(0, most).map((row) => (
        <ValueRow key={row.key} row={row} name={whole ? row.source : row.name.replace(/^\./, '')} />
      ))}
      {rows.length > most && (
        <li>
          <button type="button" className="text-button" onClick={() => setMost(most + STEP)}>
            Show {Math.min(STEP, rows.length - most)} more of {rows.length}
          </button>
        </li>
      )}
      {empty.length > 0 && (
        <li>
          <button
            type="button"
            className="row-name opens quiet"
            aria-expanded={showsEmpty}
            onClick={() => setOpen(emptyKey, !showsEmpty)}
          >
            {showsEmpty ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            <span>{empty.length} empty ones</span>
          </button>
          {showsEmpty && (
            <div className="row-body">
              <Level id={emptyKey} rows={empty} label={`Empty ones of ${label}`} />
            </div>
          )}
        </li>
      )}
    </ul>
  )
}
