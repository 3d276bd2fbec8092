/** What each guard of a printed tree asks, under names that are the same in the tree of another compile of the function. */
import type { UserCode } from './code-part'
import type { PrintedLeaf, PrintedManager, PrintedTree } from './printed-tree'

/** One line of one guard. */
export interface GuardFact {
  /** torch's class. */
  readonly guard: string
  /** Source of the manager that it stands in. */
  readonly source: string
  /** What of the source it is about, where a source has several guards of a class. */
  readonly subject: string
  /** What it wants. */
  readonly wants: string
  /** The code part as printed. */
  readonly code: string
  readonly user: UserCode | null
  /** Index of the node. */
  readonly node: number
}

export interface TreeFacts {
  readonly facts: readonly GuardFact[]
  /** Managers by source, with their node. */
  readonly managers: ReadonlyMap<string, { readonly manager: PrintedManager; readonly node: number }>
}

export function factsOf({ nodes }: PrintedTree): TreeFacts {
  const facts: GuardFact[] = []
  const managers = new Map<string, { manager: PrintedManager; node: number }>()
  const path: string[] = []
  nodes.forEach((item, node) => {
    path.length = Math.min(path.length, item.depth)
    const above = path[path.length - 1] ?? ''
    if ('source' in item) {
      const source = sameName(item.source)
      managers.set(source, { manager: item, node })
      path.push(source)
    } else if (item.kind === 'pair') path.push(above)
    else facts.push(...leafFacts(item, item.kind === 'epilogue' ? '' : above, node))
  })
  return { facts, managers }
}

function leafFacts({ cls, parts }: PrintedLeaf, source: string, node: number): GuardFact[] {
  return parts.map(({ code: printed, user }) => {
    const code = sameName(printed)
    return { guard: cls, source, ...halves(cls, source, code), code, user, node }
  })
}

function halves(cls: string, source: string, code: string): { subject: string; wants: string } {
  switch (cls) {
    case 'GLOBAL_STATE':
      return { subject: '', wants: code.replace(/^.*? against /, '') }
    case 'TENSOR_MATCH':
      return { subject: '', wants: code.replace(`check_tensor(${source}, `, '').replace(/\)$/, '') }
    case 'TYPE_MATCH':
    case 'ID_MATCH':
      return {
        subject: '',
        wants: code.replace(/^___check_\w+_id\(.*, (\d+)\)(?:, type=)?/, (_, id: string) =>
          cls === 'ID_MATCH' ? `object ${id} ` : '',
        ),
      }
    case 'EQUALS_MATCH':
    case 'LENGTH_CHECK':
    case 'DEFAULT_DEVICE':
    case 'DIMENSION_DYNAMIC_MARKING_GUARD': {
      const at = code.indexOf(' == ')
      return at < 0 ? { subject: '', wants: code } : { subject: code.slice(0, at), wants: code.slice(at + 1) }
    }
    case 'LAMBDA_GUARD':
      return { subject: code, wants: '' }
    default:
      return { subject: '', wants: code }
  }
}

/** Names that torch numbers anew in each compile. */
function sameName(text: string): string {
  return text.includes('__builtins_dict__') ? text.replace(/(__builtins_dict__)_\d+/g, '$1') : text
}

/** strip_local_scope of guards.py: `L['x']` is `x` in a reason. */
export function withoutScope(text: string): string {
  return text.replace(/L\[\s*['"](.*?)['"]\s*\]/g, '$1')
}
