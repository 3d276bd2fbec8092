/** Makes one guard of a checker slow, so that a measurement of it can be judged. */
import type { Checker } from '../../engine/check/checker'
import type { TreeNode } from '../tree-nodes'

/** The first guard of a class takes so many nanoseconds more. Gives its row. */
export function interposed(checker: Checker, nodes: readonly TreeNode[], cls: string, ns: number): number {
  const place = checker.places().find((one) => one.kind === 'test' && one.leaf.cls === cls)
  if (place?.kind !== 'test') throw new Error(`no ${cls} in this tree`)
  const test = place.tests[place.index]
  if (test === undefined) throw new Error('no test there')
  place.tests[place.index] = (value, run) => {
    const until = performance.now() + ns / 1e6
    while (performance.now() < until);
    return test(value, run)
  }
  return nodes.findIndex((node) => 'leaf' in node && node.leaf === place.leaf && node.manager === place.manager)
}
