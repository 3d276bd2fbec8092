/** The managers of a tree as they are compared: what each looks at and how it is reached. */
import type { Accessor, GuardManager } from '../engine/manager'
import type { NodeOf } from './digest'
import { withoutProcess } from './process-names'

export interface DigestManager {
  readonly source: string
  /** torch's class, which tells whether the order of a dict's keys is guarded. */
  readonly cls: string
  /** How it is reached: class and key of the accessor, `key` or `value` of a pair. */
  readonly access: string
  /** Index of the manager it hangs in; -1 at the root. */
  readonly parent: number
  readonly node: number | null
}

/** Every manager below the root in preorder, the root first; `visit` sees each. */
export function managersOf(
  root: GuardManager,
  nodeOf: NodeOf,
  visit: (manager: GuardManager) => void,
): DigestManager[] {
  const out: DigestManager[] = []
  interface Work {
    readonly manager: GuardManager
    readonly access: string
    readonly parent: number
  }
  const work: Work[] = [{ manager: root, access: '', parent: -1 }]
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { manager, access, parent } = item
    const at = out.length
    out.push({ source: withoutProcess(manager.source), cls: manager.cls, access, parent, node: nodeOf(manager) })
    visit(manager)
    const next: Work[] = []
    for (const [index, { key, value }] of manager.pairs ?? []) {
      if (key !== null) next.push({ manager: key, access: `key ${index}`, parent: at })
      if (value !== null) next.push({ manager: value, access: `value ${index}`, parent: at })
    }
    for (const child of manager.children)
      next.push({ manager: child.manager, access: accessText(child.accessor), parent: at })
    for (let i = next.length - 1; i >= 0; i--) {
      const entry = next[i]
      if (entry !== undefined) work.push(entry)
    }
  }
  return out
}

/** As torch prints it, without the index of a local, which is the frame's and not the guard's. */
function accessText({ repr }: Accessor): string {
  return withoutProcess(repr.replace(/, framelocals_idx=[#\d]+\)$/, ')'))
}
