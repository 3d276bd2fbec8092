/** A profile of a blob in the formats of other programs. */
import type { Profile, ProfileFormat } from '../../shared/overhead'
import { NODE_KINDS, type TreeColumns } from '../../shared/tree'
import { traceFile } from '../overhead/exports/chrome-trace'
import type { Flame } from '../overhead/exports/flame'
import { speedscopeFile } from '../overhead/exports/speedscope'

export function exportProfile(name: string, tree: TreeColumns, profile: Profile, format: ProfileFormat): string {
  const by = profile.origin.kind === 'engine' ? `engine in V8 ${profile.origin.v8}` : `torch ${profile.origin.torch}`
  const flame: Flame = {
    name: `${name}, ${profile.scenario}: guard checks by the ${by}`,
    names: Array.from({ length: tree.count }, (_, row) => nameOf(tree, row)),
    depths: Array.from(tree.depth),
    measured: [
      { name: 'cold caches', own: profile.cold.own },
      { name: 'warm', own: profile.warm.own },
    ],
  }
  return `${JSON.stringify(format === 'speedscope' ? speedscopeFile(flame) : traceFile(flame))}\n`
}

/** A manager by its source, a guard by its kind and code. */
export function nameOf({ strings, titleId, textId, kind }: TreeColumns, row: number): string {
  const title = strings[titleId[row] ?? 0] ?? ''
  const isGuard = ['leaf', 'relational', 'epilogue'].includes(NODE_KINDS[kind[row] ?? 0] ?? '')
  const text = isGuard ? (strings[textId[row] ?? 0] ?? '') : ''
  return text === '' ? title : `${title}: ${text}`
}
