import { expect, it } from 'vitest'
import type { Answer, ReplayRow } from '../../../shared/replay'
import { pairs } from './compare-store'

const row = (check: Answer, part = '', asSaved: Answer = check): ReplayRow => ({
  name: '',
  check,
  error: null,
  guard: '',
  source: '',
  part,
  failed: -1,
  executed: 1,
  asSaved,
})
const HERE = [
  { name: 'both pass', row: row('true') },
  { name: 'another reason', row: row('false', 'size') },
  { name: 'one fails', row: row('true') },
]

it('puts the scenarios first where two blobs part, by their answer and then by their reason', () => {
  const other = { kind: 'blob', document: 'b', blob: 0, label: 'b' } as const
  const there = [row('true'), row('false', 'dtype'), row('false', 'dtype')]
  expect(pairs(HERE, other, there).map(({ name, parts, here, there: answer }) => [name, parts, here, answer])).toEqual([
    ['one fails', 'answer', 'true', 'false'],
    ['another reason', 'reason', 'false', 'false'],
    ['both pass', null, 'true', 'true'],
  ])
})

it('compares with the manager before saving by what each scenario says of it, and with a side not yet known not at all', () => {
  const here = [{ name: 'marked', row: row('false', '', 'true') }]
  const other = { kind: 'blob', document: 'b', blob: 0, label: 'b' } as const
  expect([pairs(here, { kind: 'before saving' }, null)[0]?.parts, pairs(here, other, null)[0]?.parts]).toEqual([
    'answer',
    null,
  ])
})
