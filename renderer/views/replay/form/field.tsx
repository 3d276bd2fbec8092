/** A named part of a value in its opened row. */
import type { ReactNode } from 'react'

interface FieldProps {
  readonly name: string
  readonly title?: string
  readonly children: ReactNode
}

export function Field({ name, title = name, children }: FieldProps) {
  return (
    <div className="value-field">
      <span className="value-field-name" title={title}>
        {name}
      </span>
      <span className="value-field-value">{children}</span>
    </div>
  )
}
