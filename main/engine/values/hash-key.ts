/** When two keys are one to Python's dict. */
import type { Value } from './value'

/** Values in one key. */
const MOST_VALUES = 1000
/** Characters of the texts in one key. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** A text that two keys share exactly when Python's dict takes them for one; null where that is not known. */
export function hashKey(value: Value, budget = { left: MOST_VALUES, characters: MOST_CHARACTERS }): string | null {
  if (--budget.left < 0) return null
  if (value.kind === 'str' || value.kind === 'bytes') {
    budget.characters -= value.value.length
    if (budget.characters < 0 && budget.left < MOST_VALUES - 1) return null
  }
  switch (value.kind) {
    case 'str':
      return `s${value.value}`
    case 'int': {
      const text = `n${value.value}`
      budget.characters -= text.length
      return budget.characters < 0 ? null : text
    }
    case 'bool':
      return value.value ? 'n1' : 'n0'
    case 'float':
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `f${value.value}`
    case 'none':
      return 'None'
    case 'constant':
      return `c${value.name}`
    case 'class':
      return `t${value.name}`
    case 'bytes':
      return `b${value.value.join(',')}`
    case 'device':
      return `d${value.device}:${value.index}`
    case 'enum': {
      const inner = value.value === null ? null : hashKey(value.value, budget)
      return inner === null ? null : `e${value.type?.name ?? ''}.${inner}`
    }
    case 'object':
      return value.scalar === null ? null : hashKey(value.scalar, budget)
    case 'sequence': {
      if (value.base !== 'tuple') return null
      const parts = value.items.map((item) => hashKey(item, budget))
      return parts.includes(null) ? null : `(${parts.map((p) => `${p?.length}:${p}`).join('')})`
    }
    default:
      return null
  }
}
