import { expect, it } from 'vitest'
import { readScenario } from '../engine/check/scenario'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { parseScenario } from '../engine/check/scenario/parse'
import { openDocument } from './document'
import { withCreateFn } from './testing/made-up'

const int = (value: number): object => ({ name: String(value), f_locals: { n: { kind: 'int', value: String(value) } } })

/** What a blob whose guard on `n` is of another kind becomes, and what it answers for two numbers. */
function madeUp(kind: string) {
  const tree = openDocument(withCreateFn('fixtures/2.13.0/constant_int', 'CONSTANT_MATCH', kind)).tree(0)
  const checker = new Checker(tree, NEW_PROCESS)
  const leaves = tree.root.children.flatMap(({ manager }) =>
    manager.leaves.map(({ cls, code }) => `${cls}: ${code[0]}`),
  )
  return {
    leaves,
    problems: tree.problems.map(({ message }) => message),
    answers: [5, 6].map((n) => checker.check(readScenario(parseScenario(int(n)), tree.builder.classes))),
  }
}

it('a guard of a kind that is known is built and asked', () => {
  expect(madeUp('EQUALS_MATCH')).toEqual({
    leaves: ["EQUALS_MATCH: L['n'] == 5"],
    problems: [],
    answers: [true, false],
  })
})

it('a guard of a kind that is not known is named, keeps nothing from opening, and leaves the answer unknown', () => {
  expect(madeUp('EVEN_MATCH')).toEqual({
    leaves: [],
    problems: ['no guard kind EVEN_MATCH is known here'],
    answers: [null, null],
  })
})
