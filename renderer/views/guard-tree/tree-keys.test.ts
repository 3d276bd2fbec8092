import { describe, expect, it } from 'vitest'
import type { KeyPress } from '../../components/key-press'
import { fixtureTree } from '../../testing/fixture-tree'
import { readPrintedTree } from '../../testing/printed-tree'
import { pressTreeKey, typeAhead } from './tree-keys'
import { createTreeStore } from './tree-store'

const tree = readPrintedTree(fixtureTree('2.13.0/dict_int_keys')).columns
const NONE = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

/** The titles that are selected one after the other as keys are pressed; `^` is Shift. */
function walk(keys: readonly string[]): readonly string[] {
  const store = createTreeStore(tree)
  return keys.map((key) => {
    const press: KeyPress = { ...NONE, key: key.replace('^', ''), shiftKey: key.startsWith('^') }
    pressTreeKey(store.getState(), press, 5)
    const { selected, rows } = store.getState()
    return `${tree.strings[tree.titleId[selected] ?? 0]} of ${rows.length}`
  })
}

describe('pressTreeKey', () => {
  it('should close, open and go to the parent or first child', () => {
    expect(
      walk(['End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']),
    ).toEqual([
      'NO_TENSOR_ALIASING of 15',
      "L['d'][2] of 15",
      "L['d'][2] of 12",
      "L['d'] of 12",
      'TYPE_MATCH of 12',
      'TYPE_MATCH of 12',
      "L['d'][1] of 12",
      "L['d'][1] of 9",
    ])
  })

  it('should close and open all below', () => {
    expect(walk(['^ArrowLeft', 'ArrowRight', 'End', 'ArrowRight', '*', 'Home'])).toEqual([
      'RootGuardManager of 1',
      'RootGuardManager of 6',
      "L['d'] of 6",
      "L['d'] of 9",
      "L['d'] of 15",
      'RootGuardManager of 15',
    ])
  })

  it('should stop at the ends and go by pages', () => {
    expect(walk(['ArrowUp', 'PageDown', 'PageDown', 'PageDown', 'ArrowDown', 'PageUp'])).toEqual([
      'RootGuardManager of 15',
      "L['d'] of 15",
      'NO_TENSOR_ALIASING of 15',
      'NO_TENSOR_ALIASING of 15',
      'NO_TENSOR_ALIASING of 15',
      'DIMENSION_DYNAMIC_MARKING_GUARD of 15',
    ])
  })

  it('should leave keys with Ctrl to the window', () => {
    const state = createTreeStore(tree).getState()
    expect(pressTreeKey(state, { ...NONE, key: 'ArrowDown', ctrlKey: true }, 5)).toBe(false)
    expect(pressTreeKey(state, { ...NONE, key: 'x' }, 5)).toBe(false)
  })
})

describe('typeAhead', () => {
  it('should go to the next title or own name that starts with what was typed, and round', () => {
    const store = createTreeStore(tree)
    const to = (typed: string): string => {
      const node = typeAhead(store.getState(), typed)
      if (node >= 0) store.getState().select(node)
      return node < 0 ? 'none' : `${tree.strings[tree.titleId[node] ?? 0]} ${node}`
    }
    expect([to('t'), to('te'), to('2'), to('d'), to('zz')]).toEqual([
      'TORCH_FUNCTION_MODE_STACK 3',
      'TENSOR_MATCH 8',
      "L['d'][2] 11",
      'DIMENSION_DYNAMIC_MARKING_GUARD 13',
      'none',
    ])
  })
})
