import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Edit } from '../../shared/edit'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { printTree } from '../engine/print'
import { namesBudget } from '../engine/text-budget'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { History } from './history'
import { factsFor } from './tables'
import { corpus, VERSIONS } from './testing/corpus'
import { editsOf } from './testing/random-edits'

const CASES = VERSIONS.flatMap((version) =>
  corpus(version).filter(({ name }) =>
    ['mlp_safe', 'nested_dict_obj', 'shape_env_gt', 'global_state', 'dict_contains'].includes(name),
  ),
)
const open = (bytes: Uint8Array): History => new History(new EditableGraph(decodePickle(bytes), factsFor))
const encoded = (history: History): string => Buffer.from(encodePickle(history.graph.pickle)).toString('latin1')
const text = ({ graph: { tree } }: History): string => printTree(tree, tree.builder.dialect)

/** Applies edits one by one; those that are refused leave no step. */
function tryAll(history: History, edits: readonly Edit[]): void {
  for (const edit of edits) {
    const before = encoded(history)
    try {
      history.apply([edit])
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error
      expect(encoded(history)).toBe(before)
    }
  }
}

it('undoes any edits to the original bytes, and does them again to the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CASES),
      fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 4 }),
      ({ bytes }, picks, jumps) => {
        const history = open(bytes)
        const all = editsOf(history.graph)
        tryAll(
          history,
          picks.flatMap((pick) => all[pick % all.length] ?? []),
        )
        expect(text(history)).toBe(text(open(encodePickle(history.graph.pickle))))
        const states = [encoded(history)]
        const trees = [text(history)]
        while (history.undo()) {
          states.unshift(encoded(history))
          trees.unshift(text(history))
        }
        expect(states[0]).toBe(Buffer.from(bytes).toString('latin1'))
        expect(states.length).toBe(history.labels.length + 1)
        for (const jump of jumps) {
          const to = jump % states.length
          expect(history.jump(to)).toBe(true)
          expect([encoded(history), text(history), history.position]).toEqual([states[to], trees[to], to])
        }
        while (history.redo());
        expect(encoded(history)).toBe(states.at(-1))
      },
    ),
    { numRuns: 60 },
  )
})

it('names its steps, forgets what was undone when another edit comes, and has no point beyond its ends', () => {
  const mlp = corpus('2.13.0').find(({ name }) => name === 'mlp_safe')
  const history = open(mlp?.bytes ?? new Uint8Array())
  history.apply([{ do: 'set-value', at: "L['self'].scale", value: { kind: 'float', value: '2.0' } }])
  history.apply([{ do: 'set-tensor', at: "L['x']", size: [null, 16] }])
  expect(history.labels).toEqual(["L['self'].scale = 2.0", "L['x']: size (any, 16)"])
  history.undo()
  history.apply([{ do: 'drop-guard', name: "L['x']", create_fn: 'TENSOR_MATCH' }])
  expect(history.labels).toEqual(["L['self'].scale = 2.0", "drop TENSOR_MATCH on L['x']"])
  expect([history.redo(), history.jump(3), history.jump(-1), history.position]).toEqual([false, false, false, 2])
})

it('names what a blob looks at once, however often it is edited and that is taken back', () => {
  for (const { bytes } of CASES) {
    const history = open(bytes)
    const oneOfAKind = new Map(editsOf(history.graph).map((edit) => [edit.do, edit]))
    for (const edit of oneOfAKind.values()) {
      const named = [1, 2, 3].map(() => {
        tryAll(history, [edit])
        void text(history)
        history.jump(0)
        void text(history)
        return namesBudget(history.graph.state.sources).taken
      })
      expect(named[2]).toBe(named[1])
    }
  }
})
