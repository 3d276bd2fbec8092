/**
 * The rule of the JSX runtimes here: text reaches the page as it may be shown. Names come from files of anyone; in no
 * place of the window may one turn the line around, hide a part of itself or end it.
 */
import { visibleLines } from '../shared/visible'

type Props = Readonly<Record<string, unknown>>

/** What a host element shows, or is called, beside its text. What can be typed into is left as it is. */
const SHOWN = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext'] as const

export function shown(type: unknown, from: unknown): Props {
  const props = from as Props
  if (typeof type !== 'string') return props
  let changed: Record<string, unknown> | null = null
  const set = (name: string, value: unknown): void => {
    if (value !== props[name]) (changed ??= { ...props })[name] = value
  }
  const { children } = props
  if (typeof children === 'string') set('children', visibleLines(children))
  else if (Array.isArray(children) && children.some((child) => typeof child === 'string'))
    set(
      'children',
      children.map((child: unknown) => (typeof child === 'string' ? visibleLines(child) : child)),
    )
  for (const name of SHOWN) {
    const value = props[name]
    if (typeof value === 'string') set(name, visibleLines(value))
  }
  return changed ?? props
}
