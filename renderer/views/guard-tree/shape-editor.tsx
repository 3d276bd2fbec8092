/** The shape expressions as Python, one a line: read as they are typed, and applied together. */
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react'
import type { ExpressionProblem } from '../../../shared/preview'
import type { PythonProblem } from '../../components/python-editor'
import { useServices } from '../../components/services'
import type { FieldListener } from './edit-field'
import { exprsIn, shapeEdits } from './shape-edits'

const PythonEditor = lazy(async () => ({ default: (await import('../../components/python-editor')).PythonEditor }))

interface ShapeEditorProps extends FieldListener {
  readonly document: string
  readonly blob: number
  readonly exprs: readonly string[]
  /** Whether torch runs them as C++. */
  readonly isCpp: boolean
}

/** Milliseconds that typing must stand still. */
const REST = 120
const NOTHING_READ: { readonly text: string; readonly problems: readonly PythonProblem[] } = { text: '', problems: [] }

export function ShapeEditor({ document, blob, exprs, isCpp, onDraft, onEdit }: ShapeEditorProps) {
  const { api } = useServices()
  const saved = exprs.join('\n')
  const [text, setText] = useState(saved)
  const [read, setRead] = useState(NOTHING_READ)
  useEffect(() => {
    let wanted = true
    const timer = setTimeout(() => {
      const lines = text.split('\n')
      const written = lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]))
      void api
        .parseExpressions(
          document,
          blob,
          written.map((at) => lines[at] ?? ''),
        )
        .then((reply) => {
          if (wanted && reply.ok) setRead({ text, problems: problemsOf(reply.value, written) })
        })
    }, REST)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [api, document, blob, text])
  const edits = shapeEdits(exprs, exprsIn(text))
  const known = read.text === text
  const isBroken = read.problems.some(({ severity }) => severity === 'error')
  const draft = useEffectEvent(() =>
    onDraft(edits.length === 0 || isBroken ? null : { of: 'Shape expressions as typed', edits }),
  )
  useEffect(() => draft(), [read])
  return (
    <>
      <p className="edit-note">
        {isCpp
          ? 'One a line. The file runs them as one C++ function, which follows: it takes comparisons of sums and products. Any other wants all of them to run in Python.'
          : 'One a line; all of them must hold.'}
      </p>
      <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
        <PythonEditor
          text={text}
          label="Shape expressions"
          problems={read.problems}
          onChange={setText}
          height={Math.min(320, Math.max(120, 20 * exprs.length + 32))}
        />
      </Suspense>
      <div className="edit-actions">
        <button
          type="button"
          className="chip on"
          disabled={edits.length === 0 || !known || isBroken}
          onClick={() => onEdit(edits)}
        >
          Apply
        </button>
        <button type="button" className="chip" disabled={text === saved} onClick={() => setText(saved)}>
          Take back
        </button>
      </div>
    </>
  )
}

/** `lines`: where each expression stands, from 0. */
function problemsOf(found: readonly (ExpressionProblem | null)[], lines: readonly number[]): readonly PythonProblem[] {
  return found.flatMap((problem, i) => (problem === null ? [] : [{ ...problem, line: (lines[i] ?? 0) + 1 }]))
}
