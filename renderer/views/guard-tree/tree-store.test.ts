import { describe, expect, it } from 'vitest'
import { fixtureTree } from '../../testing/fixture-tree'
import { readPrintedTree } from '../../testing/printed-tree'
import { rowOf } from './flatten'
import { createTreeStore } from './tree-store'
import type { TreeState } from './tree-store'

const tree = readPrintedTree(fixtureTree('2.13.0/gpt_2layer')).columns
const title = (node: number): string => tree.strings[tree.titleId[node] ?? 0] ?? ''
const nodeOf = (wanted: string): number => [...tree.titleId].findIndex((id) => tree.strings[id] === wanted)
const self = nodeOf("L['self']")
const inside = self + 5
const start = (): { readonly state: () => TreeState } => ({ state: createTreeStore(tree).getState })

describe('tree store', () => {
  it('should show everything at first, the root selected', () => {
    const { rows, selected } = start().state()
    expect({ rows: rows.length, selected: title(selected) }).toEqual({ rows: tree.count, selected: 'RootGuardManager' })
  })

  it('should move the selection out of what is closed', () => {
    const { state } = start()
    state().select(inside)
    state().toggle(self)
    expect({ selected: state().selected, hidden: rowOf(state().rows, inside) }).toEqual({ selected: self, hidden: -1 })
  })

  it('should open what hides a node that is selected', () => {
    const { state } = start()
    state().setBelow(0, true)
    expect(state().rows.length).toBe(1)
    state().select(inside)
    expect(rowOf(state().rows, inside)).toBeGreaterThan(0)
  })

  it('should find, open and select as one types, and go round with next and previous', () => {
    const { state } = start()
    state().setBelow(0, true)
    state().setQuery('no_tensor')
    const first = state().selected
    expect({ title: title(first), count: state().search.matches.length, current: state().search.current }).toEqual({
      title: 'NO_TENSOR_ALIASING',
      count: 3,
      current: 0,
    })
    state().step(-1)
    expect(state().search.current).toBe(2)
    state().step(1)
    expect([state().selected, rowOf(state().rows, first) >= 0]).toEqual([first, true])
  })

  it('should look again from where the search began when more is typed', () => {
    const { state } = start()
    state().setQuery('t')
    const early = state().selected
    state().setQuery('type_match')
    state().setQuery('t')
    expect(state().selected).toBe(early)
  })

  it('should say what is wrong with an expression and match nothing', () => {
    const { state } = start()
    state().setQuery('/(/')
    expect(state().search).toMatchObject({ current: -1, pattern: null, error: expect.stringContaining('Unterminated') })
  })

  it('should keep what was closed apart from a filter, and bring it back', () => {
    const { state } = start()
    state().setOpen(self, false)
    const before = state().rows
    state().toggleFilter('families', 'tensor')
    const shown = [...state().rows]
    expect(shown.filter((node) => title(node) === 'TENSOR_MATCH').length).toBe(state().filtered.matches)
    expect(shown.every((node) => title(node) === 'TENSOR_MATCH' || tree.family[node] === 0)).toBe(true)
    state().clearFilters()
    expect(state().rows).toEqual(before)
  })

  it('should search only what a filter leaves', () => {
    const { state } = start()
    state().setQuery('match')
    const all = state().search.matches.length
    state().toggleFilter('types', 'EQUALS_MATCH')
    expect(state().search.matches.length).toBeLessThan(all)
    expect([...state().search.matches].every((node) => rowOf(state().rows, node) >= 0)).toBe(true)
  })

  it('should keep what a person had in hand when the tree was edited', () => {
    const { state } = start()
    state().setBelow(inside, true)
    const { collapsed } = state()
    state().toggleFilter('families', 'tensor')
    state().setQuery('weight')
    const before = state()
    // another tree of the same nodes, and one that lacks the last
    const edited = [
      { ...tree, textId: tree.textId.slice() },
      {
        ...tree,
        count: tree.count - 1,
        parent: tree.parent.slice(0, -1),
        end: tree.end.map((end) => Math.min(end, tree.count - 1)),
      },
    ]
    const kept = edited.map((after) => {
      const store = createTreeStore(after, before)
      const { filters, search, selected, rows } = store.getState()
      store.getState().clearFilters()
      return {
        filters,
        query: search.query,
        at: search.current,
        selected,
        rows,
        closed: store.getState().collapsed[inside],
      }
    })
    const { filters, search, selected, rows } = before
    const same = { filters, query: search.query, at: search.current, selected, rows, closed: collapsed[inside] }
    expect(kept).toEqual([same, same])
  })
})
