/** What the changed text means: the edits in words, what cannot be read, and what was refused. */
import { CircleAlert, RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { grouped, plural } from '../../components/format'
import { CommandKeys } from '../../components/shortcut-keys'
import { FlipPreview } from '../replay/preview/flip-preview'
import { canApply, type DocumentStore, type DocumentTextState, isChanged } from './document-store'

interface ChangesPaneProps {
  readonly store: DocumentStore
  readonly document: string
  readonly blob: number
  readonly onGoTo: (place: { readonly line: number; readonly column: number }) => void
}

/** Rows that are shown at first, and how many come with each press. */
const FIRST = 100
const MORE = 1000

export function ChangesPane({ store, document, blob, onGoTo }: ChangesPaneProps) {
  const state = useStore(store)
  const { read, newer, conflicts, refusal, error, applying, apply, discard } = state
  // what is not read against the blob as it stands flips nothing yet
  const edits = useMemo(() => (newer === null ? read.edits.map(({ edit }) => edit) : []), [read, newer])
  return (
    <>
      <div className="changes-head">
        <h2>Changes</h2>
        <span className="changes-status" role="status">
          {statusOf(state)}
        </span>
      </div>
      <div className="changes-actions">
        <button type="button" className="button primary" disabled={!canApply(state)} onClick={() => void apply()}>
          Apply <CommandKeys id="apply-document" />
        </button>
        <button type="button" className="button" disabled={!isChanged(state) || applying} onClick={discard}>
          <RotateCcw size={14} aria-hidden /> Discard
        </button>
      </div>
      {newer !== null && (
        <div className="changes-notice" role="alert">
          <p>The blob has changed since this text was made. What you typed is not read against it yet.</p>
          <button type="button" className="text-button" onClick={state.takeUp}>
            Take up the new text, keep my changes
          </button>
        </div>
      )}
      {conflicts.length > 0 && (
        <p className="changes-notice" role="alert">
          Changed on both sides, yours stands: {conflicts.slice(0, 3).join(', ')}
          {conflicts.length > 3 ? ` and ${grouped(conflicts.length - 3)} more` : ''}
        </p>
      )}
      {error !== null && (
        <p className="changes-notice wrong" role="alert">
          {error}
        </p>
      )}
      {refusal !== null && (
        <div className="changes-notice wrong" role="alert">
          <p>
            Not applied: {refusal.reason}
            {refusal.line === null ? '' : ` (line ${grouped(refusal.line)})`}
          </p>
          {refusal.forceable !== null && (
            <button type="button" className="text-button" onClick={() => void apply(refusal.forceable ?? undefined)}>
              Do it all the same
            </button>
          )}
        </div>
      )}
      {edits.length > 0 && (
        <div className="changes-preview">
          <FlipPreview document={document} blob={blob} edits={edits} />
        </div>
      )}
      <section className="changes-list" tabIndex={0} aria-label="What the text means">
        {read.problems.length > 0 && (
          <Rows
            rows={read.problems.map(({ line, column, message }) => ({ line, column, words: message }))}
            isWrong
            onGoTo={onGoTo}
          />
        )}
        {read.edits.length > 0 && (
          <Rows rows={read.edits.map(({ line, words }) => ({ line, column: 1, words }))} onGoTo={onGoTo} />
        )}
        {!isChanged(state) && (
          <p className="quiet-line">
            Change a value, a size or an expression, take a line out or write one: what it means stands here before it
            is applied.
          </p>
        )}
      </section>
    </>
  )
}

function statusOf(state: DocumentTextState): string {
  const { read, reading, applying, newer } = state
  if (applying) return 'Applying…'
  if (newer !== null) return ''
  if (reading) return 'Reading…'
  const wrong = read.problems.length
  if (wrong > 0) return `${plural(read.edits.length, 'edit')}, ${plural(wrong, 'problem')}`
  return read.edits.length === 0
    ? isChanged(state)
      ? 'They change nothing'
      : 'None'
    : plural(read.edits.length, 'edit')
}

interface RowsProps {
  readonly rows: readonly { readonly line: number; readonly column: number; readonly words: string }[]
  readonly isWrong?: boolean
  readonly onGoTo: ChangesPaneProps['onGoTo']
}

function Rows({ rows, isWrong = false, onGoTo }: RowsProps) {
  const [shown, setShown] = useState(FIRST)
  return (
    <>
      <ul className={isWrong ? 'changes-rows wrong' : 'changes-rows'}>
        {rows.slice(0, shown).map(({ line, column, words }, i) => (
          <li key={i}>
            <button type="button" title={`Go to line ${line}`} onClick={() => onGoTo({ line, column })}>
              {isWrong && <CircleAlert size={13} aria-hidden />}
              <span className="changes-words">{words}</span>
              <span className="changes-line">line {grouped(line)}</span>
            </button>
          </li>
        ))}
      </ul>
      {rows.length > shown && (
        <button type="button" className="finding-more" onClick={() => setShown(shown + MORE)}>
          {grouped(rows.length - shown)} more
        </button>
      )}
    </>
  )
}
