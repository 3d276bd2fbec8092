/** Changes the object graph of a blob and writes it again: a valid pickle in which parts stand where torch never puts them. */
import { asCell, type Cell } from '../../main/pickle/cell'
import { decodePickle } from '../../main/pickle/decode'
import { encodePickle } from '../../main/pickle/encode'
import { makeBool, makeDict, makeFloat, makeGlobal, makeInt, makeList, makeNone, makeSet, makeStr, makeTuple } from '../../main/pickle/make' // prettier-ignore
import type { PickleNode } from '../../main/pickle/node'
import { reachable } from '../../main/pickle/reach'
import type { Random } from '../random'

/** The blob with one to six of its members replaced; null where the graph cannot be written within bounds. */
export function changedGraph(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array | null {
  const pickle = decodePickle(bytes)
  const own = [...reachable(asCell(pickle.root))]
  const foreign = [...reachable(asCell(decodePickle(other).root))]
  const slots = own
    .flatMap((holder) => [holder.items, ...holder.acts.map(({ items }) => items)].map((list) => ({ holder, list })))
    .filter(({ list }) => list.length > 0)
  for (let changes = 1 + random.size(6); changes > 0; changes--) {
    const { holder, list } = random.pick(slots)
    const at = random.below(list.length)
    const there = list[at]
    if (there === undefined) continue
    const put = replacement(there, own, foreign, random)
    // no stream can make a tuple that holds itself
    if (!reachable(put).has(holder)) list[at] = put
  }
  try {
    return encodePickle(pickle, { maxBytes: 256 * 1024 })
  } catch {
    return null
  }
}

function replacement(there: Cell, own: readonly Cell[], foreign: readonly Cell[], random: Random): Cell {
  const sameKind = (cells: readonly Cell[]): Cell => {
    const alike = cells.filter(({ kind }) => kind === there.kind)
    return alike.length === 0 ? random.pick(cells) : random.pick(alike)
  }
  switch (random.below(6)) {
    case 0:
      return random.pick(own)
    case 1:
      return random.pick(foreign)
    case 2:
      return sameKind(own)
    case 3:
      return sameKind(foreign)
    default:
      return asCell(oddValue(random, 3))
  }
}

const NAMES = [
  '', 'x', 'self', "a'b", 'a\nb', '\x1b[2J', '\u202e', '<script>', '__class__', '__proto__', '-1', 'L', '\ud800',
  'TENSOR_MATCH', 'EQUALS_MATCH', 'SHAPE_ENV', 'DICT_KEYS_MATCH', '2 <= L[\'x\'].size()[0]', 'L[\'x\'].size()[0] ** 99999',
] // prettier-ignore
const CLASSES = [
  'torch.Size', 'torch.float32', 'torch.Tensor', 'torch.nn.parameter.Parameter', 'builtins.int', 'builtins.set',
  'collections.OrderedDict', 'collections.deque', 'torch._dynamo.source.LocalSource', 'torch._dynamo.source.AttrSource',
  'torch._dynamo.guards.GuardBuilder', 'os.system', '__main__.X', 'torch.nn.modules.linear.Linear', 'enum.Enum',
] // prettier-ignore

function oddValue(random: Random, depth: number): PickleNode {
  const inner = (): PickleNode[] => random.several(4, () => oddValue(random, depth - 1))
  switch (random.below(depth <= 0 ? 6 : 11)) {
    case 0:
      return makeNone()
    case 1:
      return makeBool(random.oneIn(2))
    case 2:
      return makeInt(random.pick([0n, 1n, -1n, 7n, 2n ** 31n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 64n, 2n ** 200n]))
    case 3:
      return makeFloat(random.pick([0, -0, 1.5, Number.NaN, Infinity, -Infinity, 5e-324]))
    case 4:
      return makeStr(random.pick(NAMES))
    case 5: {
      const [, module = '', name = ''] = /^(.*)\.(.*)$/.exec(random.pick(CLASSES)) ?? []
      return makeGlobal(module, name)
    }
    case 6:
      return makeTuple(inner())
    case 7:
      return makeList(inner())
    case 8:
      return makeSet(inner())
    case 9:
      return nested(random)
    default:
      return makeDict(inner().map((key) => [key, oddValue(random, depth - 1)] as const))
  }
}

/** As deep as a file may make it. */
function nested(random: Random): PickleNode {
  let node: PickleNode = makeNone()
  for (let depth = random.size(6000); depth > 0; depth--) node = random.oneIn(2) ? makeTuple([node]) : makeList([node])
  return node
}
