/** Rows of one level, so many at first and more when asked for; what a module holds but does not use as one. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useOpen } from './form-context'
import { type Row, STEP } from './rows'
import { ValueRow } from './value-row'

interface LevelProps {
  readonly id: string
  readonly rows: readonly Row[]
  readonly quiet?: readonly Row[]
  readonly label: string
  /** Whether a row is named by its whole source. */
  readonly whole?: boolean
}

export function Level({ id, rows, quiet = [], label, whole = false }: LevelProps) {
  const [most, setMost] = useState(STEP)
  const quietKey = `${id} quiet`
  const [showsQuiet, toggle] = useOpen(quietKey, false)
  if (rows.length + quiet.length === 0) return null
  return (
    <ul className={whole ? 'form-level whole' : 'form-level'} aria-label={label}>
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
      {quiet.length > 0 && (
        <li>
          <button type="button" className="row-name opens quiet" aria-expanded={showsQuiet} onClick={toggle}>
            {showsQuiet ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            <span>{quiet.length} empty or not kept</span>
          </button>
          {showsQuiet && (
            <div className="row-body">
              <Level id={quietKey} rows={quiet} label={`Empty or not kept in ${label}`} />
            </div>
          )}
        </li>
      )}
    </ul>
  )
}
