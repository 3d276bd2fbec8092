import { describe, expect, it } from 'vitest'
import { buildGuardTree } from '../engine/build'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { openDocument } from './document'
import { replayerOf } from './replay'
import { factsFor } from './tables'
import { compareScenarios } from './testing/agreement'
import { corpus, maskIds } from './testing/corpus'

/** Blobs whose manager before saving answers otherwise than the loaded one, with the answers of both (fixtures/as-saved). */
const VERSIONS = ['2.8.0', '2.13.0', '2.14.1'] as const

describe.each(VERSIONS)('blobs of torch %s that lost something on saving', (version) => {
  it('are answered as the manager before saving answered, or are unknown', () => {
    const found = corpus(`as-saved/${version}`).map(({ name, bytes, sidecar }) => {
      const { frame, global_state: globalState, env_at_save: env = 'none', scenarios = [] } = sidecar
      const locals = [...frame.co_varnames, ...frame.co_freevars]
      const { answers, asSaved } = compareScenarios(bytes, scenarios, locals, { globalState, env })
      expect.soft(answers.filter(({ difference }) => difference !== null)).toEqual([])
      const counts = new Map<string, number>()
      for (const { difference } of asSaved) {
        const what = difference?.what ?? 'as torch'
        counts.set(what, (counts.get(what) ?? 0) + 1)
      }
      return [name, Object.fromEntries(counts)] as const
    })
    expect(Object.fromEntries(found)).toEqual(COUNTS[version])
  })
})

describe.each(VERSIONS)('the trees of torch %s', (version) => {
  it('are printed as torch prints the loaded manager, to the character', () => {
    const wrong = corpus(`as-saved/${version}`).filter(({ bytes, sidecar }) => {
      const state = readGuardsState(decodePickle(bytes))
      const locals = [...sidecar.frame.co_varnames, ...sidecar.frame.co_freevars]
      const tree = buildGuardTree(state, factsFor(state.version), { locals })
      return printTree(tree, tree.builder.dialect) !== maskIds(sidecar.loaded_tree ?? '')
    })
    expect(wrong.map(({ name }) => name)).toEqual([])
  })
})

/** The sidecars say in which context they were compiled. What torch 2.8 does not save even then is requires_grad. */
const COUNTS = {
  '2.8.0': {
    dict_that_may_have_passed: { unknown: 6, 'parts unknown': 5 },
    global_dict: { unknown: 4, 'parts unknown': 3 },
    global_flag: { unknown: 4, 'parts unknown': 3 },
    integer_tensors: { 'as torch': 7 },
    marked_several_ways: { unknown: 15, 'parts unknown': 3 },
    parameters: { unknown: 6, 'parts unknown': 5 },
    reads_requires_grad: { unknown: 3, 'parts unknown': 1 },
    saved_in_no_grad: { unknown: 2, 'parts unknown': 8 },
  },
  '2.13.0': {
    default_device_cpu: { 'as torch': 6 },
    default_device_meta: { 'as torch': 6 },
    global_of_a_shape_guard: { 'as torch': 7 },
    marked_several_ways: { 'as torch': 18 },
    parameters: { 'as torch': 11 },
    saved_in_autocast: { 'as torch': 10 },
    saved_in_inference_mode: { 'as torch': 10 },
    saved_in_no_grad: { 'as torch': 10 },
    unbacked_bounds: { 'as torch': 24 },
    unbacked_shape_id: { 'as torch': 24 },
  },
  // the compiling thread's own dispatch keys are saved: neither manager differs in them
  '2.14.1': {
    marked_several_ways: { 'as torch': 18 },
    saved_in_autocast: { 'as torch': 10 },
    saved_in_inference_mode: { 'as torch': 10 },
    saved_in_no_grad: { 'as torch': 10 },
  },
}

const MARKINGS = 'dimension markings are lost on saving: a loaded manager refuses any'
const DEVICE = "a loaded manager wants the loading process's default device, the one before that of its own"
const GLOBALS = 'a loaded manager looks at the globals in the file (torch 2.8), the one before at those of the call'
const STATE = 'torch 2.8 does not save the global state it compiled in'
const KEYS = 'a loaded manager wants the dispatch keys of an idle process, the one before those it was compiled in'
const AUTOCAST = 'whether autocast or inference mode was on at compile is not in the file'
const INFERENCE = 'whether inference mode was on at compile is not in the file'

describe('a replay', () => {
  it.each([
    ['2.8.0', 'global_flag', 'flag', 'true', 'false', [GLOBALS]],
    ['2.8.0', 'global_dict', 'mode', 'true', 'false', [GLOBALS]],
    ['2.8.0', 'integer_tensors', 'same', 'true', 'unknown', [STATE, AUTOCAST]],
    [
      '2.8.0',
      'parameters',
      'same',
      'false',
      'unknown',
      [STATE, `${AUTOCAST}; torch 2.8 does not save whether the tensor required grad`],
    ],
    ['2.13.0', 'default_device_cpu', 'cpu', 'false', 'true', [DEVICE]],
    ['2.13.0', 'default_device_meta', 'cpu', 'false', 'false', []],
    ['2.13.0', 'marked_several_ways', "{'dynamic': 0, 'static': 1}", 'false', 'true', [MARKINGS]],
    ['2.13.0', 'marked_several_ways', "{'maybe': 0}", 'false', 'false', []],
    ['2.13.0', 'unbacked_bounds', "{'min': 2, 'max': 64}", 'false', 'true', [MARKINGS]],
    [
      '2.13.0',
      'parameters',
      'aliased',
      'false',
      'true',
      ['a loaded manager takes a parameter for a plain tensor and refuses it under two names'],
    ],
    ['2.13.0', 'saved_in_autocast', 'ac', 'false', 'true', [KEYS]],
    ['2.13.0', 'saved_in_inference_mode', 'inf', 'false', 'unknown', [INFERENCE]],
    ['2.14.1', 'saved_in_inference_mode', 'inf', 'true', 'true', []],
  ] as const)(
    'says beside torch %s, of %s called with %s, what the manager before saving answers, and why',
    (version, blob, call, check, before, why) => {
      const fixture = corpus(`as-saved/${version}`).find(({ name }) => name === blob)
      const scenario = fixture?.sidecar.scenarios?.find(({ name }) => name === call)
      const replayer = replayerOf(openDocument(fixture?.bytes ?? new Uint8Array()), 0)
      const result = replayer.replay(JSON.stringify(scenario), { guardState: null })
      const torch = [scenario?.loaded?.check, scenario?.ref?.check].map(String)
      expect([result.check, result.asSaved.check, result.asSaved.why]).toEqual([check, before, why])
      expect(torch).toEqual([check, before === 'unknown' ? torch[1] : before])
    },
  )

  it('says that the guards are built from another global state than they were saved with', () => {
    const fixture = corpus('2.13.0').find(({ name }) => name === 'global_state')
    const [scenario] = fixture?.sidecar.scenarios ?? []
    const replayer = replayerOf(openDocument(fixture?.bytes ?? new Uint8Array()), 0)
    const state = JSON.parse(replayer.globalState() ?? '{}') as object
    const [same, other] = [state, { ...state, grad_mode: false }].map((guardState) => {
      const { check, asSaved } = replayer.replay(JSON.stringify(scenario), { guardState: JSON.stringify(guardState) })
      return [check, asSaved.check, asSaved.why]
    })
    expect([same, other]).toEqual([
      ['true', 'true', []],
      [
        'false',
        'true',
        ['the manager before saving wants the global state it was compiled in, not the one given here'],
      ],
    ])
  })
})
