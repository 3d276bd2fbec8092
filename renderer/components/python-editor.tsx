/** A few lines of Python to edit, with what is wrong in them at its place. Loaded when it is first shown. */
import { useEffect, useEffectEvent, useId, useRef } from 'react'
import { shownTheme } from '../stores/settings'
import { applyEditorTheme, EDITOR_OPTIONS, monaco } from './monaco'
import { createPythonModel } from './python-language'
import { useSettings } from './services'
import './json-editor.css'

/** Something wrong at a place of the text, both from 1. */
export interface PythonProblem {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly severity: 'error' | 'warning'
}

interface PythonEditorProps {
  readonly text: string
  /** For screen readers. */
  readonly label: string
  readonly problems: readonly PythonProblem[]
  /** Called at each change a person makes. */
  readonly onChange: (text: string) => void
  /** In pixels, at first. */
  readonly height: number
}

const OWNER = 'given'
/** Problems that are listed below. */
const SHOWN = 3

export function PythonEditor({ text, label, problems, onChange, height }: PythonEditorProps) {
  const theme = useSettings(shownTheme)
  const host = useRef<HTMLDivElement>(null)
  const made = useRef<monaco.editor.IStandaloneCodeEditor | null>(null)
  const keys = useId()
  const changed = useEffectEvent(onChange)
  const create = useEffectEvent((into: HTMLElement) =>
    monaco.editor.create(into, {
      ...EDITOR_OPTIONS,
      model: createPythonModel(text),
      ariaLabel: label,
      // the panel around it would cut them off
      fixedOverflowWidgets: true,
      lineNumbersMinChars: 3,
      wordWrap: 'on',
      wrappingIndent: 'indent',
      folding: false,
      guides: { indentation: false },
      overviewRulerBorder: false,
      hideCursorInOverviewRuler: true,
      wordBasedSuggestions: 'off',
      unicodeHighlight: { ambiguousCharacters: false },
      padding: { top: 6, bottom: 6 },
    }),
  )
  useEffect(() => applyEditorTheme(theme), [theme])
  useEffect(() => {
    if (host.current === null) return
    const editor = create(host.current)
    made.current = editor
    const listener = editor.onDidChangeModelContent(() => changed(editor.getValue()))
    return () => {
      made.current = null
      listener.dispose()
      editor.getModel()?.dispose()
      editor.dispose()
    }
  }, [label])
  useEffect(() => {
    const editor = made.current
    if (editor === null || editor.getValue() === text) return
    editor.pushUndoStop()
    editor.executeEdits(OWNER, [
      { range: editor.getModel()?.getFullModelRange() ?? new monaco.Range(1, 1, 1, 1), text },
    ])
    editor.pushUndoStop()
  }, [text])
  useEffect(() => {
    const model = made.current?.getModel()
    if (model == null) return
    const markers = problems.map((problem) => markerOf(model, problem))
    monaco.editor.setModelMarkers(model, OWNER, markers)
  }, [problems, label])
  const goTo = ({ line, column }: PythonProblem): void => {
    made.current?.setPosition({ lineNumber: line, column })
    made.current?.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column })
    made.current?.focus()
  }
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
        Tab leaves the editor; Control M lets it indent. F8 goes to the next problem.
      </p>
      <div className="json-foot">
        <div role="status" className="json-problems">
          {problems.slice(0, SHOWN).map((problem) => (
            <button
              key={`${problem.line} ${problem.column}`}
              type="button"
              className={`json-problem ${problem.severity}`}
              onClick={() => goTo(problem)}
            >
              <span className="json-path">
                line {problem.line}, column {problem.column}:{' '}
              </span>
              {problem.message}
            </button>
          ))}
          {problems.length > SHOWN && <p className="quiet-line">and {problems.length - SHOWN} more</p>}
        </div>
      </div>
    </div>
  )
}

/** From its place to the end of the word there. */
function markerOf(model: monaco.editor.ITextModel, problem: PythonProblem): monaco.editor.IMarkerData {
  const line = Math.min(problem.line, model.getLineCount())
  const most = model.getLineMaxColumn(line)
  const column = Math.min(problem.column, most)
  const word = model.getWordAtPosition({ lineNumber: line, column })
  // what is missing at the end of a line is marked at its last character
  const start = column === most ? Math.max(1, column - 1) : column
  return {
    startLineNumber: line,
    endLineNumber: line,
    startColumn: start,
    endColumn: Math.max(word?.endColumn ?? 0, start + 1),
    message: problem.message,
    severity: problem.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
  }
}
