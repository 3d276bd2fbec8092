/** The nodes as a tree: who inherits from whom, the way of a value lit where the pointer or the keyboard is. */
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { PrecisionNode, PrecisionReading } from '../../../shared/precision'
import { type Layout, layOut } from './layout'
import { NodeCard } from './node-card'
import { litBy, wayOf } from './paths'
import type { PrecisionStore } from './precision-store'

export function PrecisionTree({
  store,
  reading,
}: {
  readonly store: PrecisionStore
  readonly reading: PrecisionReading
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(900)
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new ResizeObserver(() => setRoom(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const pointed = useStore(store, (state) => state.pointed)
  const previewed = useStore(store, (state) => state.previewed)
  const { nodes } = reading
  const layout = useMemo(() => layOut(nodes, room), [nodes, room])
  const lit = useMemo(() => litBy(nodes, pointed), [nodes, pointed])
  return (
    <div className="precision-frame" ref={frame} role="region" aria-label="Precision settings" tabIndex={-1}>
      <div className="precision-tree" style={{ width: layout.width, height: layout.height }}>
        <svg width={layout.width} height={layout.height} aria-hidden>
          {nodes.map((node) => (
            <Link key={node.cell} nodes={nodes} node={node} layout={layout} lit={lit} />
          ))}
        </svg>
        {nodes.map((node) => (
          <NodeCard
            key={node.cell}
            store={store}
            reading={reading}
            node={node}
            layout={layout}
            lit={lit.has(node.cell)}
            next={previewed?.preview.after.nodes.find(({ cell }) => cell === node.cell)}
            change={previewed?.preview.nodes.find(({ cell }) => cell === node.cell)}
          />
        ))}
      </div>
    </div>
  )
}

interface LinkProps {
  readonly nodes: readonly PrecisionNode[]
  readonly node: PrecisionNode
  readonly layout: Layout
  readonly lit: ReadonlySet<string>
}

/** From a node's parent to it: drawn through where the value comes that way. */
function Link({ nodes, node, layout, lit }: LinkProps) {
  const [to, from] = [layout.places.get(node.cell), layout.places.get(node.parent ?? '')]
  if (to === undefined || from === undefined) return null
  const { width, height } = layout.card
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2]
  const bend = (x1 + x2) / 2
  const inherits = nodes.some((other) => {
    const way = wayOf(nodes, other)
    return way.length > 1 && way.includes(node.cell) && way.includes(node.parent ?? '')
  })
  const isLit = inherits && lit.has(node.cell) && lit.has(node.parent ?? '')
  const path = `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`
  return <path d={path} className={isLit ? 'lit' : inherits ? 'inherits' : ''} />
}
