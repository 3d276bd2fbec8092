/** Parts of a TENSOR_MATCH line as the edit that sets them. */
import type { Edit } from '../../../shared/edit'
import { BARE, type Part } from './guard-parts'

export function setTensor(at: string, changed: readonly (readonly [name: string, part: Part])[]): Edit {
  const edit: Record<string, unknown> = { do: 'set-tensor', at }
  for (const [name, { value }] of changed) edit[name === BARE ? 'pytype' : name] = plain(value)
  return edit as Edit
}

function plain(value: Part['value']): unknown {
  switch (value.of) {
    case 'dims':
      return [...value.dims]
    case 'name':
      return value.name
    case 'bool':
      return value.is
    case 'keys':
      return value.raw
    case 'literal':
      return value.json
  }
}
