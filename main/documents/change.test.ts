import { describe, expect, it } from 'vitest'
import type { Json, ScenarioChange } from '../../shared/replay'
import type { ScenarioJson, TensorJson, ValueJson } from '../../shared/scenario'
import { applyChanges } from '../engine/check/change'
import { atPath } from '../engine/check/json-parts'
import type { TorchVersion } from '../state/dialect'
import { factsFor } from './tables'

const facts = factsFor('2.13')

const tensor: TensorJson = {
  kind: 'tensor',
  id: 1,
  type: 'torch.Tensor',
  dtype: 'torch.float32',
  device: { kind: 'device', type: 'cpu', index: null },
  layout: 'torch.strided',
  shape: [2, 3],
  stride: [1, 2],
  requires_grad: false,
  dispatch_keys: { raw: '635655225345' },
  storage: 1,
}

const scenario: ScenarioJson = {
  name: 'a call',
  f_locals: {
    x: tensor,
    y: { kind: 'sequence', id: 2, type: 'builtins.list', items: [{ ref: 1 }, { kind: 'int', value: '7' }] },
    z: { ref: 2 },
    d: { kind: 'dict', id: 3, type: 'builtins.dict', items: [[{ kind: 'str', value: 'k' }, { ref: 1 }]] },
    f: { kind: 'float', value: '0.5' },
  },
  process: { current_device: null, dual_level: -1 },
}

const changed = (path: ScenarioChange['path'], value: Json, of = scenario): ScenarioJson =>
  applyChanges(of, [{ path, value }], facts)
const without = (...path: ScenarioChange['path']): ScenarioJson =>
  applyChanges(scenario, [{ path, remove: true }], facts)
const local = (json: ScenarioJson, name: string): ValueJson | undefined => json.f_locals[name]
const x = (json: ScenarioJson): TensorJson => json.f_locals['x'] as TensorJson

describe('a change of a tensor', () => {
  // strides as torch.zeros(shape).stride() gave them
  it.each<readonly [number[], number[]]>([
    [
      [4, 5, 6],
      [30, 6, 1],
    ],
    [
      [0, 3, 4],
      [12, 4, 1],
    ],
    [
      [2, 0, 4],
      [4, 4, 1],
    ],
    [
      [2, 1, 3],
      [3, 3, 1],
    ],
    [[], []],
  ])('of shape %j is contiguous', (shape, stride) => {
    const { shape: made, stride: strides } = x(changed(['f_locals', 'x', 'shape'], shape))
    expect([made, strides]).toEqual([shape, stride])
  })

  it('in one size is contiguous, and shares what did not change', () => {
    const made = changed(['f_locals', 'x', 'shape', 0], 5)
    expect([x(made).shape, x(made).stride]).toEqual([
      [5, 3],
      [3, 1],
    ])
    expect([x(scenario).shape, local(made, 'y') === local(scenario, 'y')]).toEqual([[2, 3], true])
  })

  it('through a ref is made where the tensor stands', () => {
    expect(x(changed(['f_locals', 'z', 'items', 0, 'dtype'], 'torch.float64')).dtype).toBe('torch.float64')
  })

  // torch._C._dispatch_keys(t).raw_repr() of each, on torch 2.13.0; of devices that were not there composed of their keys
  const KEYS = {
    cpu: '635655225345',
    'cpu, sparse_coo': '635663548417',
    'cpu, sparse_csr': '635671937025',
    'cpu, inference': '549755879425',
    'cpu, conj': '637802708993',
    'cpu, quantised': '635656208385',
    'cpu, nested': '72058367434096641',
    meta: '85899444224',
    'meta, sparse_coo': '85907767296',
    'meta, sparse_csr': '85916155904',
    'meta, inference': '98304',
    'meta, conj': '88046927872',
    'meta, nested': '72057817678315520',
    cuda: '140823387766786',
    'cuda, sparse_coo': '140823396089858',
    'cuda, inference': '140737488420866',
    xpu: '4483945922624',
    mps: '70454643589136',
  } as const
  const keyed = (raw: string, device: string, layout = 'torch.strided'): ScenarioJson => ({
    ...scenario,
    f_locals: {
      x: { ...tensor, dispatch_keys: { raw }, device: { kind: 'device', type: device, index: null }, layout },
    },
  })
  it.each<readonly [keyof typeof KEYS, string, keyof typeof KEYS]>([
    ['cpu', 'meta', 'meta'],
    ['cpu', 'cpu', 'cpu'],
    ['cpu, inference', 'meta', 'meta, inference'],
    ['cpu, conj', 'meta', 'meta, conj'],
    ['cpu, nested', 'meta', 'meta, nested'],
    ['cpu, sparse_coo', 'meta', 'meta, sparse_coo'],
    ['cpu, sparse_csr', 'meta', 'meta, sparse_csr'],
    ['meta', 'cpu', 'cpu'],
    ['meta, inference', 'cpu', 'cpu, inference'],
    ['meta, nested', 'cpu', 'cpu, nested'],
    ['cpu', 'cuda:0', 'cuda'],
    ['meta', 'cuda', 'cuda'],
    ['cpu, inference', 'cuda:1', 'cuda, inference'],
    ['cpu, sparse_coo', 'cuda:0', 'cuda, sparse_coo'],
    ['cuda', 'cpu', 'cpu'],
    ['cuda', 'xpu', 'xpu'],
    ['cpu', 'mps', 'mps'],
  ])('from %s to %s has the keys of that device', (from, to, expected) => {
    const made = x(changed(['f_locals', 'x', 'device'], to, keyed(KEYS[from], from.split(',')[0] ?? '')))
    expect(made.dispatch_keys.raw).toBe(KEYS[expected])
  })

  it.each<readonly [keyof typeof KEYS, string, keyof typeof KEYS, null | number[]]>([
    ['cpu', 'torch.sparse_coo', 'cpu, sparse_coo', null],
    ['cpu', 'torch.sparse_csc', 'cpu, sparse_csr', null],
    ['cpu, sparse_coo', 'torch.strided', 'cpu', [1, 2]],
    ['meta', 'torch.sparse_csr', 'meta, sparse_csr', null],
  ])('from %s to layout %s has its keys', (from, layout, expected, stride) => {
    const [device = '', old] = from.split(', ')
    const given = keyed(KEYS[from], device, old === undefined ? 'torch.strided' : `torch.${old}`)
    const made = x(changed(['f_locals', 'x', 'layout'], layout, given))
    expect([made.dispatch_keys.raw, made.stride]).toEqual([KEYS[expected], stride])
  })

  it.each<readonly [TorchVersion, string, string]>([
    ['2.8', '171798790144', '281646775468034'],
    ['2.13', KEYS.meta, '140823387766786'],
  ])('to CUDA has the bits of torch %s', (version, meta, raw) => {
    const table = factsFor(version)
    const onCpu = applyChanges(keyed(meta, 'meta'), [{ path: ['f_locals', 'x', 'device'], value: 'cuda' }], table)
    expect(x(onCpu)).toMatchObject({
      device: { kind: 'device', type: 'cuda', index: 0 },
      dispatch_keys: { raw, text: 'DispatchKeySet(CUDA, ADInplaceOrView, AutogradCUDA, AutocastCUDA)' },
    })
  })

  it('with a gradient has one of its size and type', () => {
    const { id: _, ...grad } = tensor
    const given: ScenarioJson = { ...scenario, f_locals: { x: { ...tensor, grad } } }
    const made = applyChanges(
      given,
      [
        { path: ['f_locals', 'x', 'shape'], value: [4] },
        { path: ['f_locals', 'x', 'dtype'], value: 'torch.float64' },
      ],
      facts,
    )
    expect(x(made).grad).toMatchObject({ shape: [4], stride: [1], dtype: 'torch.float64' })
  })
})

describe('a change of a value', () => {
  it.each<readonly [ScenarioChange['path'], Json, ValueJson]>([
    [['f_locals', 'y', 'items', 1, 'value'], 9, { kind: 'int', value: '9' }],
    [['f_locals', 'y', 'items', 1], 9, { kind: 'int', value: '9' }],
    [['f_locals', 'y', 'items', 1], 0.5, { kind: 'float', value: '0.5' }],
    [['f_locals', 'y', 'items', 1], true, { kind: 'bool', value: true }],
    [['f_locals', 'f', 'value'], 2, { kind: 'float', value: '2.0' }],
    [['f_locals', 'f'], 2, { kind: 'float', value: '2.0' }],
    [['f_locals', 'f'], { kind: 'none' }, { kind: 'none' }],
    [['f_locals', 'y', 'items', 2], { kind: 'none' }, { kind: 'none' }],
  ])('at %j to %j takes the form of what stands there', (path, value, expected) => {
    const made = changed(path, value)
    const at = path[1] === 'f' ? local(made, 'f') : atPath(local(made, 'y'), ['items', Number(path[3])])
    expect(at).toEqual(expected)
  })

  it('adds and takes keys of a dict', () => {
    const made = changed(['f_locals', 'd', 'items', 1], [{ kind: 'str', value: 'q' }, { kind: 'none' }])
    expect(made.f_locals['d']).toMatchObject({
      items: [
        [{ value: 'k' }, { ref: 1 }],
        [{ value: 'q' }, { kind: 'none' }],
      ],
    })
    expect(without('f_locals', 'd', 'items', 0).f_locals['d']).toMatchObject({ items: [] })
  })
})

describe('a definition that goes away', () => {
  it('passes to the first ref that is left', () => {
    const { id: _, ...bare } = tensor
    expect(without('f_locals', 'x').f_locals).toEqual({
      ...(({ x: __, ...rest }) => rest)(scenario.f_locals),
      y: {
        kind: 'sequence',
        id: 2,
        type: 'builtins.list',
        items: [
          { ...bare, id: 1 },
          { kind: 'int', value: '7' },
        ],
      },
    })
  })

  it('passes with what it holds', () => {
    const made = without('f_locals', 'y').f_locals
    expect(made['z']).toEqual(scenario.f_locals['y'])
    const bare = applyChanges(
      scenario,
      [
        { path: ['f_locals', 'x'], remove: true },
        { path: ['f_locals', 'y'], remove: true },
      ],
      facts,
    ).f_locals
    expect([Object.keys(bare), bare['d']]).toEqual([['z', 'd', 'f'], scenario.f_locals['d']])
    expect(bare['z']).toMatchObject({ kind: 'sequence', id: 2, items: [tensor, { kind: 'int' }] })
  })

  it('moves to a ref that comes before it', () => {
    const made = changed(['f_locals', 'x'], { ref: 3 }).f_locals
    expect([made['x'], made['d']]).toEqual([
      { kind: 'dict', id: 3, type: 'builtins.dict', items: [[{ kind: 'str', value: 'k' }, tensor]] },
      { ref: 3 },
    ])
  })
})

describe('a change that cannot be made', () => {
  it.each<readonly [ScenarioChange['path'], Json, string]>([
    [['f_locals', 'q', 'value'], 1, 'f_locals.q.value: expected a path to a part, but f_locals.q is missing'],
    [['f_locals'], { kind: 'none' }, 'f_locals.kind: expected a value'],
    [['f_locals', 'd', 'items', 0], { kind: 'none' }, 'f_locals.d.items[0]: expected'],
    [['f_locals', 'x', 'shape', 2], 1, 'f_locals.x.shape[2]: expected an index from 0 to 1, got 2'],
    [['f_locals', 'x', 'shap'], [1], 'f_locals.x.shap: expected a path to a part, but there is no part of that name'],
    [['f_locals', 'x', 'shape', 0], -1, 'f_locals.x.shape[0]: expected a whole number of at least 0, got -1'],
    [
      ['process', 'global_state', 'grad_mode'],
      true,
      'process.global_state.grad_mode: expected a path to a part, but process.global_state is missing',
    ],
    [
      ['f_locals', 'f', 'value'],
      'half',
      'f_locals.f.value: expected a float as Python\'s repr writes it, as a string, got "half"',
    ],
  ])('%j to %j says where and why', (path, value, message) => {
    expect(() => changed(path, value)).toThrow(message)
  })
})
