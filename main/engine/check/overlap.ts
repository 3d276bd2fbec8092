/** STORAGE_OVERLAPPING: which tensors share memory (tensors_definitely_do_not_overlap and check_overlapping of guards.cpp). */
import type { TensorValue } from '../values/value'
import type { Tri } from './semantics'

interface Layout {
  readonly value: TensorValue
  readonly size: readonly bigint[]
  readonly stride: readonly bigint[]
  readonly offset: bigint
}

function layoutOf(value: TensorValue): Layout | null {
  const known = (dims: readonly (bigint | null)[]): dims is readonly bigint[] => dims.every((n) => n !== null)
  const { size, stride, storageOffset } = value
  return known(size) && known(stride) && storageOffset !== null ? { value, size, stride, offset: storageOffset } : null
}

const numel = ({ size }: Layout): bigint => size.reduce((n, s) => n * s, 1n)

function isContiguous({ size, stride }: Layout): boolean {
  if (size.includes(0n)) return true
  let expected = 1n
  for (let i = size.length - 1; i >= 0; i--) {
    const n = size[i] ?? 1n
    if (n === 1n) continue
    if (stride[i] !== expected) return false
    expected *= n
  }
  return true
}

/** Both are taken to look at one storage: torch does not ask whether they do. */
function disjoint(a: Layout, b: Layout): boolean {
  if (a.value === b.value) return false
  if (numel(a) === 0n || numel(b) === 0n) return true
  const [x, y] = a.offset > b.offset ? [b, a] : [a, b]
  if (isContiguous(x) && isContiguous(y)) return x.offset + numel(x) <= y.offset
  const last = x.size.reduce((at, n, i) => at + (n - 1n) * (x.stride[i] ?? 0n), x.offset)
  if (last < y.offset) return true
  const [x0, x1] = x.stride
  const [y0, y1] = y.stride
  if (x.size.length === 2 && y.size.length === 2 && x1 === 1n && y1 === 1n && x0 === y0 && x0 !== undefined) {
    const delta = y.offset - x.offset
    const width = x.size[1] ?? 0n
    if (delta < width) return false
    if (x0 * ((x.size[0] ?? 0n) - 1n) + width <= delta) return true
    if (x0 !== 0n && (delta % x0) + (y.size[1] ?? 0n) <= x0) return true
  }
  return false
}

/** Whether exactly the overlapping ones overlap with any other; null where a layout is not known. */
export function checkOverlapping(overlapping: readonly TensorValue[], nonOverlapping: readonly TensorValue[]): Tri {
  const layouts: Layout[] = []
  for (const tensor of [...overlapping, ...nonOverlapping]) {
    const layout = layoutOf(tensor)
    if (layout === null) return null
    layouts.push(layout)
  }
  const touched = new Set<number>()
  layouts.forEach((a, i) => {
    layouts.slice(0, i).forEach((b, j) => {
      if (!disjoint(a, b)) touched.add(i).add(j)
    })
  })
  return touched.size === overlapping.length && overlapping.every((_, i) => touched.has(i))
}
