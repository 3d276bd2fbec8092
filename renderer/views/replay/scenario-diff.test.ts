import { expect, test } from 'vitest'
import { fixtureScenarios } from '../../testing/fixture-scenarios'
import { differences } from './scenario-diff'

const CAPTURED = 'captured f_locals'

/** What the generator of the fixtures did to each call, by its name there. */
const CASES: readonly (readonly [fixture: string, scenario: string, found: readonly string[]])[] = [
  ['2.13.0/mlp_safe', 'deep copy of the module', []],
  ['2.13.0/mlp_safe', 'batch 3', ["L['x'].shape[0]: 2 to 3"]],
  ['2.13.0/mlp_safe', 'float64 x', ["L['x'].dtype: float32 to float64"]],
  [
    '2.13.0/mlp_safe',
    'copy with training toggled',
    [
      "L['self'].training: False to True",
      "L['self']._modules['fc1'].training: False to True",
      "L['self']._modules['act'].training: False to True",
      "L['self']._modules['drop'].training: False to True",
      "L['self']._modules['fc2'].training: False to True",
    ],
  ],
  [
    '2.13.0/mlp_safe',
    'copy with first parameter frozen',
    ["L['self']._modules['fc1']._parameters['weight'].requires_grad: True to False"],
  ],
  ['2.13.0/mlp_safe', 'no_grad', ['grad_mode: True to False', 'context: none to no_grad']],
  ['2.13.0/dict_contains', 'k dropped', ["L['d']['k']: 1 to absent"]],
  ['2.13.0/set_contains', '9 added', ["9 in L['s']: False to True"]],
  ['2.13.0/sequence_length_tuple', '2', ["len(L['xs']): 3 to 2"]],
  ['2.13.0/duplicate_input', 'distinct', ["L['y']: same object as L['x'] to float32 [3] cpu"]],
  ['2.13.0/global_state', 'autocast_cpu_bf16', ['autocast cpu: False to True', 'context: none to autocast_cpu_bf16']],
  ['2.8.0/mlp_safe', 'no_grad', ['context: none to no_grad']],
]

test.each(CASES)('%s, %s: what was done to the call is what is found', (fixture, scenario, found) => {
  const read = fixtureScenarios(fixture)
  const lines = differences(read(CAPTURED), read(scenario)).map(({ label, from, to }) => `${label}: ${from} to ${to}`)
  expect(lines).toEqual(found)
})

test('what is taken back is a path and a value of the other scenario', () => {
  const back = (fixture: string, scenario: string): unknown => {
    const read = fixtureScenarios(fixture)
    return differences(read(CAPTURED), read(scenario)).map((difference) => difference.back())
  }
  expect({
    size: back('2.13.0/mlp_safe', 'batch 3'),
    added: back('2.13.0/dict_contains', 'extra'),
    removed: back('2.13.0/sequence_length_tuple', '2'),
    alias: back('2.13.0/duplicate_input', 'distinct'),
  }).toEqual({
    size: [[{ path: ['f_locals', 'x', 'shape', 0], value: 2 }]],
    added: [[{ path: ['f_locals', 'd', 'items', 2], remove: true }]],
    removed: [[{ path: ['f_locals', 'xs', 'items', 2], value: expect.objectContaining({ kind: 'tensor' }) }]],
    alias: [[{ path: ['f_locals', 'y'], value: { ref: 1 } }]],
  })
})

test('two calls that differ everywhere are listed up to a limit', () => {
  const read = fixtureScenarios('2.13.0/huge_5000_guards')
  expect(differences(read(CAPTURED), read('copy with training toggled'))).toHaveLength(200)
})

test('text that is no scenario differs in nothing', () => {
  expect(differences('{', '{"f_locals": {"x": {"kind": "none"}}}')).toEqual([])
})
