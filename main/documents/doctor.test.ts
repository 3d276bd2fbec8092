import { describe, expect, it, vi } from 'vitest'
import type { TorchVersion } from '../state/dialect'
import { examineBlob, listFindings, repairsOf } from './doctor'
import { type GuardDocument, openDocument } from './document'
import { corpus } from './testing/corpus'

const FOLDERS = `2.8.0 2.10.0 2.13.0 2.14.1 2.15.0 more/2.8.0 more/2.9.1 more/2.11.0 more/2.12.0 more/2.13.0 more/2.15.0
  as-saved/2.8.0 as-saved/2.13.0 as-saved/2.14.1`.split(/\s+/)

const OLD_FIELDS = `dict_contains dtensor_spec functorch_stack_match gpt_2layer gpt_block hasattr
  hasattr_module_not_present not_present_in_generic_dict numpy_in_one_element set_contains subclass_metadata_guard
  subclass_two_tensor tensor_match_grad_field transformer_encoder_layer_eval`

const EQUAL_GUARDS = 'convnet_bn gpt_2layer gpt_block grad_mode numpy_in_one_element transformer_encoder_layer_eval'

/** The blobs of one folder, opened once. */
const opened = new Map<string, readonly { readonly name: string; readonly document: GuardDocument }[]>()
function openedIn(folder: string) {
  const blobs = opened.get(folder) ?? corpus(folder).map(({ name, bytes }) => ({ name, document: openDocument(bytes) }))
  opened.clear()
  opened.set(folder, blobs)
  return blobs
}

vi.setConfig({ testTimeout: 60_000 })

describe('of the blobs that torch saved', () => {
  it('those have an error that torch does not load, and no other', () => {
    const blobs = FOLDERS.flatMap((folder) =>
      corpus(folder).map(({ name, bytes, sidecar }) => {
        const errors = examineBlob(openDocument(bytes), 0, null).filter(({ severity }) => severity === 'error')
        return { blob: `${folder}/${name}`, loads: sidecar.status === 'ok', errors: errors.map(({ code }) => code) }
      }),
    )
    const loading = blobs.filter(({ loads }) => loads)
    expect([blobs.length, loading.length]).toEqual([512, 499])
    expect(loading.filter(({ errors }) => errors.length > 0)).toEqual([])
    expect(blobs.filter(({ loads, errors }) => !loads && errors.length === 0)).toEqual([])
  })

  /** Measured by loading each in each of the five torches: the blobs that do not load, or that none does. */
  const LOADED: readonly (readonly [string, TorchVersion, string])[] = [
    ['2.8.0', '2.10', 'none'],
    ['2.8.0', '2.13', 'none'],
    ['2.8.0', '2.14', 'none'],
    ['2.10.0', '2.8', 'none'],
    ['2.10.0', '2.13', OLD_FIELDS],
    ['2.10.0', '2.14', `${OLD_FIELDS} grad_mode`],
    ['2.13.0', '2.8', 'none'],
    ['2.13.0', '2.10', 'none'],
    ['2.13.0', '2.14', EQUAL_GUARDS],
    ['2.14.1', '2.8', 'none'],
    ['2.14.1', '2.10', 'none'],
    ['2.14.1', '2.13', 'none'],
    ['2.8.0', '2.15', 'none'],
    ['2.10.0', '2.15', `${OLD_FIELDS} grad_mode`],
    ['2.13.0', '2.15', `${EQUAL_GUARDS} dtensor_spec`],
    ['2.14.1', '2.15', 'dtensor_spec numpy_in_one_element'],
    ['2.15.0', '2.8', 'none'],
    ['2.15.0', '2.10', 'none'],
    ['2.15.0', '2.13', 'none'],
    [
      '2.15.0',
      '2.14',
      `convnet_bn dtensor_spec gpt_2layer gpt_block hasattr_module_not_present mlp_portable mlp_safe
       mlp_tensor_match_only not_present_in_generic_dict numpy_in_one_element transformer_encoder_layer_eval type_match_list`,
    ],
    ['more/2.15.0', '2.8', 'none'],
    ['more/2.15.0', '2.10', 'none'],
    ['more/2.15.0', '2.13', 'none'],
    [
      'more/2.15.0',
      '2.14',
      `empty_cell function_defaults function_keywords function_parts partial_of_nested pruned_containers
       recursive_function shared_cell unread_grad wraps_argument`,
    ],
  ]

  it.each(LOADED)('of %s, those have an error that torch %s does not load', (folder, torch, fail) => {
    const blobs = openedIn(folder)
    const found = blobs.filter(({ document }) =>
      examineBlob(document, 0, torch).some(({ severity }) => severity === 'error'),
    )
    expect(found.map(({ name }) => name).sort()).toEqual(
      fail === 'none' ? blobs.map(({ name }) => name).sort() : fail.split(/\s+/).sort(),
    )
  })
})

describe('what a real blob lost', () => {
  it.each([
    ['2.13.0', 'tensor_match_mark_dynamic', ['warning markings-lost']],
    ['as-saved/2.13.0', 'default_device_cpu', ['warning default-device']],
    ['as-saved/2.13.0', 'saved_in_autocast', ['warning dispatch-keys-lost']],
    [
      'as-saved/2.8.0',
      'parameters',
      ['warning requires-grad-lost', 'note global-state-not-saved', 'note dispatch-keys-unknown'],
    ],
    ['as-saved/2.8.0', 'global_flag', ['warning globals-in-file', 'note global-state-not-saved']],
    ['more/2.13.0', 'flag', ['warning class-not-compared']],
    ['2.13.0', 'transformer_encoder_layer_eval', ['note function-not-compared', 'note duplicate-guards']],
    ['2.13.0', 'functorch_stack_match', ['warning needs-trace']],
    ['2.13.0', 'tensor_match_parameter', ['note parameter-aliasing']],
  ])('is found in %s/%s', (folder, name, expected) => {
    const blob = corpus(folder).find((one) => one.name === name)
    const found = examineBlob(openDocument(blob?.bytes ?? new Uint8Array()), 0, null)
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expect.arrayContaining(expected))
  })
})

describe('for the window', () => {
  it('a finding has its place in the tree and its repair in words', () => {
    const listed = FOLDERS.flatMap((folder) =>
      openedIn(folder).flatMap(({ document }) =>
        listFindings(document, 0, null).findings.map((finding) => ({ document, finding })),
      ),
    )
    const placed = listed.filter(({ finding }) => finding.node !== null)
    expect(placed.length).toBeGreaterThan(20)
    for (const { document, finding } of placed) {
      const { guard, source } = document.nodeDetail(0, finding.node ?? 0)
      // a guard that torch cannot build has no line of its own: the last on its way is shown
      if (guard === null) expect(finding.guard?.name).toContain(source)
      else expect({ name: guard.name, create_fn: guard.createFn }).toEqual(finding.guard)
    }
    expect(new Set(listed.flatMap(({ finding }) => finding.words).map((word) => word.split(' ')[0]))).toEqual(
      new Set(['drop', 'strip']),
    )
  })

  it('the repairs of all are each once, in the order of the findings, drops last', () => {
    const blob = corpus('2.13.0').find(({ name }) => name === 'numpy_in_one_element')
    const { findings, repairs } = listFindings(openDocument(blob?.bytes ?? new Uint8Array()), 0, null)
    const drop = { do: 'drop-guard', name: "___from_numpy(L['a'])", create_fn: 'TENSOR_MATCH' }
    expect([findings.map(({ repair }) => repair.length), repairs.map((edit) => edit.do), repairs[1]]).toEqual([
      [1, 0, 1],
      ['strip', 'drop-guard'],
      drop,
    ])
    const twice = [...findings, ...findings]
    expect(repairsOf(twice)).toEqual(repairs)
  })

  it('a version that is not known is refused', () => {
    const [blob] = openedIn('2.13.0')
    if (blob === undefined) throw new Error('no blob')
    expect(() => listFindings(blob.document, 0, '2.7')).toThrow(/^torch 2\.7 is not one of 2\.8, /)
    expect(listFindings(blob.document, 0, '2.8').savedBy).toBe('2.13')
  })
})
