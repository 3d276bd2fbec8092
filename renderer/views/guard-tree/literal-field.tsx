/** The value that a guard compares with, as a Python literal: read in the main process as it is typed. */
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import type { ReadLiteral } from '../../../shared/preview'
import type { Json } from '../../../shared/replay'
import { useServices } from '../../components/services'
import type { FieldListener } from './edit-field'

const PythonEditor = lazy(async () => ({ default: (await import('../../components/python-editor')).PythonEditor }))

interface LiteralFieldProps extends FieldListener {
  readonly document: string
  readonly blob: number
  readonly node: number
  /** The source. */
  readonly at: string
  /** The value in short, until its literal is known. */
  readonly summary: string
}

/** Milliseconds that typing must stand still. */
const REST = 120
/** Characters beyond which a literal has an editor of its own. */
const LONG = 60

export function LiteralField({ document, blob, node, at, summary, onDraft, onEdit }: LiteralFieldProps) {
  const { api } = useServices()
  const id = useId()
  const [saved, setSaved] = useState(summary)
  const [text, setText] = useState(summary)
  const [read, setRead] = useState<{ readonly text: string; readonly answer: ReadLiteral } | null>(null)
  const typed = useRef(summary)
  /** What was handed over: leaving the field after Enter does not do it again. */
  const done = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const [large, setLarge] = useState(false)
  useEffect(() => {
    let wanted = true
    void api.literalAt(document, blob, node).then((reply) => {
      // typed meanwhile: what was typed stands
      if (!wanted || !reply.ok || reply.value === null || typed.current !== summary) return
      typed.current = reply.value
      setSaved(reply.value)
      setText(reply.value)
      setLarge(reply.value.length > LONG || reply.value.includes('\n'))
    })
    return () => {
      wanted = false
      clearTimeout(timer.current)
    }
  }, [api, document, blob, node, summary])

  const editsOf = (value: Json): readonly Json[] => [{ do: 'set-value', at, value }]
  const look = async (next: string): Promise<ReadLiteral | null> => {
    const reply = await api.parseLiteral(document, next)
    if (!reply.ok || typed.current !== next) return null
    setRead({ text: next, answer: reply.value })
    return reply.value
  }
  const type = (next: string): void => {
    typed.current = next
    done.current = null
    setText(next)
    clearTimeout(timer.current)
    if (next === saved) {
      setRead(null)
      return onDraft(null)
    }
    timer.current = setTimeout(() => {
      void look(next).then((answer) => {
        if (answer !== null) onDraft(answer.ok ? { of: `equals ${next}`, edits: editsOf(answer.value) } : null)
      })
    }, REST)
  }
  const commit = async (): Promise<void> => {
    if (text === saved || text === done.current) return
    done.current = text
    clearTimeout(timer.current)
    const answer = read?.text === text ? read.answer : await look(text)
    if (answer?.ok === true) onEdit(editsOf(answer.value))
    else done.current = null
  }
  const wrong = text !== saved && read !== null && !read.answer.ok ? read.answer : null
  if (large)
    return (
      <div className="edit-long">
        <span id={id}>equals</span>
        <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
          <PythonEditor
            text={text}
            label="equals"
            problems={wrong === null ? [] : [{ ...wrong, severity: 'error' }]}
            onChange={type}
            height={200}
          />
        </Suspense>
        <div className="edit-actions">
          <button
            type="button"
            className="chip on"
            disabled={text === saved || wrong !== null}
            onClick={() => void commit()}
          >
            Apply
          </button>
          <button type="button" className="chip" disabled={text === saved} onClick={() => type(saved)}>
            Take back
          </button>
        </div>
      </div>
    )
  return (
    <label className="edit-field">
      <span>equals</span>
      <input
        type="text"
        className="code-input"
        spellCheck={false}
        value={text}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : id}
        onChange={(event) => type(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit()
          // the first takes back, the next leaves the panel
          if (event.key !== 'Escape' || text === saved) return
          event.stopPropagation()
          type(saved)
        }}
      />
      {wrong !== null && (
        <span id={id} className="edit-expected">
          column {wrong.column}: {wrong.message}
        </span>
      )}
    </label>
  )
}
