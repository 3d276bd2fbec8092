/** Says what a graph holds, in the JSON that scripts/record-pickles.py makes of what CPython reads. */
import { dictEntries, listItems } from '../access'
import * as op from '../opcodes'
import type { CallNode, Pickle, PickleNode } from '../node'

export type Json = null | boolean | number | string | readonly Json[]

/** Lists, dicts, tuples and calls are numbered when first met; met again they are ["ref", n]. */
export function describe(pickle: Pickle, root: PickleNode = pickle.root): Json {
  const seen = new Map<PickleNode, number>()

  function numbered(kind: string, node: PickleNode, parts: () => readonly Json[]): Json {
    const number = seen.get(node)
    if (number !== undefined) return ['ref', number]
    seen.set(node, seen.size)
    return [kind, ...parts()]
  }

  function members(items: readonly PickleNode[]): readonly Json[] {
    if (items.length === 1) return items.map(go)
    const texts = items.map((item) => JSON.stringify(describe(pickle, item)))
    return [...new Set(texts)].sort().map((text) => JSON.parse(text) as Json)
  }

  function go(node: PickleNode): Json {
    switch (node.kind) {
      case 'none':
        return null
      case 'bool':
        return node.value
      case 'int':
        return ['int', node.value < 0n ? `-0x${(-node.value).toString(16)}` : `0x${node.value.toString(16)}`]
      case 'float':
        return [
          'float',
          Buffer.from(
            node.op === op.BINFLOAT ? (pickle.exact?.get(node) ?? doubleBytes(node.value)) : doubleBytes(node.value),
          ).toString('hex'),
        ]
      case 'str':
        return ['str', Buffer.from(node.value, 'utf16le').swap16().toString('hex')]
      case 'bytes':
      case 'bytearray':
        return [node.kind, Buffer.from(node.value).toString('hex')]
      case 'tuple':
        return node.items.length === 0 ? ['tuple'] : numbered('tuple', node, () => node.items.map(go))
      case 'list':
        return numbered('list', node, () => listItems(node).map(go))
      case 'set':
      case 'frozenset':
        return numbered(node.kind, node, () => members(listItems(node)))
      case 'dict':
        return numbered('dict', node, () => dictEntries(node).map(([key, value]) => [go(key), go(value)]))
      case 'global':
        return ['global', node.value]
      case 'ext':
        return ['global', node.value === 0x77 ? '__main__.Extended' : `ext.c${node.value}`]
      case 'persid':
        return ['persid', ...node.items.map(go)]
      case 'buffer':
        return ['buffer', ...node.items.map(go)]
      case 'reduce':
      case 'newobj':
      case 'newobj_ex':
        return numbered('call', node, () => call(node))
    }
  }

  function call(node: CallNode): readonly Json[] {
    const [cls, args, kwargs] = node.items
    const bare = (node.op === op.INST || node.op === op.OBJ) && args?.kind === 'tuple' && args.items.length === 0
    const named = cls === undefined ? null : go(cls)
    return [
      node.kind === 'reduce' && !bare ? 'reduce' : 'newobj',
      Array.isArray(named) ? (named[1] as Json) : null,
      args?.kind === 'tuple' ? args.items.map(go) : [],
      kwargs === undefined
        ? []
        : dictEntries(kwargs).map(([key, value]) => [key.kind === 'str' ? key.value : null, go(value)]),
      acts(node),
    ]
  }

  function acts(node: PickleNode): readonly Json[] {
    return node.acts.flatMap((act): Json[] => {
      if (act.op === 'build') return [['build', ...act.items.map(go)]]
      // Python drops what it returns
      if (act.op === 'setter') return []
      if (act.op === 'setitem' || act.op === 'setitems')
        return pairs(act.items).map(([key, value]) => ['set', go(key), go(value)])
      return act.items.map((item) => ['add', go(item)])
    })
  }

  return go(root)
}

function pairs(items: readonly PickleNode[]): [PickleNode, PickleNode][] {
  const out: [PickleNode, PickleNode][] = []
  for (let i = 0; i + 1 < items.length; i += 2) out.push([items[i] as PickleNode, items[i + 1] as PickleNode])
  return out
}

function doubleBytes(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return new Uint8Array(view.buffer)
}
