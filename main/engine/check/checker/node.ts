/** The managers of a tree as a check goes through them: what each asks, and what it remembers. */
import type { GuardManager } from '../../manager'
import { classOf } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { PyClass, Value } from '../../values/value'
import type { Step } from '../access/making'
import type { LeafCheck, Run } from '../leaf'
import type { LocalState } from '../local-state'

/** A manager. Of one shape each, its tests in an array of their own: a check goes through thousands. */
export class Node {
  failCount = 0
  /** Whether it learned anything since the last `unlearn`. */
  learned = false
  /** The dict that passed last: what is immutable in it need not be asked again (GuardManager::_dict_tag). */
  passed: Value | null = null
  /** The dispatch keys of the thread that it passed in. */
  passedIn: LocalState | null = null
  /** A dict that may have passed since: what was asked of it was not known. */
  maybePassed: Value | null = null
  maybePassedIn: LocalState | null = null
  /** Whether any child is such. */
  readonly remembers: boolean
  private readonly inOrder: Link[]
  /** Those of `leaves`; a measurement puts its own around them for a while. */
  readonly tests: LeafCheck['test'][]
  constructor(
    readonly manager: GuardManager,
    readonly leaves: readonly LeafCheck[],
    /** In the order of their fail counts, as `check` learns them; check_verbose follows it. */
    public children: Link[],
    readonly dict: DictShape | null,
  ) {
    this.tests = leaves.map((leaf) => leaf.test)
    this.remembers = children.some((link) => link.skippedIn !== 0)
    this.inOrder = children
  }

  unlearn(): void {
    this.failCount = 0
    this.learned = false
    this.forget()
    this.children = this.inOrder
  }

  forget(): void {
    this.passed = null
    this.maybePassed = null
  }

  passes(value: Value, local: LocalState | null, certain: boolean): void {
    this.maybePassed = certain ? null : value
    this.maybePassedIn = local
    if (!certain) return
    this.passed = value
    this.passedIn = local
  }
}

/** The bits of a dict: as it was saved, of the version that passed last, the very one that passed last in the same process. */
const [SAVED, UNCHANGED, SAME] = [1, 2, 4]

export class Link {
  /** That of `step`, as `tests` are those of `leaves`. */
  get: Step['get']
  /** The dicts above in which it is skipped (matches_dict_tag), by their bits. */
  readonly skippedIn: number
  constructor(
    readonly step: Step,
    readonly node: Node,
    skippedInSavedDict: boolean,
    skippedInUnchangedDict: boolean,
  ) {
    this.get = step.get
    // a relational guard has to see every value, in this check too
    const skippedInSame = skippedInSavedDict && node.leaves.every(({ leaf }) => !leaf.relational)
    this.skippedIn =
      (skippedInSavedDict ? SAVED : 0) | (skippedInUnchangedDict ? UNCHANGED : 0) | (skippedInSame ? SAME : 0)
  }
}

export interface Pair {
  readonly index: number
  readonly key: Node | null
  readonly value: Node | null
}

/** What a DictGuardManager asks of its dict. */
export interface DictShape {
  readonly type: PyClass | null
  readonly size: number | null
  readonly pairs: readonly Pair[]
}

/** true, null where it is not known, or what does not fit. */
export function dictFits(classes: Classes, dict: DictShape, value: Value): true | null | 'type' | 'size' {
  const cls = classOf(classes, value)
  if (cls === null || dict.type === null) return null
  if (cls !== dict.type) return 'type'
  if (dict.size === null || value.kind !== 'dict') return null
  return value.entries.length === dict.size || 'size'
}

/** The bits of a dict: what it is of the saved one, and of the one that passed last. */
export function comparedWith(node: Node, value: Value, run: Run): number {
  return (value === node.manager.value ? SAVED : 0) | likeness(value, node.passed, node.passedIn, run)
}

/** The bits of a dict beside one that passed. */
export function likeness(value: Value, passed: Value | null, passedIn: LocalState | null, run: Run): number {
  if (!isUnchanged(value, passed)) return 0
  return UNCHANGED | (value === passed && run.local === passedIn ? SAME : 0)
}

/** Whether a dict is the one that passed last, or says that it has its version tag. */
function isUnchanged(value: Value, passed: Value | null): boolean {
  if (value === passed) return true
  if (value.kind !== 'dict' || value.version === undefined) return false
  return passed?.kind === 'dict' && passed.version === value.version
}
