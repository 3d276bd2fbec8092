/** Finds the guard of a printed tree that a reason is about. */
import { type GuardFact, type TreeFacts, withoutScope } from './facts'
import type { ReadReason } from './reason'

/** Null where the tree has none that it must be. */
export function guardOf(reason: ReadReason, { facts, managers }: TreeFacts): GuardFact | null {
  const said = facts.find(({ code }) => withoutScope(code) === reason.text)
  if (said !== undefined) return said
  const classes = CLASSES.get(reason.kind)
  const found = facts.filter(
    ({ guard, source }) =>
      classes?.includes(guard) === true && (reason.source === '' || withoutScope(source) === reason.source),
  )
  const isOne = new Set(found.map(({ node }) => node)).size === 1
  if (found[0] !== undefined && (isOne || reason.source !== '' || reason.kind === 'aliasing')) return found[0]
  // a DictGuardManager looks at type and length itself
  for (const [source, { manager, node }] of managers)
    if (manager.kind === 'dict-manager' && withoutScope(source) === reason.source)
      return { guard: manager.cls, source, subject: '', wants: reason.expected ?? '', code: '', user: null, node }
  return null
}

const TENSOR = ['TENSOR_MATCH']

const CLASSES: ReadonlyMap<ReadReason['kind'], readonly string[]> = new Map([
  ...(['size', 'stride', 'rank', 'dtype', 'device', 'requires-grad', 'dispatch-keys', 'tensor-class'] as const).map(
    (kind) => [kind, TENSOR] as const,
  ),
  ['marking', ['DIMENSION_DYNAMIC_MARKING_GUARD', 'DYNAMIC_INDICES']],
  ['global-state', ['GLOBAL_STATE']],
  ['mode-stack', ['TORCH_FUNCTION_MODE_STACK']],
  ['default-device', ['DEFAULT_DEVICE']],
  ['aliasing', ['NO_TENSOR_ALIASING', 'OBJECT_ALIASING', 'STORAGE_OVERLAPPING']],
])
