/** Where a check calls something: each accessor and each guard of a compiled tree, for those who measure them. */
import type { GuardManager, LeafGuard } from '../../manager'
import type { LeafCheck } from '../leaf'
import type { Link, Node } from './node'

/** The way to a manager. */
interface Access {
  readonly kind: 'access'
  /** The one it leads to. */
  readonly manager: GuardManager
  readonly link: Link
}

/** A guard of a manager. A relational guard has a place in each of its managers. */
interface Test {
  readonly kind: 'test'
  readonly manager: GuardManager
  readonly leaf: LeafGuard
  readonly tests: LeafCheck['test'][]
  readonly index: number
  /** A guard of the root itself: it is asked after the tree. */
  readonly epilogue: boolean
}

export type Place = Access | Test

export function placesOf(
  root: Node,
  epilogue: readonly LeafCheck[],
  epilogueTests: LeafCheck['test'][],
): readonly Place[] {
  const places: Place[] = []
  const addTests = (manager: GuardManager, leaves: readonly LeafCheck[], tests: Test['tests'], last: boolean): void =>
    leaves.forEach(({ leaf }, index) => places.push({ kind: 'test', manager, leaf, tests, index, epilogue: last }))
  const add = (node: Node): void => {
    addTests(node.manager, node.leaves, node.tests, false)
    for (const link of node.children) {
      places.push({ kind: 'access', manager: link.node.manager, link })
      add(link.node)
    }
    for (const { key, value } of node.dict?.pairs ?? []) {
      if (key !== null) add(key)
      if (value !== null) add(value)
    }
  }
  add(root)
  addTests(root.manager, epilogue, epilogueTests, true)
  return places
}
