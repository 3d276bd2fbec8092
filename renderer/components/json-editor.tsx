/** A JSON text to edit: with what may stand where, what is wrong, and where. Loaded when it is first shown. */
import { WandSparkles } from 'lucide-react'
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { shownTheme } from '../stores/settings'
import { IconButton } from './icon-button'
import type { SchemaName } from './json-language'
import { createJsonText, type JsonMarker, type JsonText, type Problems } from './json-text'
import { applyEditorTheme } from './monaco'
import { useSettings } from './services'
import './json-editor.css'

interface JsonEditorProps {
  readonly text: string
  readonly schema: SchemaName
  /** For screen readers. */
  readonly label: string
  /** Called at each change a person makes, whether it is JSON or not yet. */
  readonly onChange: (text: string) => void
  /** In pixels, at first. */
  readonly height?: number
  /** What is known to be wrong beside what the schema says. */
  readonly markers?: readonly JsonMarker[]
}

const NO_PROBLEMS: Problems = { count: 0, first: [] }
const NO_MARKERS: readonly JsonMarker[] = []

/** A text of another origin, such as another scenario, needs a `key` of its own: undo does not cross it. */
export function JsonEditor({ text, schema, label, onChange, height = 300, markers = NO_MARKERS }: JsonEditorProps) {
  const theme = useSettings(shownTheme)
  const host = useRef<HTMLDivElement>(null)
  const json = useRef<JsonText | null>(null)
  const [problems, setProblems] = useState(NO_PROBLEMS)
  const [large, setLarge] = useState(false)
  const keys = useId()
  const changed = useEffectEvent(onChange)
  const create = useEffectEvent((into: HTMLElement) =>
    createJsonText(into, { text, schema, label }, { onChange: changed, onProblems: setProblems, onLarge: setLarge }),
  )
  useEffect(() => applyEditorTheme(theme), [theme])
  useEffect(() => {
    if (host.current === null) return
    const made = create(host.current)
    json.current = made
    return () => {
      json.current = null
      made.dispose()
    }
  }, [schema, label])
  useEffect(() => json.current?.show(text), [text])
  useEffect(() => json.current?.mark(markers), [markers])
  return (
    <div className="json-editor">
      <div
        ref={host}
        role="group"
        aria-label={`${label}, editor`}
        aria-describedby={keys}
        className="json-host"
        style={{ height }}
      />
      <p id={keys} className="unseen">
        Tab leaves the editor; Control M lets it indent. Control Space offers what may stand here, F8 goes to the next
        problem.
      </p>
      <div className="json-foot">
        <div role="status" className="json-problems">
          {large && <p className="quiet-line">This text is large: it is not checked while you type.</p>}
          {problems.first.map((problem) => (
            <button
              key={`${problem.line} ${problem.column}`}
              type="button"
              className="json-problem"
              title={`Line ${problem.line}`}
              onClick={() => json.current?.goTo(problem)}
            >
              {problem.path !== '' && <span className="json-path">{problem.path}: </span>}
              {problem.message}
            </button>
          ))}
          {problems.count > problems.first.length && (
            <p className="quiet-line">and {problems.count - problems.first.length} more</p>
          )}
        </div>
        {!large && (
          <IconButton
            label="Format the JSON"
            icon={<WandSparkles size={15} />}
            onClick={() => json.current?.format()}
          />
        )}
      </div>
    </div>
  )
}
