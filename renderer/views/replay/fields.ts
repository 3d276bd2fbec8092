/** The parts of a scenario that have a form: its locals and the global state, read from and put back into its JSON. */

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

/** The text with a local changed; a tensor of a new shape is contiguous. */
export function withLocal(text: string, name: string, change: Readonly<Json>): string {
  return changed(text, (json) => {
    const value = record(record(json['f_locals'])?.[name])
    if (value === null) return
    Object.assign(value, change)
    if (Array.isArray(change['shape'])) value['stride'] = contiguous(change['shape'].map(Number))
  })
}

export function withGradMode(text: string, on: boolean): string {
  return changed(text, (json) => {
    const state = record(record(json['process'])?.['global_state'])
    if (state !== null) state['grad_mode'] = on
  })
}

function changed(text: string, change: (json: Json) => void): string {
  const json = parse(text)
  if (json === null) return text
  change(json)
  return JSON.stringify(json, null, 2)
}

function parse(text: string): Json | null {
  try {
    return record(JSON.parse(text))
  } catch {
    return null
  }
}

function contiguous(shape: readonly number[]): number[] {
  const stride: number[] = []
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    stride[i] = step
    step *= Math.max(1, shape[i] ?? 1)
  }
  return stride
}
