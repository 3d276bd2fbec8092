import { expect, it } from 'vitest'
import type { Json } from '../../../../shared/replay'
import { axesOf } from './axes'
import { asked, countOf, labelAt, nowAt } from './axis'

const tensor = (shape: readonly number[]): Json => ({
  kind: 'tensor',
  type: 'torch.Tensor',
  dtype: 'torch.float32',
  device: { kind: 'device', type: 'cpu', index: null },
  layout: 'torch.strided',
  shape,
  stride: null,
  requires_grad: false,
  dispatch_keys: { raw: '0' },
})
const offersOf = (locals: Json, rest: object = {}) =>
  axesOf(JSON.stringify({ name: 'a', f_locals: locals, f_globals: {}, ...rest })) ?? []

it('offers the sizes and flags of a tensor in the names of torch', () => {
  expect(
    offersOf({ x: tensor([6, 768]) }).map(({ label, path, now, values }) => [label, path, now, countOf(values)]),
  ).toEqual([
    ["L['x'].size()[0]", ['f_locals', 'x', 'shape', 0], '6', 65],
    ["L['x'].size()[1]", ['f_locals', 'x', 'shape', 1], '768', 65],
    ["L['x'].dtype", ['f_locals', 'x', 'dtype'], 'float32', 14],
    ["L['x'].device", ['f_locals', 'x', 'device'], 'cpu', 3],
    ["L['x'].requires_grad", ['f_locals', 'x', 'requires_grad'], 'False', 2],
  ])
})

it('finds tensors in lists, dicts and modules, and what leads there', () => {
  const module: Json = {
    kind: 'object',
    type: 'a.Net',
    attrs: {
      training: { kind: 'bool', value: true },
      _forward_hooks: { kind: 'dict', type: 'builtins.dict', items: [] },
      _parameters: { kind: 'dict', type: 'builtins.dict', items: [[{ kind: 'str', value: 'weight' }, tensor([4])]] },
    },
  }
  const offers = offersOf({
    items: { kind: 'sequence', type: 'builtins.list', items: [tensor([2]), { kind: 'int', value: '3' }] },
    by: { kind: 'dict', type: 'builtins.dict', items: [[{ kind: 'int', value: '1' }, tensor([])]] },
    self: module,
  })
  const wanted = ['Sizes', 'requires_grad', 'Integers', 'training']
  expect(offers.filter(({ group }) => wanted.includes(group)).map(({ label, path }) => [label, path.slice(2)])).toEqual(
    [
      ["L['self'].training", ['attrs', 'training', 'value']],
      ["L['items'][0].size()[0]", ['items', 0, 'shape', 0]],
      ["L['items'][0].requires_grad", ['items', 0, 'requires_grad']],
      ["L['items'][1]", ['items', 1, 'value']],
      ["L['by'][1].requires_grad", ['items', 0, 1, 'requires_grad']],
      ["L['self']._parameters['weight'].size()[0]", ['attrs', '_parameters', 'items', 0, 1, 'shape', 0]],
      ["L['self']._parameters['weight'].requires_grad", ['attrs', '_parameters', 'items', 0, 1, 'requires_grad']],
    ],
  )
})

it('offers the flags of the global state and autocast by device', () => {
  const state = {
    grad_mode: false,
    num_threads: 2,
    default_dtype: 6,
    autocast_state: { enabled: [false, true], dtype: [15, 5], cached_enabled: true },
  }
  const offers = offersOf({}, { process: { global_state: state } })
  expect(offers.map(({ label, path, now }) => [label, path.slice(2).join('.'), now])).toEqual([
    ['grad_mode', 'grad_mode', 'False'],
    ['num_threads', 'num_threads', '2'],
    ['default_dtype', 'default_dtype', 'float32'],
    ['autocast(cpu)_enabled', 'autocast_state.enabled.0', 'False'],
    ['autocast(cpu)_dtype', 'autocast_state.dtype.0', 'bfloat16'],
    ['autocast(cuda)_enabled', 'autocast_state.enabled.1', 'True'],
    ['autocast(cuda)_dtype', 'autocast_state.dtype.1', 'float16'],
    ['autocast_cache_enabled', 'autocast_state.cached_enabled', 'True'],
  ])
})

it('asks for a Python int as text, and knows where the scenario stands', () => {
  const [axis] = offersOf({ n: { kind: 'int', value: '100' } })
  if (axis === undefined) throw new Error('an int has an axis')
  const chosen = { offer: axis, values: { kind: 'range', from: 98, to: 102, step: 2 } as const }
  expect([asked(chosen), nowAt(chosen), labelAt(chosen, 2)]).toEqual([
    { path: ['f_locals', 'n', 'value'], values: ['98', '100', '102'] },
    1,
    '102',
  ])
})

it('offers nothing of a scenario without values, and knows what is none', () => {
  expect([offersOf({}), axesOf('{"name"')]).toEqual([[], null])
})
