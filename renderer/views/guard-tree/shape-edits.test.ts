import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { exprsIn, shapeEdits } from './shape-edits'

it.each([
  ['a b', 'a b', []],
  ['a b', 'a c', [{ do: 'set-text', expr: 'b', to: 'c' }]],
  ['a b', 'a b c', [{ do: 'set-shape-exprs', exprs: ['a', 'b', 'c'] }]],
  ['a b', 'b a', [{ do: 'set-shape-exprs', exprs: ['b', 'a'] }]],
  ['a b', '', [{ do: 'set-shape-exprs', exprs: [] }]],
  [
    'a b c',
    'd c',
    [
      { do: 'set-text', expr: 'a', to: 'd' },
      { do: 'set-shape-exprs', exprs: ['d', 'c'] },
    ],
  ],
  ['a a', 'a b', [{ do: 'set-shape-exprs', exprs: ['a', 'b'] }]],
] as const)('from %j to %j', (old, now, edits) => {
  expect(shapeEdits(exprsIn(old.replaceAll(' ', '\n')), exprsIn(now.replaceAll(' ', '\n')))).toEqual(edits)
})

it('edits by name and by list come to the list that was asked for', () => {
  const exprs = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 7 })
  fc.assert(
    fc.property(exprs, exprs, (old, now) => {
      let made: readonly string[] = old
      for (const edit of shapeEdits(old, now) as readonly Readonly<Record<string, unknown>>[]) {
        // as the engine does: the first of that text
        const at = made.indexOf(edit['expr'] as string)
        if (edit['do'] === 'set-text') made = made.map((text, i) => (i === at ? (edit['to'] as string) : text))
        else made = edit['exprs'] as readonly string[]
      }
      expect(made).toEqual(now)
    }),
  )
})
