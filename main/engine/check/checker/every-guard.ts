/** Asks every guard of a tree, where a check stops at the first that fails: which of them would refuse a call. */
import type { LeafGuard } from '../../manager'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import { follow } from '../access'
import type { LeafCheck, Run } from '../leaf'
import type { Tri } from '../semantics'
import { dictFits, type Node } from './node'

/**
 * `told` is given each guard with its answer; null where that is not known, and for all guards below an access that leads
 * nowhere.
 */
export function askEveryGuard(
  classes: Classes,
  root: Node,
  value: Value,
  run: Run,
  told: (leaf: LeafGuard, answer: Tri) => void,
): void {
  const tests = (checks: readonly LeafCheck[], at: Value | null, example: Value | null): void => {
    for (const { leaf, test } of checks) {
      const answer = at === null ? null : test(at, run)
      told(leaf, answer === null && at !== null && at === example ? true : answer)
    }
  }
  const ask = (node: Node, at: Value | null): void => {
    const { dict } = node
    const fits = dict === null || (at !== null && dictFits(classes, dict, at) === true)
    const own = fits ? at : null
    tests(node.leaves, own, node.manager.value)
    for (const { step, node: child } of node.children) ask(child, own === null ? null : follow(step, own))
    for (const { index, key, value: item } of dict?.pairs ?? []) {
      const entry = own?.kind === 'dict' ? own.entries[index] : undefined
      if (key !== null) ask(key, entry?.[0] ?? null)
      if (item !== null) ask(item, entry?.[1] ?? null)
    }
  }
  ask(root, value)
}
