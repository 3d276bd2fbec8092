import { describe, expect, it } from 'vitest'
import type { Json, JsonPath, Suggestion } from '../../shared/replay'
import { openDocument } from './document'
import { replayerOf } from './replay'
import { corpus } from './testing/corpus'

const OWN = { guardState: null }
const fixtures = new Map(corpus('2.13.0').map((fixture) => [fixture.name, fixture]))

function suggested(name: string, scenario: string | readonly (readonly [JsonPath, Json])[]): readonly Suggestion[] {
  const fixture = fixtures.get(name)
  const recorded = fixture?.sidecar.scenarios ?? []
  const replayer = replayerOf(openDocument(fixture?.bytes ?? new Uint8Array()), 0)
  const found = typeof scenario === 'string' ? recorded.find((item) => item.name === scenario) : recorded[0]
  if (found === undefined) throw new Error(`no scenario ${String(scenario)} of ${name}`)
  const changes = typeof scenario === 'string' ? [] : scenario.map(([path, value]) => ({ path, value }))
  return replayer.suggest(replayer.change(JSON.stringify(found), changes), OWN)
}

const titles = (list: readonly Suggestion[], of: Suggestion['of']): string[] =>
  list.filter((item) => item.of === of).map(({ title, check }) => (check === 'true' ? title : `${check}: ${title}`))

const X0: JsonPath = ['f_locals', 'x', 'shape', 0]
const X1: JsonPath = ['f_locals', 'x', 'shape', 1]

describe('a call that fails', () => {
  // torch 2.13.0 let each of these calls pass, made as the title says
  it.each<readonly [string, string | readonly (readonly [JsonPath, Json])[], readonly string[]]>([
    ['tensor_match_basic', 'dim0 5', ["L['x']: size at 0 from 5 to 3"]],
    ['tensor_match_basic', 'ndim 3', ["L['x']: size from [3, 4, 1] to [3, 4]"]],
    ['tensor_match_basic', 'transposed stride', ["L['x']: stride from [1, 3] to [4, 1]"]],
    ['tensor_match_basic', 'meta device', ["L['x']: device from meta to cpu"]],
    ['tensor_match_basic', 'sparse', ["L['x']: layout from torch.sparse_coo to torch.strided"]],
    ['tensor_match_basic', 'inference tensor', ["L['x']: made outside inference mode"]],
    ['tensor_match_basic', 'Parameter', ["L['x']: type from Parameter to Tensor, requires_grad off"]],
    ['tensor_match_basic', 'mark_dynamic 0', ["L['x']: without _dynamo_dynamic_indices"]],
    ['tensor_match_basic', 'None', ["L['x']: a tensor of size [3, 4], torch.float32"]],
    ['tensor_match_no_aliasing', 'aliased same object', ["L['x']: a tensor of its own"]],
    ['duplicate_input', 'distinct', ["L['y'] is L['x']", "L['x'] is L['y']"]],
    ['constant_int', '6', ["L['n']: from 6 to 5"]],
    ['convnet_bn', 'copy with training toggled', ["L['self']._modules['bn'].training: from True to False"]],
    ['dict_contains', 'k dropped', ["L['d']: add key 'k'"]],
    ['dict_contains', 'missing present', ["L['d']: without key 'missing'"]],
    ['set_contains', '9 added', ["L['s']: without 9"]],
    ['type_match_list', 'tuple', ["L['xs']: from tuple to list"]],
    ['args_fn', 'one more', ["L['args']: length from 3 to 2"]],
    ['mapping_keys_check', 'reordered', ["L['mp']: keys 'a', 'b'"]],
    ['not_present_in_generic_dict', 'with bias_extra', ["L['self']: without bias_extra"]],
    ['autocast_fn', 'no_grad', ['grad mode on']],
    ['autocast_fn', 'autocast_cpu_bf16', ['no autocast on cpu']],
    ['global_state', 'default_dtype_float64', ['default dtype torch.float32']],
    ['global_state_all_ambient', 'set_default_device_cpu', ['no torch function mode']],
    ['default_device', 'set_default_device_cpu', ['default device None']],
    ['shape_env_gt', [[X0, 2]], ["L['x']: size at 0 from 2 to 5"]],
    ['shape_env_mod', [[X0, 10]], ["L['x']: size at 0 from 10 to 8", "L['x']: size at 0 from 10 to 12"]],
    ['shape_env_matmul', [[X1, 7]], ["L['y']: size at 0 from 5 to 7", "L['x']: size at 1 from 7 to 5"]],
    ['shape_env_int_arg', [[['f_locals', 'n', 'value'], 5]], ["L['n']: from 5 to 3", "L['x']: size at 0 from 6 to 10"]],
    [
      'tensor_match_basic',
      [
        [
          ['f_locals', 'x', 'shape'],
          [9, 9, 9],
        ],
        [['f_locals', 'x', 'dtype'], 'torch.int8'],
      ],
      ["L['x']: dtype from torch.int8 to torch.float32, size from [9, 9, 9] to [3, 4]"],
    ],
  ])('of %s with %j is shown the least that makes it pass', (name, scenario, expected) => {
    expect(titles(suggested(name, scenario), 'input')).toEqual(expected)
  })

  // torch 2.13.0 let each call pass with the blob's state edited so
  it.each<readonly [string, string | readonly (readonly [JsonPath, Json])[], readonly string[]]>([
    [
      'tensor_match_basic',
      'dim0 5',
      ["let L['x'] size at 0 be any", "expect L['x'] size at 0: 5", "drop TENSOR_MATCH of L['x']"],
    ],
    ['tensor_match_basic', 'float64', ["expect L['x'] dtype torch.float64", "drop TENSOR_MATCH of L['x']"]],
    ['constant_int', '5.0', ["expect L['n']: 5.0", "drop CONSTANT_MATCH of L['n']"]],
    ['autocast_fn', 'no_grad', ['expect grad mode off', 'drop GLOBAL_STATE']],
    ['shape_env_gt', [[X0, 2]], ["without 5 <= L['x'].size()[0]", 'drop SHAPE_ENV']],
    ['duplicate_input', 'distinct', ["drop DUPLICATE_INPUT of L['y']"]],
    // a range has no slot that could be edited alone
    ['constant_range', 'other', ["unknown: expect L['r'].stop: 8", "drop CONSTANT_MATCH of L['r'].stop"]],
  ])('of %s with %j is shown edits of the blob, the least first', (name, scenario, expected) => {
    expect(titles(suggested(name, scenario), 'blob')).toEqual(expected)
  })

  it('is shown edits in the form of the command line, and what is dangerous about them', () => {
    const [relaxed] = suggested('tensor_match_basic', 'dim0 5').filter(({ of }) => of === 'blob')
    expect([relaxed?.edits, relaxed?.note]).toEqual([
      [{ do: 'set-tensor', at: "L['x']", size: [null, 4] }],
      'Code that was compiled for one size may assert it: a call of another then fails instead of compiling anew.',
    ])
  })

  it('is shown nothing where it passes', () => {
    expect(suggested('tensor_match_basic', 'captured f_locals')).toEqual([])
  })
})

/**
 * Recorded scenarios that torch refuses, and for how many of them a change of the call and one of the blob makes the
 * check pass. torch itself then let pass every one of the changed calls of 2.8.0 to 2.14.1.
 */
const SUGGESTED: Readonly<Record<string, { refused: number; byInput: number; byBlob: number }>> = {
  '2.8.0': { refused: 258, byInput: 258, byBlob: 152 },
  '2.10.0': { refused: 170, byInput: 167, byBlob: 169 },
  '2.13.0': { refused: 178, byInput: 175, byBlob: 177 },
  '2.14.1': { refused: 178, byInput: 175, byBlob: 177 },
  '2.15.0': { refused: 180, byInput: 177, byBlob: 179 },
}

describe.each(Object.entries(SUGGESTED))('the scenarios that torch %s refuses', (version, expected) => {
  it('are shown changes that pass, and none that is only said to', { timeout: 60_000 }, () => {
    const counts = { refused: 0, byInput: 0, byBlob: 0 }
    const wrong: string[] = []
    for (const { name, bytes, sidecar } of corpus(version)) {
      if (sidecar.status !== 'ok') continue
      const replayer = replayerOf(openDocument(bytes), 0)
      for (const scenario of sidecar.scenarios ?? []) {
        const text = JSON.stringify(scenario)
        if (scenario.loaded?.check !== false || replayer.replay(text, OWN).check !== 'false') continue
        counts.refused++
        const list = replayer.suggest(text, OWN)
        const passing = list.filter(({ check }) => check === 'true')
        if (passing.some(({ of }) => of === 'input')) counts.byInput++
        if (passing.some(({ of }) => of === 'blob')) counts.byBlob++
        for (const { of, title, changes, check } of list)
          if (of === 'input' && replayer.replay(replayer.change(text, changes), OWN).check !== check)
            wrong.push(`${name} ${scenario.name}: ${title}`)
      }
    }
    expect({ ...counts, wrong }).toEqual({ ...expected, wrong: [] })
  })
})
