import { describe, expect, it } from 'vitest'
import { factsFor } from './tables'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { buildGuardTree } from '../engine/build'
import { printTree } from '../engine/print'
import { corpus, maskIds } from './testing/corpus'

/** How many blobs of the corpus torch loads, by version: none may go missing. */
const LOADED = { '2.8.0': 76, '2.10.0': 83, '2.13.0': 87, '2.14.1': 87, '2.15.0': 88 }

describe.each(Object.entries(LOADED))('the trees of torch %s', (version, count) => {
  const cases = corpus(version)

  it('are printed as torch prints the loaded manager, to the character', () => {
    const loaded = cases.filter(({ sidecar }) => sidecar.status === 'ok')
    const wrong = loaded.flatMap(({ name, bytes, sidecar }) => {
      const state = readGuardsState(decodePickle(bytes))
      const locals = [...sidecar.frame.co_varnames, ...sidecar.frame.co_freevars]
      const tree = buildGuardTree(state, factsFor(state.version), { locals })
      return printTree(tree, tree.builder.dialect) === maskIds(sidecar.loaded_tree ?? '') && tree.problems.length === 0
        ? []
        : [name]
    })
    expect({ wrong, count: loaded.length }).toEqual({ wrong: [], count })
  })

  it('come from the version that wrote them, every field known', () => {
    const read = cases.map(({ bytes }) => readGuardsState(decodePickle(bytes)))
    const unlike = read.filter((state) => !state.exact || !version.startsWith(`${state.version}.`))
    expect(unlike.map((state) => [state.version, state.unknown.map((part) => part.path)])).toEqual([])
  })

  it('come from the guards that torch lists', () => {
    for (const { bytes, sidecar } of cases) {
      if (sidecar.status !== 'ok') continue
      const state = readGuardsState(decodePickle(bytes))
      const { builder } = buildGuardTree(state, factsFor(state.version))
      const ours = state.guards.map((guard) => `${guard.createFn} ${builder.name(guard)}`)
      const theirs = sidecar.guards.map((guard) => `${guard.create_fn} ${guard.name}`)
      expect(ours.sort()).toEqual(theirs.sort())
    }
  })

  it('name what torch could not load', () => {
    const failed = cases.filter(({ sidecar }) => sidecar.status !== 'ok')
    const silent = failed.filter(({ bytes }) => {
      const state = readGuardsState(decodePickle(bytes))
      return buildGuardTree(state, factsFor(state.version)).problems.length === 0
    })
    expect(silent.map(({ name }) => name)).toEqual([])
  })
})

it('prints # for the index of a local in a frame that nobody named', () => {
  const blob = corpus('2.13.0').find(({ name }) => name === 'tensor_match_basic')
  const state = readGuardsState(decodePickle(blob?.bytes ?? new Uint8Array()))
  const tree = buildGuardTree(state, factsFor(state.version))
  expect(printTree(tree, tree.builder.dialect)).toContain("FrameLocalsGuardAccessor(key='x', framelocals_idx=#)")
})
