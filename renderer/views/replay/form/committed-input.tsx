/** A field whose text counts once it is complete; until then it stays the person's, and says what was expected. */
import { useEffect, useId, useRef, useState } from 'react'
import type { Read } from './reading'

interface CommittedInputProps {
  readonly label: string
  readonly value: string
  readonly read: Read
  readonly onCommit: (text: string) => void
  readonly placeholder?: string
  readonly className?: string
}

/** How long, in milliseconds, what is complete may stand before it counts while it is still being typed in. */
const REST = 250

export function CommittedInput({ label, value, read, onCommit, placeholder, className = '' }: CommittedInputProps) {
  // what was typed, and what stood there then: once that changes, what it came to is shown
  const [draft, setDraft] = useState<{ readonly typed: string; readonly over: string } | null>(null)
  const [isFocused, setFocused] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const committed = useRef(value)
  const id = useId()
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    committed.current = value
  }, [value])

  const typed = draft !== null && (isFocused || draft.over === value) ? draft.typed : null
  const reading = typed === null ? null : read(typed)
  const misfit = reading !== null && 'expected' in reading ? reading.expected : null

  const commit = (text: string): void => {
    clearTimeout(timer.current)
    const complete = read(text)
    if ('expected' in complete || complete.text === committed.current) return
    committed.current = complete.text
    onCommit(complete.text)
  }
  return (
    <span className={`committed ${className}`}>
      <input
        type="text"
        className="code-input"
        aria-label={label}
        aria-invalid={misfit !== null}
        aria-describedby={misfit === null ? undefined : id}
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder}
        value={typed ?? value}
        onFocus={() => {
          setFocused(true)
          // what was typed before stands for something else by now
          if (draft !== null && draft.over !== value) setDraft(null)
        }}
        onBlur={() => {
          setFocused(false)
          if (draft === null || typed === null) return
          commit(draft.typed)
          const complete = read(draft.typed)
          if ('text' in complete && complete.text === value) setDraft(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed !== null) commit(typed)
          if (event.key !== 'Escape' || typed === null) return
          event.stopPropagation()
          clearTimeout(timer.current)
          setDraft(null)
        }}
        onChange={(event) => {
          const text = event.target.value
          setDraft({ typed: text, over: value })
          clearTimeout(timer.current)
          timer.current = setTimeout(() => commit(text), REST)
        }}
      />
      {misfit !== null && (
        <span id={id} className="field-misfit" role="status">
          Expected {misfit}
        </span>
      )}
    </span>
  )
}
