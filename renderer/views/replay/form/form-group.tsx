/** A titled part of the form that opens and closes. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useOpen } from './form-context'

interface FormGroupProps {
  readonly title: string
  readonly count?: number
  readonly open: boolean
  readonly children: ReactNode
}

export function FormGroup({ title, count, open, children }: FormGroupProps) {
  const [shown, toggle] = useOpen(title, open)
  return (
    <section className="form-group" aria-label={title}>
      <h3>
        <button type="button" aria-expanded={shown} onClick={toggle}>
          {shown ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
          {title}
          {count !== undefined && <span className="chip-count">{count}</span>}
        </button>
      </h3>
      {shown && children}
    </section>
  )
}
