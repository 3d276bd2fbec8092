/** Functions and cells that a pickle rebuilds by value, and what state setters put into them (torch/_dynamo/package.py, FunctionPicklerBase). */
import type { Act, PickleNode } from '../../pickle/node'
import type { Place } from '../../pickle/patch'
import { argumentPlaces } from '../../pickle/places'
import type { ValueReader } from './from-node'
import type { CellValue, FunctionValue, Value } from './value'

const text = (node: PickleNode | undefined): string => (node?.kind === 'str' ? node.value : '')

const none = (reader: ValueReader): Value => ({ kind: 'none', type: reader.classes.builtin('NoneType'), node: null })

/** What the last call of that setter gave a node; null without one. `name`: of a setter, as in picklers.ts. */
export function stateOf(node: PickleNode, isSetter: (setter: PickleNode) => boolean): PickleNode | null {
  for (let i = node.acts.length - 1; i >= 0; i--) {
    const { op, items } = node.acts[i] as Act
    const [setter, state] = items
    if (op === 'setter' && setter !== undefined && isSetter(setter)) return state ?? null
  }
  return null
}

/** A cell made empty, and filled by `_set_cell_contents` with the one member of a tuple. Read when asked for: a function may lie in its own cell. */
export function emptyCell(reader: ValueReader, node: PickleNode, isSetter: (setter: PickleNode) => boolean): CellValue {
  const state = stateOf(node, isSetter)
  const filled = state?.kind === 'tuple' && state.items.length > 0
  return {
    kind: 'cell',
    type: reader.classes.builtin('cell'),
    node,
    empty: !filled,
    get contents(): Value {
      const held = state?.kind === 'tuple' ? state.items[0] : undefined
      return held === undefined
        ? { kind: 'missing', type: null, node: null, reason: 'an empty cell' }
        : reader.read(held)
    },
  }
}

/** Places in the state of `_apply_function_state`. */
const STATE: ReadonlyMap<string, number> = new Map([
  ['__defaults__', 0],
  ['__kwdefaults__', 1],
  ['__dict__', 2],
  ['__doc__', 3],
  ['__annotations__', 4],
  ['__type_params__', 5],
])

/** Where a part of a rebuilt function stands in the graph: among the arguments, or in the state that was set. Null where it is not saved. */
export function partPlace(node: PickleNode, name: string, isSetter: (setter: PickleNode) => boolean): Place | null {
  const at = STATE.get(name)
  const state = stateOf(node, isSetter)
  if (at !== undefined)
    return state?.kind === 'tuple' && at < state.items.length ? { list: state.items, index: at } : null
  return name === '__closure__' ? (argumentPlaces(node)[5] ?? null) : null
}

/** Where the contents of a cell stand; null for an empty one. */
export function contentsPlace(node: PickleNode, isSetter: (setter: PickleNode) => boolean): Place | null {
  const state = stateOf(node, isSetter)
  return state?.kind === 'tuple' && state.items.length > 0 ? { list: state.items, index: 0 } : null
}

/** `(scope, module, code, qualname, name, closure)`, the arguments of both functions that rebuild one; `globals` where the scope is a dict of the file. */
export function rebuiltFunction(
  reader: ValueReader,
  node: PickleNode,
  [, module, code, qualname, name, closure]: readonly PickleNode[],
  isSetter: (setter: PickleNode) => boolean,
  globals?: PickleNode,
): FunctionValue {
  const parts: ReadonlyMap<string, PickleNode | undefined> = new Map([
    ['__module__', module],
    ['__qualname__', qualname],
    ['__name__', name],
    ['__code__', code],
    ['__closure__', closure],
    ['__globals__', globals],
  ])
  const part = (wanted: string): Value | null => {
    const given = parts.get(wanted)
    if (given !== undefined) return reader.read(given)
    const state = stateOf(node, isSetter)
    const items = state?.kind === 'tuple' ? state.items : []
    const at = STATE.get(wanted)
    if (at !== undefined) {
      const held = items[at]
      // __type_params__ of None is not set
      if (held === undefined || (wanted === '__type_params__' && held.kind === 'none')) return null
      return reader.read(held)
    }
    const own = items[2]
    const dict = own === undefined ? null : reader.read(own)
    return dict?.kind === 'dict'
      ? (dict.entries.find(([key]) => key.kind === 'str' && key.value === wanted)?.[1] ?? null)
      : null
  }
  const members = (wanted: string): readonly Value[] | null => {
    const value = part(wanted)
    return value?.kind === 'sequence' ? value.items : null
  }
  return {
    kind: 'function',
    type: reader.classes.builtin('function'),
    node,
    name: `${text(module)}.${text(qualname)}`,
    qualname: text(qualname),
    repr: null,
    guessed: false,
    part,
    get code(): Value {
      return part('__code__') ?? none(reader)
    },
    get defaults(): readonly Value[] | null {
      return members('__defaults__')
    },
    get closure(): readonly Value[] | null {
      return members('__closure__')
    },
    get kwdefaults(): Value | null {
      const value = part('__kwdefaults__')
      return value === null || value.kind === 'none' ? null : value
    },
  }
}
