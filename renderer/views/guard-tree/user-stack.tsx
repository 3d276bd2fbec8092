/** The user's code that led to a guard: the innermost frame first and large, the rest on demand. */
import { useState } from 'react'
import type { StackFrame } from '../../../shared/tree'
import { plural } from '../../components/format'
import { Section } from './section'

/** `frames` outermost first, as torch keeps them. */
export function UserStack({ frames }: { readonly frames: readonly StackFrame[] }) {
  const [open, setOpen] = useState(false)
  const [inner, ...outer] = [...frames].reverse()
  if (inner === undefined) return null
  return (
    <Section title="From your code">
      <div className="box stack">
        <Frame frame={inner} />
        {open && outer.map((frame, at) => <Frame key={at} frame={frame} />)}
      </div>
      {outer.length > 0 && (
        <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the callers' : `Show ${plural(outer.length, 'caller')}`}
        </button>
      )}
    </Section>
  )
}

function Frame({ frame }: { readonly frame: StackFrame }) {
  return (
    <div className="frame">
      <p className="frame-place" title={`${frame.file}:${frame.line}`}>
        <bdi>
          {shortFile(frame.file)}:{frame.line}
        </bdi>
        <span className="frame-function">{frame.function}</span>
      </p>
      {frame.code !== '' && <pre className="frame-code">{frame.code}</pre>}
    </div>
  )
}

/** The last two steps of a path: what tells files apart without filling the panel. */
function shortFile(file: string): string {
  const steps = file.split(/[\\/]/)
  return steps.length > 3 ? `…/${steps.slice(-2).join('/')}` : file
}
