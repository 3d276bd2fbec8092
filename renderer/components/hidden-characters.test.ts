import { expect, test } from 'vitest'
import { hiddenIn } from './hidden-characters'

test('what the editor leaves unseen is found at its place, in units of UTF-16', () => {
  expect(hiddenIn('😀a\u200bb\ufeff\u{e0041}\u009b')).toEqual([
    { at: 3, char: '\u200b' },
    { at: 5, char: '\ufeff' },
    { at: 6, char: '\u{e0041}' },
    { at: 8, char: '\u009b' },
  ])
})

test('tabs, and what the editor writes itself, are left to it', () => {
  expect(hiddenIn('\t\x1b\x7f\u202e\u2066\u200f\u061c plain')).toEqual([])
})
