/** One node: what is in force there and where that comes from, whether a guard sees it, and what it is set to. */
import { TriangleAlert } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { ChangedNode, PrecisionNode, PrecisionReading } from '../../../shared/precision'
import type { Layout } from './layout'
import type { PrecisionStore } from './precision-store'
import { GUARDED, guardedWords, originWords } from './words'

interface NodeCardProps {
  readonly store: PrecisionStore
  readonly reading: PrecisionReading
  readonly node: PrecisionNode
  readonly layout: Layout
  readonly lit: boolean
  readonly change: ChangedNode | undefined
  /** As it would be. */
  readonly next: PrecisionNode | undefined
}

export function NodeCard({ store, reading, node, layout, lit, change, next }: NodeCardProps) {
  const { x, y } = layout.places.get(node.cell) ?? { x: 0, y: 0 }
  const point = store.getState().point
  const { mark, word } = GUARDED[node.guarded]
  const shown = next ?? node
  const inherited = shown.origin.from !== 'set'
  const classes = ['precision-card', inherited && 'inherited', lit && 'lit', change !== undefined && 'changing']
  const origin = originWords(reading.nodes, shown)
  return (
    <section
      className={classes.filter(Boolean).join(' ')}
      aria-label={node.name}
      data-cell={node.cell}
      style={{ left: x, top: y, width: layout.card.width, height: layout.card.height }}
      onPointerEnter={() => point(node.cell)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(node.cell)}
      onBlur={() => point(null)}
    >
      <div className="precision-card-head">
        <h2 title={node.python}>{node.name}</h2>
        <span className={`precision-guarded ${node.guarded}`} title={guardedWords(node, reading)}>
          <span aria-hidden>{mark}</span> {word}
        </span>
      </div>
      <p className="precision-value">
        {change !== undefined && change.before.value !== change.after.value ? (
          <>
            <s>{change.before.value}</s> <strong>{change.after.value}</strong>
          </>
        ) : (
          <strong>{node.value}</strong>
        )}
        <span className="precision-origin">{origin}</span>
        {shown.notes.length > 0 && (
          <span className="precision-note" role="img" aria-label={shown.notes.join(' ')} title={shown.notes.join('\n')}>
            <TriangleAlert size={13} aria-hidden />
          </span>
        )}
      </p>
      <Choices store={store} node={node} />
    </section>
  )
}

/** The values as one row of radio buttons: to choose one is to look at it, Enter makes it so. */
function Choices({ store, node }: { readonly store: PrecisionStore; readonly node: PrecisionNode }) {
  const wanted = useStore(store, ({ previewed }) => {
    const change = previewed?.change
    if (change?.kind !== 'act' || change.action.kind !== 'node') return null
    const { backend, op, value } = change.action
    return `${backend}.${op}` === node.cell ? value : null
  })
  const { show, apply } = store.getState()
  const dot = node.cell.indexOf('.')
  const look = (value: string): void =>
    void show({
      kind: 'act',
      action: { kind: 'node', backend: node.cell.slice(0, dot), op: node.cell.slice(dot + 1), value },
    })
  const shown = wanted ?? node.raw
  const stop = node.choices.some(({ value }) => value === shown) ? shown : node.choices[0]?.value
  const press = (event: KeyboardEvent<HTMLButtonElement>, value: string): void => {
    const by = new Map([
      ['ArrowRight', 1],
      ['ArrowDown', 1],
      ['ArrowLeft', -1],
      ['ArrowUp', -1],
    ]).get(event.key)
    if (event.key === 'Enter' && wanted === value) {
      event.preventDefault()
      void apply()
    }
    if (by === undefined) return
    event.preventDefault()
    const at = node.choices.findIndex((choice) => choice.value === value)
    const next = node.choices[(at + by + node.choices.length) % node.choices.length]
    const buttons = event.currentTarget.parentElement?.children
    const button = buttons?.[(at + by + node.choices.length) % node.choices.length]
    if (next === undefined || !(button instanceof HTMLElement)) return
    button.focus()
    look(next.value)
  }
  return (
    <div className="precision-choices" role="radiogroup" aria-label={`${node.name} is set to`}>
      {node.choices.map(({ value, refused }) => (
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={shown === value}
          tabIndex={value === stop ? 0 : -1}
          className={[
            value === node.raw ? 'on' : '',
            value === wanted ? 'wanted' : '',
            refused === null ? '' : 'refused',
          ].join(' ')}
          title={refused ?? undefined}
          onClick={() => look(value)}
          onKeyDown={(event) => press(event, value)}
        >
          {value}
        </button>
      ))}
    </div>
  )
}
