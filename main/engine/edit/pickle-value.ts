/** New nodes for values as scenarios write them: what torch reads back as that value, and nothing that runs code of its own. */
import type { KindJson, ValueJson } from '../../../shared/scenario'
import {
  makeBool,
  makeBytes,
  makeDict,
  makeFloat,
  makeFrozenset,
  makeGlobal,
  makeInt,
  makeList,
  makeNone,
  makeReduce,
  makeSet,
  makeStr,
  makeTuple,
} from '../../pickle/make'
import type { GlobalNode, PickleNode } from '../../pickle/node'
import { floatFromRepr } from '../values/classes'
import { DEVICE_TYPES } from './devices'
import { EditRefused } from './refused'

/** Values in one another. */
const DEEPEST = 100

/** Finds the class that an enum member is of. @throws EditRefused where the file may not name it. */
export type NamedClass = (name: string) => PickleNode

export function pickleValue(json: ValueJson, classNamed: NamedClass): PickleNode {
  return new Writer(classNamed).write(json)
}

/** `module.qualname`: a class within a class is told apart by its capital. */
export function globalOf(name: string): GlobalNode {
  const parts = name.split('.')
  let last = parts.length - 1
  while (last > 1 && /^_*[A-Z]/.test(parts[last - 1] ?? '')) last--
  return makeGlobal(parts.slice(0, last).join('.'), parts.slice(last).join('.'))
}

const MISSING = 'torch._dynamo.guards._Missing'

class Writer {
  private readonly byId = new Map<number, PickleNode>()
  private depth = 0

  constructor(private readonly classNamed: NamedClass) {}

  write(json: ValueJson): PickleNode {
    if ('ref' in json) {
      const known = this.byId.get(json.ref)
      if (known === undefined) throw new EditRefused(`there is no value with the id ${json.ref} before its ref`)
      return known
    }
    if (++this.depth > DEEPEST) throw new EditRefused(`values in one another more than ${DEEPEST} times`)
    const node = this.make(json)
    this.depth--
    if ('id' in json && json.id !== undefined) this.byId.set(json.id, node)
    return node
  }

  private all(items: readonly ValueJson[]): PickleNode[] {
    return items.map((item) => this.write(item))
  }

  private make(json: KindJson): PickleNode {
    switch (json.kind) {
      case 'none':
        return makeNone()
      case 'bool':
        return makeBool(json.value)
      case 'int':
        return makeInt(BigInt(json.value))
      case 'float':
        return makeFloat(floatFromRepr(json.value))
      case 'complex':
        return makeReduce(makeGlobal('builtins', 'complex'), [
          makeFloat(floatFromRepr(json.re)),
          makeFloat(floatFromRepr(json.im)),
        ])
      case 'str':
        return makeStr(json.value)
      case 'bytes':
        return makeBytes(Uint8Array.from(json.hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
      case 'dtype':
        return torchName(json.name)
      case 'device':
        return deviceNode(json.type, json.index)
      case 'range':
        return makeReduce(
          makeGlobal('builtins', 'range'),
          [json.start, json.stop, json.step].map((n) => makeInt(BigInt(n))),
        )
      case 'slice':
        return makeReduce(makeGlobal('builtins', 'slice'), this.all([json.start, json.stop, json.step]))
      case 'enum':
        return makeReduce(this.classNamed(json.type), [this.write(json.value)])
      case 'sequence':
        return this.sequence(json)
      case 'set':
        return this.set(json)
      case 'dict':
        return this.dict(json)
      // torch's own placeholder for a value that no guard looks at
      case 'missing':
        return makeReduce(this.classNamed(MISSING), json.reason == null ? [] : [makeStr(json.reason)])
      default:
        throw new EditRefused(`a value of kind "${json.kind}" cannot be written into the file`)
    }
  }

  private sequence({ type, items, fields, attrs, slots }: KindJson & { kind: 'sequence' }): PickleNode {
    if (fields === undefined && attrs === undefined && slots === undefined) {
      if (type === 'builtins.list') return makeList(this.all(items))
      if (type === 'builtins.tuple') return makeTuple(this.all(items))
      if (type === 'torch.Size' && items.every((item) => 'kind' in item && item.kind === 'int'))
        return makeReduce(makeGlobal('torch', 'Size'), [makeTuple(this.all(items))])
    }
    throw new EditRefused(`a sequence of type ${type} cannot be written into the file: a list, a tuple or a torch.Size`)
  }

  private set({ type, items, attrs }: KindJson & { kind: 'set' }): PickleNode {
    items.forEach(hashable)
    if (attrs === undefined && type === 'builtins.set') return makeSet(this.all(items))
    if (attrs === undefined && type === 'builtins.frozenset') return makeFrozenset(this.all(items))
    throw new EditRefused(`a set of type ${type} cannot be written into the file`)
  }

  private dict({ type, items, attrs, default_factory }: KindJson & { kind: 'dict' }): PickleNode {
    if (type !== 'builtins.dict' || attrs !== undefined || default_factory !== undefined)
      throw new EditRefused(`a dict of type ${type} cannot be written into the file`)
    items.forEach(([key]) => hashable(key))
    return makeDict(items.map(([key, value]) => [this.write(key), this.write(value)] as const))
  }
}

/** A dtype or another name of torch itself. */
export function torchName(name: string): GlobalNode {
  if (!/^torch\.\w+$/.test(name)) throw new EditRefused(`${name} is not a dtype of torch`)
  return makeGlobal('torch', name.slice('torch.'.length))
}

/** `torch.device.__reduce__`. */
export function deviceNode(type: string, index: number | null): PickleNode {
  if (!DEVICE_TYPES.has(type)) throw new EditRefused(`torch knows no device ${JSON.stringify(type)}`)
  return makeReduce(
    makeGlobal('torch', 'device'),
    index === null ? [makeStr(type)] : [makeStr(type), makeInt(BigInt(index))],
  )
}

/** What Python refuses as a key: torch would not get past it when it unpickles. */
function hashable(json: ValueJson): void {
  const kind = 'ref' in json ? '' : json.kind
  const isMutable =
    kind === 'dict' ||
    (kind === 'sequence' && 'type' in json && json.type === 'builtins.list') ||
    (kind === 'set' && 'type' in json && json.type === 'builtins.set') ||
    kind === 'slice'
  if (isMutable) throw new EditRefused(`Python cannot hash a ${'type' in json ? json.type : kind}: it is no key`)
  if ('items' in json && kind === 'sequence') (json.items as readonly ValueJson[]).forEach(hashable)
}
