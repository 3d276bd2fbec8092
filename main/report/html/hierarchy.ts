/** The precision settings drawn: a lit line where a value comes from, dashed where it is cut. */
import type { ReportPrecision } from '../model'
import { attribute } from '../../html/escape'

const BOX = { width: 250, height: 50 }
const GAP = { across: 70, down: 12 }

type Node = ReportPrecision['nodes'][number]
interface Place {
  readonly node: Node
  readonly x: number
  readonly y: number
}

export function hierarchy({ nodes, torch }: ReportPrecision): string {
  const places = new Map<string, Place>()
  const childrenOf = (name: string | null): readonly Node[] => nodes.filter(({ parent }) => parent === name)
  let row = 0
  const place = (node: Node, depth: number): number => {
    const below = childrenOf(node.name).map((child) => place(child, depth + 1))
    const [first, last] = [below[0], below[below.length - 1]]
    const y = first === undefined || last === undefined ? row++ * (BOX.height + GAP.down) : (first + last) / 2
    places.set(node.name, { node, x: depth * (BOX.width + GAP.across) + 1, y: y + 0 })
    return y
  }
  for (const root of childrenOf(null)) place(root, 0)
  const all = nodes.flatMap(({ name }) => places.get(name) ?? [])
  const width = Math.max(...all.map(({ x }) => x)) + BOX.width + 1
  const height = row * (BOX.height + GAP.down) - GAP.down + 2
  const label = `The fp32 precision settings of torch ${torch}`
  return `<svg viewBox="0 -1 ${width} ${height}" role=img aria-label="${attribute(label)}">${all.map((one) => edge(one, places)).join('')}${all.map(box).join('')}</svg>`
}

function edge({ node, x, y }: Place, places: ReadonlyMap<string, Place>): string {
  const above = node.parent === null ? undefined : places.get(node.parent)
  if (above === undefined) return ''
  const [x1, y1, y2] = [above.x + BOX.width, above.y + BOX.height / 2, y + BOX.height / 2]
  const middle = (x1 + x) / 2
  const lit = node.from.startsWith('from ') ? ' lit' : ''
  return `<path class="edge${lit}" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x} ${y2}"/>`
}

function box({ node, x, y }: Place): string {
  const lit = node.from === 'set here' ? ' lit' : ''
  return (
    `<rect class="box${lit}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>` +
    `<text class=ttl x="${x + 12}" y="${y + 20}">${attribute(node.name)}</text>` +
    `<text class=dim x="${x + 12}" y="${y + 38}">${attribute(node.from)}</text>` +
    `<text class=big x="${x + BOX.width - 12}" y="${y + 30}" text-anchor="end">${attribute(node.in_force)}</text>`
  )
}
