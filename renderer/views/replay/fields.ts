/** The parts of a scenario that have a form: its locals and the global state, read from and put back into its JSON. */
import type { ScenarioChange } from '../../../shared/replay'

export interface TensorField {
  readonly kind: 'tensor'
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly requiresGrad: boolean
}
export interface ScalarField {
  readonly kind: 'int' | 'float' | 'str' | 'bool'
  readonly name: string
  readonly value: string
}
export type Field = TensorField | ScalarField

type Json = Record<string, unknown>
const record = (value: unknown): Json | null => (typeof value === 'object' && value !== null ? (value as Json) : null)

/** The locals that have a form; none where the text is no JSON. */
export function fieldsOf(text: string): readonly Field[] {
  const locals = record(parse(text)?.['f_locals'])
  if (locals === null) return []
  return Object.entries(locals).flatMap(([name, json]): Field[] => {
    const value = record(json)
    switch (value?.['kind']) {
      case 'tensor':
        return [
          {
            kind: 'tensor',
            name,
            shape: Array.isArray(value['shape']) ? value['shape'].map(Number) : [],
            dtype: String(value['dtype']),
            requiresGrad: value['requires_grad'] === true,
          },
        ]
      case 'int':
      case 'float':
      case 'str':
      case 'bool':
        return [{ kind: value['kind'], name, value: String(value['value']) }]
      default:
        return []
    }
  })
}

/** Whether gradients are on, or null where the scenario does not say. */
export function gradModeOf(text: string): boolean | null {
  const state = record(record(parse(text)?.['process'])?.['global_state'])
  const mode = state?.['grad_mode']
  return typeof mode === 'boolean' ? mode : null
}

/** A change of some fields of a local. */
export function changesOf(name: string, change: Readonly<Json>): ScenarioChange[] {
  return Object.entries(change).map(([key, value]) => ({ path: ['f_locals', name, key], value: value as never }))
}

function parse(text: string): Json | null {
  try {
    return record(JSON.parse(text))
  } catch {
    return null
  }
}
