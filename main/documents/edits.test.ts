import { describe, expect, it, vi } from 'vitest'
import type { Edit } from '../../shared/edit'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { readScenario } from '../engine/check/scenario'
import { parseScenario } from '../engine/check/scenario/parse'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { entriesOf } from '../state/fields'
import { factsFor } from './tables'
import { corpus } from './testing/corpus'
import { editsOf } from './testing/random-edits'

const text = ({ tree }: EditableGraph): string => printTree(tree, tree.builder.dialect)
const open = (bytes: Uint8Array): EditableGraph => new EditableGraph(decodePickle(bytes), factsFor)
/** What the manager that a graph becomes answers. */
function answers({ tree }: EditableGraph, scenarios: readonly unknown[]): string {
  const checker = new Checker(tree, NEW_PROCESS)
  return JSON.stringify(
    scenarios.map((json) => {
      const scenario = readScenario(parseScenario(json), tree.builder.classes)
      const { result, verboseCodeParts, numGuardsExecuted } = checker.checkVerbose(scenario)
      return [checker.check(scenario), result, verboseCodeParts, numGuardsExecuted]
    }),
  )
}
/** Edits of one blob: it has others of each kind than the next one. */
const MOST = 8
/** Bytes: with every edit a blob is read anew. */
const LARGE = 300_000

const ALL: readonly Edit['do'][] = [
  'set-value',
  'set-tensor',
  'drop-guard',
  'weaken',
  'drop-guards',
  'weaken-guards',
  'free-sizes',
  'add-guard',
  'set-keyword',
  'set-shape-exprs',
  'set-text',
  'set-code-list',
  'strip',
]
const STATE: readonly Edit['do'][] = ['set-global-state', 'replace-global-state', 'migrate']
/** 2.8 saves no global state, and nothing leads from it to another version. */
const KINDS = {
  '2.8.0': ALL,
  '2.10.0': [...ALL, ...STATE],
  '2.13.0': [...ALL, ...STATE],
  '2.14.1': [...ALL, ...STATE],
  '2.15.0': [...ALL, ...STATE],
}

// A thousand trees and more
vi.setConfig({ testTimeout: 60_000 })

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('edits of blobs of torch %s', (version) => {
  it('answer as the saved and reopened bytes do, and leave the original bytes when they are taken back', () => {
    const made = new Map<Edit['do'], number>()
    const unlike: string[] = []
    for (const [i, { name, bytes, sidecar }] of corpus(version).entries()) {
      const scenarios = (sidecar.scenarios ?? []).slice(0, 2)
      if (bytes.length > LARGE) continue
      const graph = open(bytes)
      const all = editsOf(graph)
      const step = Math.ceil(all.length / MOST)
      for (const edit of all.filter((_, j) => (i + j) % step === 0)) {
        try {
          const change = graph.apply([edit])
          const saved = encodePickle(graph.pickle)
          const reopened = open(saved)
          if (answers(reopened, scenarios) !== answers(graph, scenarios))
            unlike.push(`${name}: another answer: ${JSON.stringify(edit)}`)
          if (text(reopened) !== text(graph)) unlike.push(`${name}: ${JSON.stringify(edit)}`)
          if (Buffer.compare(saved, bytes) === 0 && edit.do !== 'set-code-list')
            unlike.push(`${name}: nothing from ${JSON.stringify(edit)}`)
          graph.undo(change)
          made.set(edit.do, (made.get(edit.do) ?? 0) + 1)
        } catch (error) {
          if (!(error instanceof EditRefused)) throw new Error(`${name}: ${JSON.stringify(edit)}`, { cause: error })
        }
        if (Buffer.compare(encodePickle(graph.pickle), bytes) !== 0)
          unlike.push(`${name}: not taken back: ${JSON.stringify(edit)}`)
      }
    }
    expect(unlike).toEqual([])
    expect([...made.keys()].sort()).toEqual([...KINDS[version]].sort())
  })
})

it('keep the tree of a large blob right, edit after edit', () => {
  const huge = corpus('2.13.0').find(({ name }) => name === 'huge_5000_guards')
  const graph = open(huge?.bytes ?? new Uint8Array())
  const sources = editsOf(graph).flatMap((edit) => (edit.do === 'weaken' ? [edit.name] : []))
  const at = (i: number): string => sources[i * 97] ?? ''
  graph.apply([{ do: 'set-tensor', at: at(1), dtype: 'torch.float64' }])
  graph.apply([{ do: 'weaken', name: at(2) }])
  const change = graph.apply([{ do: 'set-tensor', at: at(3), requires_grad: false, device: 'meta' }])
  graph.undo(change)
  graph.apply([{ do: 'drop-guard', name: at(4), create_fn: 'TENSOR_MATCH' }])
  graph.redo(change)
  expect(text(graph)).toBe(text(open(encodePickle(graph.pickle))))
})

it('leave the example of a tensor and the value that its guard carries one object', () => {
  const blob = corpus('2.13.0').find(({ name }) => name === 'tensor_match_basic')
  const graph = open(blob?.bytes ?? new Uint8Array())
  graph.apply([
    { do: 'set-tensor', at: "L['x']", size: [null, 4], dtype: 'torch.float64', device: 'cuda:1', requires_grad: true },
  ])
  const { state } = open(encodePickle(graph.pickle))
  const example = entriesOf(state.localScope ?? undefined).get('x')
  expect(example).toBeDefined()
  expect(state.guards.map((guard) => guard.keywords.get('value') === example)).toEqual([true])
})
