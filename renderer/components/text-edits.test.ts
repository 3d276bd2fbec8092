import { expect, test } from 'vitest'
import fc from 'fast-check'
import { lineEdits, type LineEdit } from './text-edits'

test.each<readonly [string, string, readonly LineEdit[]]>([
  ['abc', 'abc', []],
  ['abc', 'abxc', [{ from: 2, to: 2, lines: ['x'] }]],
  ['abc', 'ac', [{ from: 1, to: 2, lines: [] }]],
  [
    'abcdefg',
    'aBcdeFg',
    [
      { from: 1, to: 2, lines: ['B'] },
      { from: 5, to: 6, lines: ['F'] },
    ],
  ],
  ['', 'a', [{ from: 0, to: 0, lines: ['a'] }]],
])('%s to %s changes what differs', (old, now, edits) => {
  expect(lineEdits([...old], [...now])).toEqual(edits)
})

test('the edits of any two texts turn one into the other', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 })
  fc.assert(
    fc.property(lines, lines, (old, now) => {
      const made: string[] = [...old]
      for (const { from, to, lines: put } of lineEdits(old, now).slice().reverse()) made.splice(from, to - from, ...put)
      expect(made).toEqual(now)
    }),
  )
})
