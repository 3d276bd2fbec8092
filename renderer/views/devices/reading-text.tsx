/** A value that was read, or a dash with the reason in the words of the library. */
import type { ReactNode } from 'react'
import type { Reading } from '../../../shared/device'

interface ReadingTextProps<T> {
  readonly of: Reading<T>
  readonly show: (value: T) => ReactNode
}

export function ReadingText<T>({ of, show }: ReadingTextProps<T>) {
  if (!('why' in of)) return <>{show(of.value)}</>
  return (
    <span className="unread" title={of.why}>
      <span aria-hidden>–</span>
      <span className="unseen">not told: {of.why}</span>
    </span>
  )
}
