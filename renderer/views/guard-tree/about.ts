/** Which help belongs to a node: of a guard what it checks and why it is there, of a manager its accessor and itself. */
import {
  ACCESSOR_HELP,
  CREATE_FN_HELP,
  type HelpRow,
  LEAF_HELP,
  MANAGER_HELP,
  helpRows,
  leafRows,
} from '../../../shared/help'
import type { Help } from '../../../shared/help/help'
import { PAGES_OF_HELP } from '../../../shared/help/pages'
import type { NodeDetail } from '../../../shared/tree'

export interface About {
  readonly of: 'guard' | 'accessor' | 'manager'
  readonly rows: readonly HelpRow[]
  readonly pages: readonly { readonly title: string; readonly url: string }[]
}

export function aboutNode({
  className,
  accessor,
  guard,
}: Pick<NodeDetail, 'className' | 'accessor' | 'guard'>): readonly About[] {
  const leaf = LEAF_HELP.get(className)
  if (leaf !== undefined) {
    const createFn = guard === null ? undefined : CREATE_FN_HELP.get(guard.createFn)
    const helps = createFn === undefined ? [leaf] : [leaf, createFn]
    return [{ of: 'guard', rows: leafRows(leaf, createFn ?? null), pages: pagesOf(helps) }]
  }
  const reads = ACCESSOR_HELP.get(/^\w+/.exec(accessor ?? '')?.[0] ?? '')
  const manager = MANAGER_HELP.get(className)
  return [
    ...(reads === undefined ? [] : [{ of: 'accessor' as const, rows: helpRows(reads), pages: pagesOf([reads]) }]),
    ...(manager === undefined ? [] : [{ of: 'manager' as const, rows: helpRows(manager), pages: pagesOf([manager]) }]),
  ]
}

function pagesOf(helps: readonly Help[]): About['pages'] {
  return [...new Set(helps.flatMap(({ see }) => see))].map((name) => PAGES_OF_HELP[name])
}
