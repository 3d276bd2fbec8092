import { expect, it } from 'vitest'
import type { GuardscopeApi } from '../../../shared/api'
import type { Json } from '../../../shared/replay'
import type { Choice, GuardSelection } from '../../../shared/selection'
import { fixtureTree } from '../../testing/fixture-tree'
import { readPrintedTree } from '../../testing/printed-tree'
import { createTreeStore } from '../guard-tree/tree-store'
import { createSelectStore } from './select-store'
import { guardsOfFilter, guardsOfSearch } from './tree-rows'

const TREE = readPrintedTree(fixtureTree('2.13.0/gpt_2layer')).columns
const NONE = { names: [], createFns: [], nodes: new Int32Array(0) }
const TWO: GuardSelection = {
  total: 9,
  where: { filter: 'skip_guard_on_globals_unsafe' },
  guards: { names: ["G['a']", "G['b']"], createFns: ['TENSOR_MATCH', 'TYPE_MATCH'], nodes: Int32Array.of(3, 5) },
  tensors: 1,
  unknown: NONE,
  withoutGuard: 0,
}

function setUp(refuse: string | null = null) {
  const asked: Choice[] = []
  const edits: { readonly edits: readonly Json[]; readonly label: string }[] = []
  const api: Pick<GuardscopeApi, 'guardFilters' | 'chooseGuards'> = {
    guardFilters: async () => ({
      ok: true,
      value: [
        {
          name: 'skip_guard_on_globals_unsafe',
          words: 'that skip_guard_on_globals_unsafe skips',
          unsound: '',
          drops: 2,
          unknown: 0,
        },
      ],
    }),
    chooseGuards: async (_id, _blob, choice) => {
      asked.push(choice)
      return { ok: true, value: TWO }
    },
  }
  const store = createSelectStore(api, 'd', 0, async (list, label) => {
    edits.push({ edits: list, label })
    return refuse
  })
  return { store, asked, edits, tree: createTreeStore(TREE) }
}

it('begins with the search where there is one, else with the filter, else with a filter of torch', () => {
  const { store, tree } = setUp()
  const begun: string[] = []
  const start = (): void => {
    store.getState().start(tree.getState())
    begun.push(store.getState().by)
  }
  start()
  tree.getState().toggleFilter('families', 'tensor')
  start()
  tree.getState().setQuery('x')
  start()
  expect(begun).toEqual(['skip_guard_on_globals_unsafe', 'filter', 'search'])
})

it('drops what was looked at as one edit with a label that says it', async () => {
  const { store, edits, tree } = setUp()
  store.getState().start(tree.getState())
  await store.getState().look(tree.getState())
  expect(await store.getState().edit('drop-guards', '')).toBe(2)
  expect(await store.getState().edit('weaken-guards', '')).toBe(1)
  const where = { filter: 'skip_guard_on_globals_unsafe' }
  expect(edits).toEqual([
    { edits: [{ do: 'drop-guards', where }], label: 'drop 2 guards that skip_guard_on_globals_unsafe skips' },
    { edits: [{ do: 'weaken-guards', where }], label: 'weaken 1 guard that skip_guard_on_globals_unsafe skips' },
  ])
})

it('keeps the reason of an edit that was refused until another choice is looked at', async () => {
  const { store, tree } = setUp('torch would not load the file')
  await store.getState().look(tree.getState())
  expect(await store.getState().edit('drop-guards', '')).toBe(null)
  expect(store.getState().refusal).toEqual({ why: 'torch would not load the file', edit: 'drop-guards' })
  store.getState().choose('filter')
  await store.getState().look(tree.getState())
  expect(store.getState().refusal).toBe(null)
})

it('a search chooses the guards that match and those on a value that matches, a filter what it lets through', () => {
  const tree = createTreeStore(TREE)
  const titles = (rows: Int32Array): string[] => {
    const { tree: columns } = tree.getState()
    return [...rows].map((node) => `${columns.strings[columns.titleId[node] ?? 0] ?? ''}`)
  }
  tree.getState().toggleFilter('families', 'tensor')
  const tensors = titles(guardsOfFilter(tree.getState().tree, tree.getState().filtered.included))
  expect(tensors.length).toBe(tree.getState().filtered.matches)
  expect(new Set(tensors)).toEqual(new Set(['TENSOR_MATCH']))
  tree.getState().clearFilters()
  const { tree: columns } = tree.getState()
  const manager = [...columns.kind.keys()].find(
    (node) => columns.family[node] === 0 && columns.family[node + 1] !== 0 && columns.depth[node] === 1,
  )
  const rows = guardsOfSearch(columns, Int32Array.of(manager ?? 0), null)
  expect(rows[0]).toBe((manager ?? 0) + 1)
  expect([...rows].every((row) => columns.parent[row] === manager)).toBe(true)
})
