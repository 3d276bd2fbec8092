import { expect, it } from 'vitest'
import type { NodeDetail } from '../../../shared/tree'
import { actionsOf, fieldsOf } from './edit-forms'

const detail = (className: string, createFn: string, rows: Readonly<Record<string, string>>): NodeDetail => ({
  node: 1,
  kind: 'leaf',
  family: 'value',
  className,
  source: "L['x']",
  sourceClasses: [],
  accessor: null,
  type: null,
  expected: Object.entries(rows).map(([name, value]) => ({ name, value })),
  printed: [],
  guard: { name: "L['x']", createFn, guardTypes: [], codeList: [], userStack: [], range: null },
  valueRange: null,
  valueText: null,
})

it('a size with any in it is an edit of the tensor, and what is no size says what was expected', () => {
  const [size] = fieldsOf(
    detail('TENSOR_MATCH', 'TENSOR_MATCH', { size: '[2, any]', stride: '[7, 1]', dtype: 'torch.int64' }),
  )
  expect([size?.value, size?.edits('3, any,'), size?.edits('x')]).toEqual([
    '2, any',
    [{ do: 'set-tensor', at: "L['x']", size: [3, null] }],
    { expected: 'whole numbers or "any", with commas' },
  ])
})

it('a tensor guard can be let go by dimension, weakened or dropped; any other can be dropped', () => {
  const tensor = actionsOf(detail('TENSOR_MATCH', 'TENSOR_MATCH', { size: '[2, any]' }))
  const other = actionsOf(detail('LENGTH_CHECK', 'SEQUENCE_LENGTH', {}))
  expect([tensor, other].map((list) => list.map(({ label }) => label))).toEqual([
    ['Let size at 0 be any', 'Weaken to TYPE_MATCH', 'Drop TENSOR_MATCH'],
    ['Drop SEQUENCE_LENGTH'],
  ])
})
