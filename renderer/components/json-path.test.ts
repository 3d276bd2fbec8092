import { expect, test } from 'vitest'
import { pathAt, printPath, spanOf } from './json-path'

test.each([
  ['|{"a": 1}', ''],
  ['{"|a": 1}', 'a'],
  ['{"a": |1}', 'a'],
  ['{"a": {"b": [1, |2]}}', 'a.b[1]'],
  ['{"a": {"b": [1, {"c": |}]}}', 'a.b[1].c'],
  ['{"a": [], "b c": |1}', '["b c"]'],
  ['{"a\\"}": |1}', '["a\\"}"]'],
  ['{"a": {"x": 1|}, "b": 2}', 'a'],
  ['{"a": {"x": 1}, |"b": 2}', 'b'],
  ['[[1, 2], [3, |', '[1][1]'],
  // a string that is being typed ends with its line
  ['{"a": "un\n"b": |3}', 'b'],
])('%s lies at %s', (marked, path) => {
  expect(printPath(pathAt(marked.replace('|', ''), marked.indexOf('|')))).toBe(path)
})

test.each([
  [['f_locals', 'x', 'shape'], '"shape": [2, 3]'],
  [['f_locals', 'x', 'shape', 1], '3'],
  [['f_locals', 'y'], '"y": {"ref": 1}'],
  [['f_locals', 'y', 'ref'], '"ref": 1'],
  [['name'], '"name": "x"'],
  [['f_locals', 'z'], null],
  [['x'], null],
])('%j is %s', (path, expected) => {
  const text = '{"name": "x", "f_locals": {"x": {"shape": [2, 3]}, "y": {"ref": 1}}}'
  const span = spanOf(text, path)
  expect(span && text.slice(span.start, span.end)).toBe(expected)
})
