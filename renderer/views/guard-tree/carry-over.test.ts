import { expect, it } from 'vitest'
import { readPrintedTree } from '../../testing/printed-tree'
import { sameCollapsed, sameNode } from './carry-over'

const tree = (...lines: readonly string[]) =>
  readPrintedTree(['', 'TREE_GUARD_MANAGER:', '+- RootGuardManager', ...lines, ''].join('\n')).columns

const manager = (name: string): string =>
  `| +- GuardManager: source=L['${name}'], accessed_by=FrameLocalsGuardAccessor(key='${name}', framelocals_idx=0), type=<class 'int'>, tag_safe=(False, False)`
const leaf = (name: string, value: number): string => `| | +- EQUALS_MATCH: L['${name}'] == ${value}`
const BEFORE = tree(manager('a'), leaf('a', 1), manager('b'), leaf('b', 2))

it('a guard that wants another value is the same guard', () => {
  const after = tree(manager('a'), leaf('a', 1), manager('b'), leaf('b', 3))
  expect(sameNode(BEFORE, 4, after)).toBe(4)
})

it('a guard before it may go, and a guard that is gone leaves what it stood in', () => {
  const [without, alone] = [tree(manager('b'), leaf('b', 2)), tree(manager('a'), leaf('a', 1), manager('b'))]
  expect([sameNode(BEFORE, 4, without), sameNode(BEFORE, 4, alone)]).toEqual([2, 3])
})

it('what was closed stays closed', () => {
  const collapsed = new Uint8Array(BEFORE.count)
  collapsed[3] = 1
  expect([...sameCollapsed(BEFORE, collapsed, tree(manager('b'), leaf('b', 2)))]).toEqual([0, 1, 0])
})
