/** Every leaf guard of guards.cpp as a test on a value. A new kind of guard gets its entry here, and its maker in its family's module. */
import type { GuardBuilder } from '../../builder'
import type { GuardManager, LeafGuard } from '../../manager'
import type { AsSaved } from '../as-saved'
import type { LeafCheck } from '../leaf'
import type { LoadingProcess } from '../loading-process'
import { equalsMatch, identityMatch, noneMatch, typeMatch } from './constants'
import { contains, iterator, lengthCheck, mappingKeys, noHasattr } from './containers'
import { expressions, symbolicShapes } from './expressions'
import type { LeafContext, Of } from './making'
import { markings } from './markings'
import { callable, metadata } from './metadata'
import { oneOf } from './one-of'
import {
  defaultDevice,
  dispatchKeys,
  dualLevel,
  functorchStack,
  globalState,
  modeStack,
  savedTensorsHooks,
} from './process'
import { noTensorAliasing, objectAliasing, OverlapChecker } from './relational'
import { tensorCheck } from './tensor'

/** Compiles the leaves of one tree. */
export class LeafCompiler {
  private readonly overlaps = new Map<string, OverlapChecker>()
  private readonly shared = new Map<LeafGuard, LeafCheck>()
  private readonly context: LeafContext

  constructor(builder: GuardBuilder, loading: LoadingProcess, asSaved: AsSaved | null) {
    this.context = { builder, loading, asSaved }
  }

  /** The checks of a manager's guards, in order. */
  all(manager: GuardManager): readonly LeafCheck[] {
    const { asSaved } = this.context
    if (asSaved === null) return manager.leaves.map((leaf) => this.compile(leaf, manager))
    return manager.leaves.flatMap((leaf) => {
      const { leaves, unknown } = asSaved.original(leaf, manager)
      const checks = leaves.map((one) => this.compile(one, manager))
      return checks.length < 2 ? checks : [oneOf(leaf, checks, unknown)]
    })
  }

  compile(leaf: LeafGuard, manager: GuardManager): LeafCheck {
    if (!leaf.relational) return this.make(leaf, manager)
    let check = this.shared.get(leaf)
    if (check === undefined) {
      check = this.make(leaf, manager)
      this.shared.set(leaf, check)
    }
    return check
  }

  private make(leaf: LeafGuard, manager: GuardManager): LeafCheck {
    const { expected } = leaf
    const { builder } = this.context
    const { classes } = builder
    switch (expected.kind) {
      case 'none':
        return noneMatch(leaf)
      case 'type':
        return typeMatch(leaf, expected, classes)
      case 'identity':
        return identityMatch(leaf, expected)
      case 'equals':
        return equalsMatch(leaf, expected, builder)
      case 'length':
        return lengthCheck(leaf, expected, classes)
      case 'contains':
        return contains(leaf, expected)
      case 'no-attribute':
        return noHasattr(leaf, expected.name, manager, classes)
      case 'keys':
        return mappingKeys(leaf, expected)
      case 'iterator':
        return iterator(leaf, expected, classes)
      case 'tensor':
        return tensorCheck(builder, leaf, expected, manager.source)
      case 'dispatch-keys':
        return dispatchKeys(leaf, expected)
      case 'markings':
        return markings(builder, leaf, expected)
      case 'global-state':
        return globalState(leaf, expected, this.context)
      case 'mode-stack':
        return modeStack(leaf, expected, classes)
      case 'default-device':
        return defaultDevice(leaf, this.context)
      case 'dual-level':
        return dualLevel(leaf, expected)
      case 'functorch-stack':
        return functorchStack(leaf, expected)
      case 'saved-tensors-hooks':
        return savedTensorsHooks(leaf)
      case 'aliasing':
        return expected.same ? objectAliasing(leaf) : noTensorAliasing(leaf)
      case 'storage-overlap':
        return this.overlap(leaf, expected, manager)
      case 'expressions':
        return (leaf.relational ? symbolicShapes : expressions)(leaf, expected.exprs, this.context)
      case 'metadata':
        return metadata(leaf, expected, classes)
      case 'callable':
        return callable(leaf, manager, classes)
    }
  }

  private overlap(leaf: LeafGuard, expected: Of<'storage-overlap'>, manager: GuardManager): LeafCheck {
    const key = leaf.code[0] ?? ''
    let checker = this.overlaps.get(key)
    if (checker === undefined) {
      checker = new OverlapChecker({
        overlapping: expected.overlapping.length,
        nonOverlapping: expected.nonOverlapping.length,
      })
      this.overlaps.set(key, checker)
    }
    return { leaf, ...checker.check(expected.overlapping.includes(manager.source) ? 'overlapping' : 'nonOverlapping') }
  }
}
