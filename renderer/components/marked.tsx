/** A text with what a search found in it marked. */
import type { ReactNode } from 'react'

interface Ranges {
  ranges(text: string): readonly (readonly [number, number])[]
}

export function marked(text: string, pattern: Ranges | null): ReactNode {
  const ranges = pattern === null ? [] : pattern.ranges(text)
  if (ranges.length === 0) return text
  const parts: ReactNode[] = []
  let at = 0
  for (const [start, end] of ranges) {
    if (start > at) parts.push(text.slice(at, start))
    parts.push(<mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}
