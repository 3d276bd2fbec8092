/** What a blob says of the process and of itself as a whole, key by key. */
import type { BuiltTree } from '../engine/build'
import { globalStateRows, parseGlobalState } from '../engine/check/global-state'
import { functorchStates } from '../engine/functorch'
import { buildState } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import type { DigestRow } from './digest-rows'
import { valueText } from './value-text'

export interface DigestState {
  readonly rows: readonly DigestRow[]
  /** The keys of the GlobalStateGuard; a text where there are none. */
  readonly global: readonly DigestRow[] | string
}

export function digestState(tree: BuiltTree): DigestState {
  const { state } = tree.builder
  const value = (node: PickleNode): string | null => valueText(tree.builder, tree.builder.values.read(node))
  const counts = new Map<string, number>()
  for (const { createFn } of state.guards) counts.set(createFn, (counts.get(createFn) ?? 0) + 1)
  const modes = state.torchFunctionModeStack.map(value)
  return {
    rows: [
      { name: 'torch', value: state.version },
      { name: 'current device', value: state.currentDevice === null ? 'None' : value(state.currentDevice) },
      { name: 'torch function modes', value: modes.includes(null) ? null : modes.join(', ') || 'none' },
      { name: 'dual level', value: String(state.dualLevel) },
      { name: 'functorch stack', value: functorchStates(tree.builder) },
      { name: 'export', value: state.export ? 'True' : 'False' },
      ...(state.localState === null ? [] : [{ name: 'dispatch state', value: tuple(state.localState) }]),
      ...tree.problems.flatMap(({ guard, message }) =>
        guard === null ? [{ name: 'cannot be built', value: message }] : [],
      ),
      ...[...counts].sort().map(([name, count]) => ({ name: `guards ${name}`, value: String(count) })),
    ],
    global: globalRows(state.globalState),
  }
}

/** LocalState: the dispatch keys of the thread that compiled. */
function tuple(node: PickleNode): string | null {
  const state = buildState(node)
  if (state?.kind !== 'tuple') return null
  const items = state.items.map((item) => (item.kind === 'int' || item.kind === 'bool' ? String(item.value) : null))
  return items.includes(null) ? null : `(${items.join(', ')})`
}

function globalRows(json: string | null): readonly DigestRow[] | string {
  if (json === null) return 'of the loading process'
  const state = parseGlobalState(json)
  if (typeof state === 'string') return `not readable: ${state}`
  return globalStateRows(state, state).map(({ key, expected }) => ({ name: key, value: expected }))
}
