import { describe, expect, it } from 'vitest'
import { factsFor } from './tables'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { buildGuardTree } from '../engine/build'
import { printTree } from '../engine/print'
import { corpus, maskIds, whereKnown } from './testing/corpus'

/**
 * Blobs beyond the corpus (fixtures/more), by version: how many torch loads. Some are of versions between those of the
 * corpus, some hold what no blob of the corpus does: optimizers, operators, shared modules, enums, and
 * functions that 2.15 rebuilds by value.
 */
const LOADED = { '2.8.0': 6, '2.9.1': 14, '2.11.0': 8, '2.12.0': 10, '2.13.0': 7, '2.15.0': 11 }

/** What 2.8 and 2.9 leave out of their words: an assertion of theirs says nothing. */
const WORDLESS = 'AssertionError: '

describe.each(Object.entries(LOADED))('further blobs of torch %s', (version, count) => {
  const built = corpus(`more/${version}`).map(({ name, bytes, sidecar }) => {
    const state = readGuardsState(decodePickle(bytes))
    const locals = [...sidecar.frame.co_varnames, ...sidecar.frame.co_freevars]
    return { name, sidecar, state, tree: buildGuardTree(state, factsFor(state.version), { locals }) }
  })

  it('are known to be of that version', () => {
    const unlike = built.filter(({ state }) => !state.exact || !version.startsWith(`${state.version}.`))
    expect(unlike.map(({ name, state }) => [name, state.version])).toEqual([])
  })

  it('are printed as torch prints the loaded manager, to the character', () => {
    const loaded = built.filter(({ sidecar }) => sidecar.status === 'ok')
    const wrong = loaded.filter(({ sidecar, tree }) => {
      const printed = printTree(tree, tree.builder.dialect)
      return printed !== whereKnown(maskIds(sidecar.loaded_tree ?? ''), printed) || tree.problems.length > 0
    })
    expect({ wrong: wrong.map(({ name }) => name), count: loaded.length }).toEqual({ wrong: [], count })
  })

  it('are refused in the words torch refuses them in', () => {
    for (const { name, sidecar, tree } of built) {
      if (sidecar.status === 'ok') continue
      const error = sidecar.error ?? ''
      const said = tree.problems[0]?.message ?? ''
      expect(said, name).toContain(error)
      if (error !== WORDLESS) expect(said, name).toBe(error)
    }
  })
})
