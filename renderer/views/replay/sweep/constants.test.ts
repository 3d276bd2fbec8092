import { expect, it } from 'vitest'
import { readConstants } from './constants'

const labels = (text: string): unknown => {
  const items = readConstants(text)
  return 'error' in items ? items.error : items.map(({ label }) => label)
}

it.each([
  // what is typed; what Python's repr makes of each
  ["1, -2, 0.5, 'relu', True, None", ['1', '-2', '0.5', "'relu'", 'True', 'None']],
  [
    '1., 1e16, 1e-5, 123456789012345678.0, nan, -inf',
    ['1.0', '1e+16', '1e-05', '1.2345678901234568e+17', 'nan', '-inf'],
  ],
  [`"it's", 'a, b', ''`, [`"it's"`, "'a, b'", "''"]],
  ['9007199254740993', ['9007199254740993']],
  ['1,', ['1']],
])('reads %s', (text, expected) => {
  expect(labels(text)).toEqual(expected)
})

it.each([
  ['relu', 'relu: expected an int, a float, a str in quotes, True, False or None'],
  ["'open", "'open: expected constants with commas between"],
  ['', 'expected constants with commas between'],
])('says what of %s is none', (text, expected) => {
  expect(labels(text)).toEqual(expected)
})
