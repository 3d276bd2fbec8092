import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repr } from '../values/repr'
import { compileExpression } from './index'
import { Values } from './testing/frame'
import { expressions } from './testing/random'

type PythonAnswer = readonly ['value' | 'raised', string] | readonly ['syntax' | 'complex' | 'large']
interface Recording {
  /** `3.11`: other versions word their exceptions differently. */
  readonly python: string
  readonly cases: readonly (readonly [string, PythonAnswer])[]
}

const read = (path: string): Buffer => gunzipSync(readFileSync(new URL(path, import.meta.url)))
const values = new Values(read('../../../resources/tables/torch-2.13.txt.gz').toString('latin1'))
const { classes } = values
const frame = values.frame()
const recording = JSON.parse(read('testdata/expressions.json.gz').toString()) as Recording
const seed = Date.now() % 1_000_000

describe.each([
  ['recorded from CPython', recording],
  ['made now by python3, or the recorded ones again', ask(['--seed', String(seed), '--count', '1500']) ?? recording],
  [
    'made here and answered by python3, or the recorded ones again',
    ask(['--answer'], JSON.stringify(fc.sample(expressions, { seed, numRuns: 1500 }))) ?? recording,
  ],
])('random expressions, %s', (_, { python, cases }) => {
  const sameWords = python === recording.python

  it('answer what CPython answers, or that it is not known and why', { timeout: 60_000 }, () => {
    const wrong = cases.flatMap(([text, expected]) => {
      const ours = answer(text)
      return agrees(ours, expected, sameWords) ? [] : [{ text, ours, expected, seed }]
    })
    expect(wrong).toEqual([])
    expect(cases.length).toBeGreaterThanOrEqual(1500)
  })

  it('are known nearly always', { timeout: 60_000 }, () => {
    const open = cases.filter(
      ([text, [kind]]) =>
        kind !== 'complex' &&
        kind !== 'large' &&
        answer(text)[0] === 'unknown' &&
        !answer(text)[1].startsWith('ZeroDivisionError'),
    )
    expect(open.length / cases.length, JSON.stringify(open.slice(0, 5))).toBeLessThan(0.01)
  })

  it('have the truth of their value', { timeout: 60_000 }, () => {
    const wrong = cases.flatMap(([text]) => {
      const expression = compileExpression(text, classes)
      const value = expression.evaluate(frame)
      const truth = expression.test(frame)
      const twice = compileExpression(`not not (${text})`, classes).evaluate(frame)
      if (expression.error !== null || value.kind === 'unknown') return []
      if (value.kind === 'raised')
        return truth.kind === 'raised' && truth.error === value.error ? [] : [{ text, truth }]
      return truth.kind === 'truth' &&
        twice.kind === 'value' &&
        twice.value.kind === 'bool' &&
        twice.value.value === truth.value
        ? []
        : [{ text, truth }]
    })
    expect(wrong).toEqual([])
  })
})

type OurAnswer = readonly ['value' | 'raised' | 'unknown' | 'refused', string]

function answer(text: string): OurAnswer {
  const expression = compileExpression(text, classes)
  const found = expression.evaluate(frame)
  if (expression.error !== null) return ['refused', expression.error]
  if (found.kind === 'raised') return ['raised', found.error]
  if (found.kind === 'unknown') return ['unknown', found.reason]
  return ['value', repr(found.value, classes.reprContext) ?? '?']
}

function agrees([kind, words]: OurAnswer, expected: PythonAnswer, sameWords: boolean): boolean {
  const [what, text = ''] = expected
  if (kind === 'refused') return what === 'syntax'
  if (what === 'syntax') return false
  // not to know is never wrong; how often it may happen the next test says
  if (kind === 'unknown' && (!words.startsWith('ZeroDivisionError') || words.endsWith(', if that is reached')))
    return true
  if (kind === 'unknown')
    return what === 'raised' && (text === words || (!sameWords && exceptionOf(text) === exceptionOf(words)))
  if (kind !== what) return false
  return words === text || (kind === 'raised' && !sameWords && exceptionOf(words) === exceptionOf(text))
}

const exceptionOf = (error: string): string => error.slice(0, error.indexOf(':'))

/** null where there is no python3. */
function ask(args: readonly string[], input = ''): Recording | null {
  const script = fileURLToPath(new URL('../../../scripts/record-expressions.py', import.meta.url))
  const found = spawnSync('python3', [script, ...args], { encoding: 'utf8', input, maxBuffer: 1 << 28 })
  if (found.error !== undefined) return null
  if (found.status !== 0) throw new Error(found.stderr)
  return JSON.parse(found.stdout) as Recording
}
