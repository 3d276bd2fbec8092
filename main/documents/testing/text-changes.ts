/** Legal changes of a document's lines, each with the edit that it means, for tests. */
import type { Edit } from '../../../shared/edit'
import type { ValueJson } from '../../../shared/scenario'
import type { Block, DocumentText, GuardItem } from '../../engine/text/document-text'
import { BARE, familyOf, guardText, type Part, type Parts } from '../../engine/text/guard-parts'
import { literalText } from '../../engine/text/literal'

export interface LineChange {
  readonly block: Block
  /** Line of the document, from 0. */
  readonly line: number
  /** What stands there then; null where the line is taken out. */
  readonly to: string | null
  /** What it means. */
  readonly edit: Edit
}

export function withChanges({ text }: DocumentText, changes: readonly LineChange[]): string {
  const byLine = new Map(changes.map((change) => [change.line, change.to]))
  return text
    .split('\n')
    .flatMap((line, i) => {
      const to = byLine.get(i)
      return to === undefined ? [line] : to === null ? [] : [to]
    })
    .join('\n')
}

/** Every change that is tried, of each line. */
export function changesOf({ blocks }: DocumentText): LineChange[] {
  return blocks.flatMap((block) =>
    block.of === 'source' ? block.items.flatMap((item, i) => itemChanges(block, item, i)) : sectionChanges(block),
  )
}

function sectionChanges(block: Block): LineChange[] {
  return block.lines.flatMap((text, i): LineChange[] => {
    const at = { block, line: block.start + 1 + i }
    const key = text.trim().split(' ')[0] ?? ''
    if (block.of === 'shapes') {
      const to = `${i} <= ${1000 + i}`
      return [{ ...at, to: `  ${to}`, edit: { do: 'set-text', expr: text.trim(), to } }]
    }
    if (key === 'num_threads')
      return [{ ...at, to: '  num_threads = 77', edit: { do: 'set-global-state', key, value: 77 } }]
    if (!/ = (true|false)$/.test(text)) return []
    const value = text.endsWith('false')
    return [{ ...at, to: `  ${key} = ${value}`, edit: { do: 'set-global-state', key, value } }]
  })
}

function itemChanges(block: Block, item: GuardItem, i: number): LineChange[] {
  const { createFn, parts, nth, of } = item
  const at = { block, line: block.start + 1 + i }
  const name = block.name
  const nthOf = of > 1 ? { nth } : {}
  const line = (changed: Parts): string => `  ${guardText(createFn, changed)}`
  const set = (key: string, text: string): string => line(new Map([...parts, [key, { text } as Part]]))
  const changes: LineChange[] = [
    // of lines that say the same the last is the one that is missing
    { ...at, to: null, edit: { do: 'drop-guard', name, create_fn: createFn, ...(of > 1 ? { nth: lastAlike(block, i) } : {}) } }, // prettier-ignore
  ]
  if (familyOf(createFn) === 'tensor' && parts.size > 0) {
    const size = parts.get('size')?.value
    const rank = size?.of === 'dims' ? size.dims.length : 0
    const dims = Array.from({ length: rank }, (_, d) => (d === 0 ? null : 90 + d))
    if (rank > 0) changes.push({ ...at, to: set('size', `[${dims.map((d) => d ?? 'any').join(', ')}]`), edit: { do: 'set-tensor', at: name, size: dims } }) // prettier-ignore
    const dtype = parts.get('dtype')?.text === 'torch.float64' ? 'torch.float16' : 'torch.float64'
    changes.push({ ...at, to: set('dtype', dtype), edit: { do: 'set-tensor', at: name, dtype } })
    if (of === 1) changes.push({ ...at, to: '  TYPE_MATCH', edit: { do: 'weaken', name } })
  }
  const bare = parts.get(BARE)?.value
  // of several lines that tell the value of a source each follows the other
  const isOnly = block.items.filter((one) => familyOf(one.createFn) === 'value').length === 1
  if (familyOf(createFn) === 'value' && bare?.of === 'literal' && isOnly) {
    const value = otherValue(bare.json)
    if (value !== null) changes.push({ ...at, to: set(BARE, literalText(value) ?? ''), edit: { do: 'set-value', at: name, value } }) // prettier-ignore
  }
  const key = parts.get('key')?.value
  if (key?.of === 'literal') {
    const value: ValueJson = { kind: 'str', value: "it's # \u202e\n\u00e9" }
    const edit: Edit = { do: 'set-keyword', name, create_fn: createFn, ...nthOf, keyword: 'key', value }
    changes.push({ ...at, to: set('key', literalText(value) ?? ''), edit })
  }
  return changes
}

function lastAlike({ lines, items }: Block, i: number): number {
  return items[lines.lastIndexOf(lines[i] ?? '')]?.nth ?? 0
}

function otherValue(json: ValueJson): ValueJson | null {
  if ('ref' in json) return null
  switch (json.kind) {
    case 'bool':
      return { kind: 'bool', value: !json.value }
    case 'int':
      return { kind: 'int', value: (BigInt(json.value) * 3n - (1n << 70n)).toString() }
    case 'float':
      return { kind: 'float', value: json.value === '0.375' ? '-inf' : '0.375' }
    case 'str':
      return { kind: 'str', value: `${json.value}\u202e"'#\u{1f600}` }
    case 'dtype':
      return { kind: 'dtype', name: json.name === 'torch.int8' ? 'torch.bool' : 'torch.int8' }
    case 'device':
      return { kind: 'device', type: 'cuda', index: 3 }
    case 'sequence':
      return json.type === 'torch.Size' ? null : { ...json, items: [{ kind: 'int', value: '-7' }] }
    default:
      return null
  }
}
