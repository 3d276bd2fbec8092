/** Parts of functions that torch 2.15 rebuilds by value are values of the file like any other: each can be set. */
import { expect, it } from 'vitest'
import { buildGuardTree } from '../engine/build'
import { EditableGraph } from '../engine/edit/graph'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { readGuardsState } from '../state/read-state'
import { factsFor } from './tables'
import { blobBytes } from './testing/altered'

it.each([
  ['function_keywords', "L['f'].__kwdefaults__['gain']", '7'],
  ['function_defaults', "L['f'].__defaults__[1][0]", '7'],
  ['function_parts', "L['f'].__dict__['mark']['a']", '7'],
  ['wraps_argument', "L['f'].scale", '7.5'],
  ['shared_cell', "L['f'].__closure__[0].cell_contents[0]", '7'],
])('%s: %s', (name, at, value) => {
  const graph = new EditableGraph(decodePickle(blobBytes(`fixtures/more/2.15.0/${name}`)), factsFor)
  graph.apply([{ do: 'set-value', at, value: { kind: value.includes('.') ? 'float' : 'int', value } }])
  const state = readGuardsState(decodePickle(encodePickle(graph.pickle)))
  const tree = buildGuardTree(state, factsFor(state.version))
  expect(tree.problems).toEqual([])
  expect(printTree(tree, tree.builder.dialect)).toContain(`${at} == ${value} `)
})
