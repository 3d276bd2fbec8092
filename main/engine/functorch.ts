/** The functorch interpreters of a blob, as FuncTorchInterpreter.get_state() prints them (torch/_functorch/pyfunctorch.py). */
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

/** RandomnessType, in the order of its values. */
const RANDOMNESS = ['error', 'same', 'different']

const bool = (value: unknown): string | null => (typeof value === 'boolean' ? (value ? 'True' : 'False') : null)

/** What each interpreter adds to its key and level, from its part of `CInterpreter.serialize()`. */
const DETAILS: ReadonlyMap<string, (meta: Readonly<Record<string, unknown>>) => string | null> = new Map([
  [
    'Vmap',
    (meta) => {
      const name = typeof meta['randomness'] === 'number' ? RANDOMNESS[meta['randomness']] : undefined
      return name === undefined ? null : `'${name}'`
    },
  ],
  ['Grad', (meta) => bool(meta['prevGradMode'])],
  ['Jvp', (meta) => bool(meta['prevFwdGradMode'])],
])

function stateOf(layer: Value): string | null {
  const interpreter =
    layer.kind === 'object'
      ? [...layer.attrs].map(([, value]) => value).find((value) => value.kind === 'object')
      : undefined
  const saved = interpreter?.kind === 'object' ? interpreter.args[0] : undefined
  if (saved?.kind !== 'bytes' && saved?.kind !== 'str') return null
  const json = record(parse(saved.kind === 'str' ? saved.value : new TextDecoder().decode(saved.value)))
  const meta = record(json?.['meta'])
  const key = meta === null ? undefined : Object.keys(meta)[0]
  if (json === null || meta === null || key === undefined || typeof json['level'] !== 'number') return null
  if (key === 'Functionalize') return `('Functionalize', ${json['level']})`
  const detail = DETAILS.get(key)?.(record(meta[key]) ?? {}) ?? null
  return detail === null ? null : `('${key}', ${json['level']}, ${detail})`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null
}
