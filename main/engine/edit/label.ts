/** An edit in a few words, for a history. */
import type { Edit } from '../../../shared/edit'
import type { ValueJson } from '../../../shared/scenario'
import { wordsOf } from '../select/select-guards'

export function labelOf(edit: Edit): string {
  switch (edit.do) {
    case 'set-value':
      return `${edit.at} = ${valueWords(edit.value)}`
    case 'set-tensor': {
      const parts = (
        ['size', 'stride', 'dtype', 'requires_grad', 'device', 'dispatch_keys', 'pytype'] as const
      ).flatMap((key) => (edit[key] === undefined ? [] : [`${key} ${words(edit[key])}`]))
      return `${edit.at}: ${parts.join(', ') || 'as it was'}`
    }
    case 'drop-guard':
      return `drop ${edit.create_fn}${on(edit.name)}`
    case 'drop-guards':
      return `drop the guards ${wordsOf(edit.where)}`
    case 'weaken-guards':
      return `weaken the guards ${wordsOf(edit.where)}`
    case 'free-sizes':
      return `let the sizes be any of the guards ${wordsOf(edit.where)}`
    case 'weaken':
      return `weaken TENSOR_MATCH${on(edit.name)} to TYPE_MATCH`
    case 'add-guard':
      return `add ${edit.create_fn}${on(edit.name)}`
    case 'set-keyword':
      return `${edit.keyword} of ${edit.create_fn}${on(edit.name)} = ${valueWords(edit.value)}`
    case 'set-global-state':
      return `${edit.key} = ${words(edit.value)}`
    case 'replace-global-state':
      return 'replace the global state'
    case 'set-shape-exprs':
      return `${edit.exprs?.length ?? edit.cpp?.length ?? 0} shape expressions`
    case 'set-text':
      return `shape expression ${edit.to ?? edit.expr}`
    case 'set-code-list':
      return `code of ${edit.create_fn}${on(edit.name)}`
    case 'strip':
      return `strip ${edit.what.join(', ')}`
    case 'migrate':
      return `migrate to torch ${edit.torch}`
  }
}

function on(name: string): string {
  return name === '' ? '' : ` on ${name}`
}

function words(value: unknown): string {
  if (value === null) return 'any'
  if (Array.isArray(value)) return `(${value.map(words).join(', ')})`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function valueWords(value: ValueJson): string {
  if ('ref' in value) return 'a value'
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'int':
    case 'float':
      return value.value
    case 'str':
      return JSON.stringify(value.value)
    case 'dtype':
      return value.name
    case 'enum':
      return value.name ?? value.type
    case 'sequence':
    case 'set':
    case 'dict':
      return `${value.type.replace('builtins.', '')} of ${value.items.length}`
    default:
      return value.kind
  }
}
