/** Guards on what an object says of itself: a tensor subclass by its metadata, an opaque object by its __eq__. */
import type { GuardManager, LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { ownerText } from '../../values/type-name'
import type { LeafCheck } from '../leaf'
import { deepEquals, MESH, meshEquals, partOf, specEquals } from '../metadata'
import type { Of } from './making'

/** What a tensor subclass says of itself beside its inner tensors. */
export function metadata(leaf: LeafGuard, expected: Of<'metadata'>, classes: Classes): LeafCheck {
  const saved = partOf(classes, expected.value, expected.of)
  return {
    leaf,
    test(value) {
      if (value.kind === 'unknown') return null
      if (expected.of === 'subclass' && (value.kind !== 'tensor' || !value.wrapper)) return false
      const part = partOf(classes, value, expected.of)
      if (part === null || saved === null) return null
      return expected.of === 'dtensor' ? specEquals(part, saved) : deepEquals(part, saved)
    },
    explain: (value) => {
      if (expected.of === 'dtensor' || (value.kind === 'tensor' && value.wrapper)) return leaf.parts
      return [`${ownerText(value)} has no attribute '__tensor_flatten__'`]
    },
    unknown: () => 'how the metadata compares is not in the file',
  }
}

/** A guard that calls what the file does not hold. */
export function callable(leaf: LeafGuard, manager: GuardManager, classes: Classes): LeafCheck {
  if (leaf.guard?.createFn === 'OPAQUE_OBJ_GUARD_FN_MATCH' && manager.value !== null) {
    const saved = manager.value
    return {
      leaf,
      test: (value) => (classOf(classes, value)?.name === MESH ? meshEquals(value, saved) : null),
      unknown: () => 'how the class compares its instances is not in the file',
    }
  }
  return { leaf, test: () => null, unknown: () => 'what the guard calls is not in the file' }
}
