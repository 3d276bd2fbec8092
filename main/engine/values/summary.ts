/** A value in one line for a person: repr where it is short and known, else what it is. */
import type { Value } from './value'

const LONGEST = 300

export function summary(value: Value, repr: (value: Value) => string | null): string {
  const size = 'items' in value ? value.items.length : value.kind === 'dict' ? value.entries.length : 0
  const text = size > 100 ? null : repr(value)
  if (text !== null) return text.length > LONGEST ? `${text.slice(0, LONGEST)}\u2026` : text
  switch (value.kind) {
    case 'tensor': {
      const size = value.size.map((n) => n?.toString() ?? '?').join(', ')
      return `${value.pytype?.qualname ?? 'Tensor'} ${value.dtype.replace('torch.', '')}[${size}]${value.requiresGrad ? ', requires_grad' : ''}`
    }
    case 'object':
      return `${value.type?.printed ?? 'object'} with ${value.attrs.size} attribute${value.attrs.size === 1 ? '' : 's'}`
    case 'dict':
      return `${value.type?.printed ?? 'dict'} of ${value.entries.length}`
    case 'sequence':
    case 'set':
      return `${value.type?.printed ?? value.base} of ${value.items.length}`
    case 'pymodule':
      return `module ${value.name}`
    case 'function':
      return `${value.type?.printed ?? 'function'} ${value.name}`
    case 'class':
      return `class ${value.printed}`
    case 'enum':
      return `a member of ${value.type?.printed ?? 'an enum'}`
    case 'unknown':
      return `not in the file: ${value.why}`
    default:
      return value.type?.printed ?? value.kind
  }
}

const MOST_LISTED = 50

/** `['a', 'b']`. */
export function listed(parts: readonly Value[], show: (value: Value) => string): string {
  const texts = parts.slice(0, MOST_LISTED).map(show)
  return `[${texts.join(', ')}${parts.length > MOST_LISTED ? `, and ${parts.length - MOST_LISTED} more` : ''}]`
}
