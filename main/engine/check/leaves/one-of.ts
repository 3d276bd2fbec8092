/** A guard that the file does not tell: one of several. */
import type { LeafGuard } from '../../manager'
import type { Value } from '../../values/value'
import type { LeafCheck, Run } from '../leaf'
import type { Tri } from '../semantics'

/** What all of them answer; null where they do not agree. */
export function oneOf(leaf: LeafGuard, checks: readonly LeafCheck[], why: string): LeafCheck {
  /** What all of them say; null where they differ. */
  const words = (value: Value, run: Run): readonly string[] | null => {
    const [first = [], ...rest] = checks.map((check) => check.explain?.(value, run) ?? check.leaf.parts)
    return rest.every((parts) => parts.join('\n') === first.join('\n')) ? first : null
  }
  return {
    leaf,
    test(value, run): Tri {
      const [first = null, ...rest] = checks.map((check) => check.test(value, run))
      return rest.every((answer) => answer === first) ? first : null
    },
    explain: (value, run) => words(value, run) ?? [],
    unknown(value, run) {
      const unsure = checks.find((check) => check.test(value, run) === null)
      return unsure?.unknown?.(value, run) ?? why
    },
    doubt: (value, run) => (words(value, run) === null ? why : null),
  }
}
