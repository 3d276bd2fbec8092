/** How tensor subclasses compare what they say of themselves beside their inner tensors: any metadata, and DTensor's spec. */
import type { Classes } from '../values/classes'
import type { ObjectValue, TensorValue, Value } from '../values/value'
import { MappedObject } from './mapped'
import { equals, type Tri } from './semantics'

const PLACEMENTS = 'torch.distributed.tensor.placement_types'
const SPEC = 'torch.distributed.tensor._dtensor_spec.DTensorSpec'
export const MESH = 'torch.distributed.device_mesh.DeviceMesh'

/** `DTensor._spec`: its context holds it, since 2.13 in parts, its mesh among the inner values (DTensor.__tensor_flatten__). */
export function specOf(classes: Classes, tensor: TensorValue): Value | null {
  const { context } = tensor
  const own = tensor.attrs.get('_spec')
  if (own !== undefined || context?.kind !== 'sequence') return own ?? null
  const [first, meta, order] = context.items
  const mesh = tensor.inner.get('device_mesh')
  if (first?.kind !== 'sequence' || mesh === undefined) return first ?? null
  const attrs = new Map<string, Value>([
    ['mesh', mesh],
    ['placements', first],
  ])
  if (meta !== undefined) attrs.set('tensor_meta', meta)
  if (order !== undefined) attrs.set('shard_order', order)
  return new MappedObject(classes, classes.get(SPEC), attrs, null)
}

/** What one of them says of itself beside its inner tensors: its context, or a DTensor's spec. */
export function partOf(classes: Classes, value: Value, of: 'subclass' | 'dtensor'): Value | null {
  if (of === 'dtensor' && value.kind === 'object') return value
  if (value.kind !== 'tensor') return null
  return of === 'subclass' ? value.context : specOf(classes, value)
}

/** DTensorSpec._check_equals: the mesh, the placements and the order of their shards, the dtype or, in full, all of TensorMeta. */
export function specEquals(a: Value, b: Value, skipShapes = true): Tri {
  if (a.kind !== 'object' || b.kind !== 'object') return null
  const order = both(a, b, 'shard_order', deepEquals)
  const dtype = both(a, b, 'tensor_meta', (x, y) =>
    skipShapes ? deepEquals(lastItem(x), lastItem(y)) : deepEquals(x, y),
  )
  return all([
    both(a, b, 'mesh', meshEquals),
    placementsEqual(a, b),
    // not every version has it
    order === null && a.attrs.has('shard_order') === b.attrs.has('shard_order') ? true : order,
    dtype === null && !a.attrs.has('tensor_meta') ? true : dtype,
  ])
}

/** TensorMeta ends with the dtype. */
const lastItem = (meta: Value): Value => (meta.kind === 'sequence' ? (meta.items.at(-1) ?? meta) : meta)

function both(a: ObjectValue, b: ObjectValue, name: string, same: (x: Value, y: Value) => Tri): Tri {
  const [x, y] = [a.attrs.get(name), b.attrs.get(name)]
  return x === undefined || y === undefined ? null : same(x, y)
}

function all(answers: readonly Tri[]): Tri {
  return answers.includes(false) ? false : answers.includes(null) ? null : true
}

function placementsEqual(a: ObjectValue, b: ObjectValue): Tri {
  const [p, q] = [a.attrs.get('placements'), b.attrs.get('placements')]
  if (p?.kind !== 'sequence' || q?.kind !== 'sequence') return null
  if (p.items.length !== q.items.length) return false
  return all(
    p.items.map((x, i) => {
      const y = q.items[i]
      if (y === undefined || x.kind !== 'object' || y.kind !== 'object') return null
      if (x.type !== y.type) return false
      if (x.type?.name === `${PLACEMENTS}.Replicate`) return true
      if (x.type?.name !== `${PLACEMENTS}.Shard`) return x.attrs.size === 0 ? null : deepEquals(x, y)
      const [m, n] = [shardDim(a, x, i), shardDim(b, y, i)]
      return m === null || n === null ? null : m === n
    }),
  )
}

/** The dimension that a Shard on a dimension of the mesh shards: its own field, or what the order of the shards says. */
function shardDim(spec: ObjectValue, shard: ObjectValue, meshDim: number): bigint | null {
  const own = shard.attrs.get('dim')
  if (own?.kind === 'int') return own.value
  const order = spec.attrs.get('shard_order')
  if (order?.kind !== 'sequence') return null
  for (const entry of order.items) {
    const [dim, meshDims] = entry.kind === 'sequence' ? entry.items : []
    if (dim?.kind !== 'int' || meshDims?.kind !== 'sequence') return null
    if (meshDims.items.some((item) => item.kind === 'int' && item.value === BigInt(meshDim))) return dim.value
  }
  return null
}

/** What a DeviceMesh compares itself by (DeviceMesh.__eq__), as far as each version has it. */
const MESH_PARTS = [
  '_device_type',
  '_mesh_dim_names',
  '_layout',
  '_thread_id',
  '_flatten_rank_map',
  '_flatten_mesh_list',
  'device_type',
  'mesh_dim_names',
]

export function meshEquals(a: Value, b: Value): Tri {
  if (a === b) return true
  if (a.kind !== 'object' || b.kind !== 'object') return null
  const known = MESH_PARTS.filter((name) => a.attrs.has(name) && b.attrs.has(name))
  return known.length === 0 ? null : all(known.map((name) => both(a, b, name, deepEquals)))
}

/** Equality of what dataclasses hold: of one class, and field by field. */
export function deepEquals(a: Value, b: Value, depth = 0): Tri {
  const answer = equals(a, b)
  if (answer !== null || depth > 20) return answer
  if (a.kind === 'sequence' && b.kind === 'sequence')
    return (
      a.items.length === b.items.length &&
      each(
        a.items.map((item, i) => [item, b.items[i]] as const),
        depth,
      )
    )
  if (a.kind !== 'object' || b.kind !== 'object') return null
  if (a.type !== b.type) return false
  if (a.type?.name === SPEC) return specEquals(a, b, false)
  if (a.type?.name === MESH) return meshEquals(a, b)
  if (a.attrs.size !== b.attrs.size) return null
  return each(
    [...a.attrs].map(([name, value]) => [value, b.attrs.get(name)] as const),
    depth,
  )
}

function each(pairs: readonly (readonly [Value, Value | undefined])[], depth: number): Tri {
  return all(pairs.map(([x, y]) => (y === undefined ? null : deepEquals(x, y, depth + 1))))
}
