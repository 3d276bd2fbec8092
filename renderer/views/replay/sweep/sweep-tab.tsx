/** A sweep of the scenario in front over the values of one or two of its parts. */
import type { TreeStore } from '../../guard-tree/tree-store'
import type { ReplayStore } from '../replay-store'

interface SweepTabProps {
  readonly store: ReplayStore
  readonly tree: TreeStore
}

export function SweepTab({ store, tree }: SweepTabProps) {
  void store
  void tree
  return null
}
