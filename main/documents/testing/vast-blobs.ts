/** Small blobs that would come to vast texts: what a few objects say many times over, by references to each other. */
import { argumentPlaces } from '../../pickle/places'
import { listActs, makeInt, makeList, makeStr, makeTuple, remake } from '../../pickle/make'
import { nodeAt } from '../../pickle/patch'
import type { PickleNode } from '../../pickle/node'
import { createFnNode, guardNode, sourceNode } from '../../engine/edit/guard-nodes'
import { listItems } from '../../pickle/access'
import { altered, become, part } from './altered'

const TORCH = '2.13'
const MEGABYTE = 1_000_000

const local = (name: string): PickleNode =>
  sourceNode(TORCH, 'LocalSource', [
    ['local_name', makeStr(name)],
    ['is_input', makeInt(1n)],
  ])
const attribute = (base: PickleNode, member: PickleNode): PickleNode =>
  sourceNode(TORCH, 'AttrSource', [
    ['base', base],
    ['member', member],
  ])
const item = (base: PickleNode, index: PickleNode): PickleNode =>
  sourceNode(TORCH, 'DictGetItemSource', [
    ['base', base],
    ['index', index],
  ])
const keyOf = (base: PickleNode): PickleNode =>
  sourceNode(TORCH, 'ConstDictKeySource', [
    ['base', base],
    ['index', makeInt(0n)],
  ])
const guard = (source: PickleNode, kind: string): PickleNode => guardNode(TORCH, source, createFnNode(kind, []))

/** A real blob with these guards behind its own. */
export function withGuards(guards: readonly PickleNode[], change: (root: PickleNode) => void = () => {}): Uint8Array {
  return altered('fixtures/2.13.0/constant_int', (root) => {
    const inner = part(root, 'output_graph', '_guards', 'inner')
    const place = argumentPlaces(inner)[0]
    const list = place === undefined ? inner : nodeAt(place)
    become(list, remake(list, { acts: listActs([...listItems(list), ...guards]) }))
    change(root)
  })
}

/** The value of `n` in the blob replaced. */
export function withValue(value: PickleNode): Uint8Array {
  return withGuards([], (root) => become(part(root, 'output_graph', 'local_scope', 'n'), value))
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/** Each by what it is; made when asked for. */
export const VAST_BLOBS: ReadonlyMap<string, () => Uint8Array> = new Map([
  [
    'a key within a key: each link doubles the name',
    () => {
      let source = local('n')
      for (let i = 0; i < 22; i++) source = item(source, keyOf(source))
      return withGuards([guard(source, 'TYPE_MATCH')])
    },
  ],
  [
    'a long chain of attributes, a guard on each',
    () => {
      let source = local('n')
      const member = makeStr('abcdefgh')
      return withGuards(times(5000, () => guard((source = attribute(source, member)), 'TYPE_MATCH')))
    },
  ],
  [
    'a name of a megabyte under many others',
    () => {
      const long = attribute(local('n'), makeStr('a'.repeat(MEGABYTE)))
      return withGuards(times(200, (i) => guard(attribute(long, makeStr(`b${i}`)), 'TYPE_MATCH')))
    },
  ],
  [
    'many guards on a name of a megabyte',
    () => {
      const long = attribute(local('n'), makeStr('a'.repeat(MEGABYTE)))
      return withGuards(times(200, () => guard(long, 'TYPE_MATCH')))
    },
  ],
  [
    'a tuple that says a megabyte 400 times',
    () => withValue(makeTuple(times(400, text(makeStr('v'.repeat(MEGABYTE)))))),
  ],
  [
    'a tuple that says a megabyte 90,000 times',
    () => withValue(makeTuple(times(90_000, text(makeStr('v'.repeat(MEGABYTE)))))),
  ],
  [
    'tuples of tuples: a thousand million values in thirty objects',
    () => {
      let value: PickleNode = makeTuple([makeInt(1n)])
      for (let i = 0; i < 30; i++) value = makeTuple([value, value])
      return withValue(value)
    },
  ],
  [
    'lists of lists with a long text',
    () => {
      let value: PickleNode = makeStr('v'.repeat(MEGABYTE))
      for (let i = 0; i < 30; i++) value = makeList([value, value])
      return withValue(value)
    },
  ],
])

function text(of: PickleNode): () => PickleNode {
  return () => of
}
