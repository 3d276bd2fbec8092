import { describe, expect, it } from 'vitest'
import type { ExplainedRow } from '../../shared/replay'
import { openDocument } from './document'
import { replayerOf } from './replay'
import { corpus, VERSIONS } from './testing/corpus'

const OWN = { guardState: null }
const fixtures = new Map(corpus('2.13.0').map((fixture) => [fixture.name, fixture]))

type Line = readonly [name: string, expected: string, actual: string]

/** The rows of a recorded scenario that torch refuses: those that differ, or all that are `same`. */
function explained(name: string, scenario: string, same: ExplainedRow['same'] = false): Line[] {
  const fixture = fixtures.get(name)
  const recorded = fixture?.sidecar.scenarios?.find((item) => item.name === scenario)
  if (fixture === undefined || recorded?.loaded?.check !== false) throw new Error(`no refused ${scenario} of ${name}`)
  const { explained: rows } = replayerOf(openDocument(fixture.bytes), 0).replay(JSON.stringify(recorded), OWN)
  return rows.filter((row) => row.same === same).map((row) => [row.name, row.expected, row.actual])
}

describe('a failure', () => {
  it.each<readonly [string, string, readonly Line[]]>([
    ['tensor_match_basic', 'dim0 5', [['size', '[3, 4]', '[5, 4]']]],
    [
      'tensor_match_basic',
      'ndim 1',
      [
        ['size', '[3, 4]', '[12]'],
        ['stride', '[4, 1]', '[1]'],
      ],
    ],
    [
      'tensor_match_basic',
      'meta device',
      [
        ['device', 'cpu', 'meta'],
        [
          'dispatch keys',
          'DispatchKeySet(CPU, BackendSelect, ADInplaceOrView, AutogradCPU)',
          'DispatchKeySet(Meta, BackendSelect, ADInplaceOrView, AutogradMeta)',
        ],
      ],
    ],
    [
      'tensor_match_parameter',
      'plain tensor',
      [
        ['type', 'Parameter', 'Tensor'],
        ['requires_grad', 'True', 'False'],
      ],
    ],
    ['tensor_match_basic', 'mark_dynamic 0', [['_dynamo_dynamic_indices', 'absent', '{0}']]],
    ['constant_int', '6', [['equals', '5', '6']]],
    [
      'constant_int',
      '5.0',
      [
        ['type', "<class 'int'>", "<class 'float'>"],
        ['equals', '5', '5.0'],
      ],
    ],
    ['type_match_list', 'tuple', [['type', "<class 'list'>", "<class 'tuple'>"]]],
    ['sequence_length_tuple', '2', [['length', '3', '2']]],
    ['tuple_iterator_len', 'list iterator', [['type', 'tuple_iterator', "<class 'list_iterator'>"]]],
    ['range_iterator_match', 'captured f_locals', [['start', '2', '8']]],
    ['dict_contains', 'k dropped', [['contains', "'k'", "['z']"]]],
    ['set_contains', '9 added', [['does not contain', '9', '[1, 2, 3, 9]']]],
    ['mapping_keys_check', 'reordered', [['keys', "['a', 'b']", "['b', 'a']"]]],
    ['not_present_in_generic_dict', 'with bias_extra', [['has no attribute', 'bias_extra', 'Tensor float32[4]']]],
    [
      'dict_keys_match',
      'missing b',
      [["in L['d']", "an item under 'b'", "KeyError on L['d']['b']: there are the keys ['a']"]],
    ],
    [
      'hasattr',
      'no v',
      [["in L['obj']", 'an attribute v', "getattr failed on source L['obj']: there is <class 'object'>"]],
    ],
    ['global_state', 'default_dtype_float64', [['default_dtype', 'torch.float32', 'torch.float64']]],
    ['autocast_fn', 'autocast_cpu_bf16', [['autocast cpu', 'off', 'torch.bfloat16']]],
    ['global_state_all_ambient', 'default_device_meta', [['modes', 'none', 'torch.utils._device.DeviceContext']]],
    ['default_device', 'set_default_device_cpu', [['device', 'None', 'cpu']]],
    ['dual_level', 'dual_level', [['level', '-1', '0']]],
    ['duplicate_input', 'distinct', [['holds', "L['x'] is L['y']", 'two objects']]],
    ['tensor_match_no_aliasing', 'aliased same object', [['distinct', "L['x'] is not L['y']", 'one object']]],
    ['subclass_metadata_guard', 'scale 3', [['metadata', "{'scale': 2.0}", "{'scale': 3.0}"]]],
    ['shape_env_basic', '1x7', [['holds', "2 <= L['x'].size()[0]", "False: L['x'].size()[0] = 1"]]],
  ])('of %s with %s says what differs', (name, scenario, rows) => {
    expect(explained(name, scenario)).toEqual(rows)
  })

  it('of a shape guard says with which values the others hold', () => {
    expect(explained('shape_env_basic', '1x7', true)).toEqual([
      ['holds', "L['x'].stride()[0] == L['x'].size()[1]", "True: L['x'].stride()[0] = 7, L['x'].size()[1] = 7"],
      ['holds', "2 <= L['x'].size()[1]", "True: L['x'].size()[1] = 7"],
    ])
  })

  it('of a tensor says what is as it should be', () => {
    expect(explained('tensor_match_basic', 'dim0 5', true).map(([name]) => name)).toEqual([
      'type',
      'dtype',
      'device',
      'stride',
      'requires_grad',
      'dispatch keys',
    ])
  })

  it('has a part that differs wherever torch refuses a recorded scenario', { timeout: 60_000 }, () => {
    let refused = 0
    const without: string[] = []
    for (const version of VERSIONS)
      for (const { name, bytes, sidecar } of corpus(version)) {
        if (sidecar.status !== 'ok') continue
        const replayer = replayerOf(openDocument(bytes), 0)
        for (const scenario of sidecar.scenarios ?? []) {
          if (scenario.loaded?.check !== false) continue
          const result = replayer.replay(JSON.stringify(scenario), OWN)
          if (result.check !== 'false') continue
          refused++
          if (!result.explained.some(({ same }) => same === false)) without.push(`${version} ${name} ${scenario.name}`)
        }
      }
    expect({ refused, without }).toEqual({ refused: 964, without: [] })
  })
})
