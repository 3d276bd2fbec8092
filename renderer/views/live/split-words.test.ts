import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinWords, splitWords } from './split-words'

describe('arguments on a line', () => {
  it.each([
    ['', []],
    ['--epochs 1', ['--epochs', '1']],
    [`--name 'two words' "a \\"b\\""`, ['--name', 'two words', 'a "b"']],
    [`a\\ b --x='1 2'3 ''`, ['a b', '--x=1 23', '']],
    ['"open', null],
    ["it's", null],
  ])('%j', (text, words) => expect(splitWords(text)).toEqual(words))

  it('are what they were, joined and split again', () => {
    const word = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', '\n', '-', '$', 'é') })
    fc.assert(
      fc.property(fc.array(word), (all) => {
        expect(splitWords(joinWords(all))).toEqual(all)
      }),
    )
  })
})
