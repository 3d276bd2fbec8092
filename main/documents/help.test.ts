import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACCESSOR_HELP, CREATE_FN_HELP, LEAF_HELP, MANAGER_HELP, helpRows } from '../../shared/help'
import { PAGES_OF_HELP } from '../../shared/help/pages'
import { PAGES } from '../../shared/ipc'
import { buildGuardTree } from '../engine/build'
import { CREATE_FNS } from '../engine/guard-kinds'
import { ACCESSOR_CLASSES, LEAF_CLASSES, accessorClass } from '../engine/kinds'
import type { GuardManager, LeafGuard } from '../engine/manager'
import { decodePickle } from '../pickle/decode'
import { TORCH_VERSIONS } from '../state/dialect'
import { readGuardsState } from '../state/read-state'
import { factsFor } from './tables'
import { corpus, VERSIONS } from './testing/corpus'

const FIXTURES = new URL('../../fixtures/', import.meta.url)
const MORE = readdirSync(new URL('more/', FIXTURES)).map((version) => `more/${version}`)
const ALL_HELP = [CREATE_FN_HELP, LEAF_HELP, ACCESSOR_HELP, MANAGER_HELP].flatMap((map) => [...map.values()])

/** The create_fns of every torch, by GuardBuilder itself (resources/tables), with the first and the last that has each. */
function createFnsOfTorch(): ReadonlyMap<string, readonly [string, string | null]> {
  const versions = new Map<string, string[]>()
  for (const version of TORCH_VERSIONS) {
    for (const name of factsFor(version).table.create_fns) versions.set(name, [...(versions.get(name) ?? []), version])
  }
  const last = TORCH_VERSIONS[TORCH_VERSIONS.length - 1]
  return new Map(
    [...versions].map(([name, known]) => [
      name,
      [known[0] ?? '', known.at(-1) === last ? null : (known.at(-1) ?? '')] as const,
    ]),
  )
}

describe('the help', () => {
  it('has a text for each create_fn of every torch and of the engine, and no other', () => {
    const ours = new Map([...CREATE_FN_HELP].map(([name, help]) => [name, help.torch]))
    expect(ours).toEqual(createFnsOfTorch())
    expect([...CREATE_FN_HELP.keys()].sort()).toEqual([...CREATE_FNS.keys()].sort())
  })

  it('has a text for each leaf guard and accessor of the engine, and no other', () => {
    expect([...LEAF_HELP.keys()].sort()).toEqual([...LEAF_CLASSES].sort())
    expect([...ACCESSOR_HELP.keys()].sort()).toEqual([...ACCESSOR_CLASSES].sort())
  })

  it('says of each create_fn the leaf guards that it makes in real files', () => {
    const seen = new Set<string>()
    const unsaid = new Set<string>()
    const note = (leaf: LeafGuard): void => {
      seen.add(leaf.cls)
      const createFn = leaf.guard?.createFn
      if (createFn !== undefined && CREATE_FN_HELP.get(createFn)?.makes.includes(leaf.cls) !== true)
        unsaid.add(`${createFn} ${leaf.cls}`)
    }
    const walk = (manager: GuardManager): void => {
      seen.add(manager.cls)
      for (const leaf of manager.leaves) note(leaf)
      for (const child of manager.children) {
        seen.add(accessorClass(child.accessor.cls))
        walk(child.manager)
      }
      for (const { key, value } of manager.pairs?.values() ?? []) {
        seen.add('KeyValueManager')
        if (key !== null) walk(key)
        if (value !== null) walk(value)
      }
    }
    for (const version of [...VERSIONS, ...MORE]) {
      for (const { bytes } of corpus(version)) {
        const state = readGuardsState(decodePickle(bytes))
        const tree = buildGuardTree(state, factsFor(state.version))
        walk(tree.root)
        for (const leaf of tree.epilogue) note(leaf)
      }
    }
    const known = new Set([...LEAF_HELP.keys(), ...ACCESSOR_HELP.keys(), ...MANAGER_HELP.keys()])
    expect([[...seen].filter((name) => !known.has(name)), [...unsaid]]).toEqual([[], []])
    expect(seen.size).toBeGreaterThan(40)
  })

  it('makes leaf guards that have a text', () => {
    const made = [...CREATE_FN_HELP.values()].flatMap(({ makes }) => makes)
    expect(made.filter((name) => !LEAF_HELP.has(name))).toEqual([])
  })

  it('is of short, whole sentences', () => {
    const texts = ALL_HELP.flatMap((help) => helpRows(help).map(({ text }) => text))
    expect(texts.filter((text) => !/[.)"]$/.test(text) || text.length > 420 || /\s{2}/.test(text))).toEqual([])
  })

  it('names pages of torch alone, each of them at least once, and the window may open them', () => {
    const used = new Set(ALL_HELP.flatMap(({ see }) => see))
    expect([...used].sort()).toEqual(Object.keys(PAGES_OF_HELP).sort())
    expect(ALL_HELP.filter(({ see }) => see.length === 0)).toEqual([])
    for (const { url } of Object.values(PAGES_OF_HELP)) {
      expect(url).toMatch(/^https:\/\/(docs\.pytorch\.org|github\.com\/pytorch)\//)
      expect(PAGES).toContain(url)
    }
  })
})
