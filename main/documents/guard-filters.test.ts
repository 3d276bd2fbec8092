import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { GUARD_FILTERS } from '../../shared/edit'
import { filtersOf } from '../engine/select/guard-filters'
import { selectGuards } from '../engine/select/select-guards'
import { TORCH_VERSIONS, type TorchVersion } from '../state/dialect'
import { disagreements, type RecordedFilters } from './testing/recorded-filters'
import { openDocument } from './document'
import { corpus } from './testing/corpus'

/** What torch's own filter functions answered about the guards of fresh compiles: scripts/record-filters.py. */
const FOLDER = new URL('../../fixtures/filters/', import.meta.url)
const RECORDED = readdirSync(FOLDER).map(
  (file) => JSON.parse(gunzipSync(readFileSync(new URL(file, FOLDER))).toString()) as RecordedFilters,
)

const ASKED = 'TENSOR_MATCH: keep_tensor_guards_unsafe'
/** Tensors of a class of the user, and a class that a user made of Parameter. */
const SUBCLASSES = [
  `filter_parameters: L['y']: ${ASKED}`,
  `filter_subclass: L['x']: ${ASKED}`,
  `filter_subclass_parameter: L['x']: ${ASKED}`,
  `subclass: L['t']: ${ASKED}`,
]
const UNSURE: Readonly<Partial<Record<TorchVersion, readonly string[]>>> = {
  '2.9': SUBCLASSES,
  '2.10': SUBCLASSES,
  '2.13': [...SUBCLASSES, `two_tensor_only: L['t']: ${ASKED}`],
  '2.14': SUBCLASSES,
  '2.15': [
    ...SUBCLASSES,
    ...['scaled', 'two_tensor', 'two_tensor_only'].map((name) => `${name}: L['t']: ${ASKED}`),
  ].sort(),
}

describe.each(RECORDED.map((recorded) => [recorded.torch, recorded] as const))('of torch %s', (torch, recorded) => {
  const version = TORCH_VERSIONS.find((one) => torch.startsWith(`${one}.`)) ?? '2.8'

  it('there are the filters that it has', () => {
    const names = filtersOf(version).map(({ name }) => name)
    expect([...names].sort()).toEqual([...recorded.filters].sort())
  })

  it('filters leave out what torch has them leave out, and are unsure of parameters of other classes alone', () => {
    const { wrong, unsure, asked } = disagreements(recorded)
    expect(wrong).toEqual([])
    expect([...unsure].sort()).toEqual(UNSURE[version])
    expect(asked).toBeGreaterThan(3000)
  })
})

it('a choice by several parts is what each of them chooses, of any blob and filter', () => {
  for (const { name, bytes } of corpus('2.13.0').filter((one) => one.bytes.length < 60_000)) {
    const tree = openDocument(bytes).tree(0)
    const all = tree.builder.state.guards
    for (const filter of GUARD_FILTERS) {
      const dropped = new Set(selectGuards({ filter }, tree).guards)
      const tensors = all.filter(({ createFn }) => createFn === 'TENSOR_MATCH')
      const both = selectGuards({ filter, create_fn: ['TENSOR_MATCH'] }, tree).guards
      expect(both, `${name} ${filter}`).toEqual(tensors.filter((guard) => dropped.has(guard)))
    }
  }
})
