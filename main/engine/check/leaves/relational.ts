/** Relational guards: one guard in several managers, which remembers what it saw until the run ends. */
import type { LeafGuard } from '../../manager'
import type { TensorValue, Value } from '../../values/value'
import type { LeafCheck } from '../leaf'
import { checkOverlapping } from '../overlap'
import { identical, type Tri } from '../semantics'

/** OBJECT_ALIASING. */
export function objectAliasing(leaf: LeafGuard): LeafCheck {
  let first: Value | null = null
  return {
    leaf,
    test(value) {
      if (first === null) {
        first = value
        return true
      }
      return first === value ? true : identical(first, value)
    },
    reset() {
      first = null
    },
  }
}

/** NO_TENSOR_ALIASING. */
export function noTensorAliasing(leaf: LeafGuard): LeafCheck {
  const seen = new Set<Value>()
  return {
    leaf,
    test(value) {
      if (value.kind === 'unknown' && value.described !== true) return null
      if (seen.has(value)) return false
      seen.add(value)
      return true
    },
    explain: () => ['Duplicate tensor found where not expected!'],
    reset: () => seen.clear(),
  }
}

/** What both guards of a STORAGE_OVERLAPPING pair collect. */
export class OverlapChecker {
  private readonly seen = { overlapping: [] as Value[], nonOverlapping: [] as Value[] }
  constructor(private readonly expected: { readonly overlapping: number; readonly nonOverlapping: number }) {}

  check(group: 'overlapping' | 'nonOverlapping'): Omit<LeafCheck, 'leaf'> {
    return {
      test: (value) => {
        this.seen[group].push(value)
        return this.answer()
      },
      reset: () => {
        this.seen[group].length = 0
      },
    }
  }

  private answer(): Tri {
    const { overlapping, nonOverlapping } = this.seen
    if (overlapping.length < this.expected.overlapping || nonOverlapping.length < this.expected.nonOverlapping)
      return true
    const tensors = (values: readonly Value[]): TensorValue[] =>
      values.flatMap((value) => (value.kind === 'tensor' ? [value] : []))
    const [a, b] = [tensors(overlapping), tensors(nonOverlapping)]
    return a.length < overlapping.length || b.length < nonOverlapping.length ? null : checkOverlapping(a, b)
  }
}
