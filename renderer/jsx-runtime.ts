/**
 * React's JSX runtime, with one rule more: text reaches the page as it may be shown. Names come from files of anyone; in
 * no place of the window may one turn the line around, hide a part of itself or end it.
 */
import * as react from 'react/jsx-runtime'
import { visibleLines } from '../shared/visible'

export { Fragment } from 'react/jsx-runtime'

type Jsx = typeof react.jsx
type Props = Readonly<Record<string, unknown>>

/** What a host element shows, or is called, beside its text. What can be typed into is left as it is. */
const SHOWN = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext'] as const

export const jsx: Jsx = (type, props, key) => react.jsx(type, shown(type, props as Props), key)
export const jsxs: Jsx = (type, props, key) => react.jsxs(type, shown(type, props as Props), key)

function shown(type: unknown, props: Props): Props {
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
