import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visible, visibleJson, visibleLines } from './visible'

test.each([
  ['plain text, é, 漢字, 😀 and a space\u00a0more', 'plain text, é, 漢字, 😀 and a space\u00a0more'],
  ['\x1b[2J\x1b]0;x\x07', '\\x1b[2J\\x1b]0;x\\x07'],
  ['a\u202egnp.exe\u202c', 'a\\u202egnp.exe\\u202c'],
  ['\u2066\u2069\u200b\ufeff\u2028\u0085\x7f\0', '\\u2066\\u2069\\u200b\\ufeff\\u2028\\x85\\x7f\\x00'],
  ['a\u00adb\u200dc\ufe0fd\u3164e\u{e0100}f\ufff9', 'a\\xadb\\u200dc\\ufe0fd\\u3164e\\U000e0100f\\ufff9'],
  ['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
  ['\ud800x\u{e0041}', '\\ud800x\\U000e0041'],
  ['<b>&amp;', '<b>&amp;'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('of several lines the breaks and tabs stay', () => {
  expect(visibleLines('a\n\tb\u202e\rc')).toBe('a\n\tb\\u202e\\rc')
})

test('JSON with escapes for what is hidden has the same values, in ASCII where it would be hidden', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
      const json = visibleJson(JSON.stringify(values, null, 2))
      expect(JSON.parse(json)).toEqual(values)
      expect(/[^\P{Cc}\n]|[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cs}]/u.test(json)).toBe(false)
    }),
  )
})
