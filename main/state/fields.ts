/** Named parts of an object, read where they stand in the graph: nothing is copied, a lookup is a short scan. */
import { buildState } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import type { SourceClass } from './source-classes'

/** Looks a part up by name. */
export interface Fields {
  get(name: string): PickleNode | undefined
  has(name: string): boolean
  names(): readonly string[]
}

/** The entries of dicts, among other nodes; a later entry wins, as in Python. */
export class DictFields implements Fields {
  constructor(private readonly dicts: readonly PickleNode[]) {}

  get(name: string): PickleNode | undefined {
    for (let d = this.dicts.length - 1; d >= 0; d--) {
      const dict = this.dicts[d]
      if (dict?.kind !== 'dict') continue
      const { acts } = dict
      for (let a = acts.length - 1; a >= 0; a--) {
        const act = acts[a]
        if (act === undefined || (act.op !== 'setitems' && act.op !== 'setitem')) continue
        const { items } = act
        for (let i = items.length - 2; i >= 0; i -= 2) {
          const key = items[i]
          if (key?.kind === 'str' && key.value === name) return items[i + 1]
        }
      }
    }
    return undefined
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  names(): readonly string[] {
    const names = new Set<string>()
    for (const dict of this.dicts) {
      if (dict.kind !== 'dict') continue
      for (const act of dict.acts) {
        if (act.op !== 'setitems' && act.op !== 'setitem') continue
        for (let i = 0; i < act.items.length; i += 2) {
          const key = act.items[i]
          if (key?.kind === 'str') names.add(key.value)
        }
      }
    }
    return [...names]
  }
}

/** Positional arguments behind the names of their fields; those of an unknown class are named 0, 1, 2... */
export class PositionalFields implements Fields {
  constructor(
    private readonly args: readonly PickleNode[],
    private readonly first: number,
    private readonly spec: SourceClass | undefined,
  ) {}

  get(name: string): PickleNode | undefined {
    const index = this.spec === undefined ? Number(name) : this.spec.fields.indexOf(name)
    return index < 0 ? undefined : this.args[index + this.first]
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  names(): readonly string[] {
    return this.args.slice(this.first).map((_, i) => this.spec?.fields[i] ?? String(i))
  }
}

/** The fields that BUILD gives an object: a dict, or `(dict or None, slots)`. */
export function fieldsOf(node: PickleNode): Fields {
  const state = buildState(node)
  if (state === null) return NO_FIELDS
  if (state.kind === 'dict') return new DictFields([state])
  return state.kind === 'tuple' ? new DictFields(state.items) : NO_FIELDS
}

/** The entries of a dict node by name. */
export function entriesOf(node: PickleNode | undefined): Fields {
  return node?.kind === 'dict' ? new DictFields([node]) : NO_FIELDS
}

export const NO_FIELDS: Fields = new DictFields([])
