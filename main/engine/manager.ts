/** The guard tree: managers, accessors, leaf and relational guards, as torch/csrc/dynamo/guards.cpp arranges them. */
import type { Guard } from '../state/guards-state'
import type { Source } from '../state/source'
import type { AccessorClass, LeafClass } from './kinds'
import type { PyClass, TensorValue, Value } from './values/value'

/** How a manager reaches a child from its value. `repr` as GuardAccessor::repr prints it. */
export interface Accessor {
  readonly cls: AccessorClass | `TensorPropertyGuardAccessor<TensorProperty::${string}>`
  readonly repr: string
  /** The key it is found by: accessors of any class whose keys are equal, for one source, are one (get_child_manager). */
  readonly key: string
  /** The key as a value where it has one: an attribute's name, an index, a dict key. */
  readonly value: Value | null
}

/** What a leaf guard compares with. */
export type Expectation =
  | { readonly kind: 'none' }
  | { readonly kind: 'type'; readonly type: PyClass | null }
  | { readonly kind: 'identity'; readonly value: Value }
  | { readonly kind: 'equals'; readonly value: Value }
  | { readonly kind: 'length'; readonly length: number | null }
  | { readonly kind: 'contains'; readonly key: Value; readonly contains: boolean }
  | { readonly kind: 'no-attribute'; readonly name: string }
  | { readonly kind: 'keys'; readonly value: Value }
  | { readonly kind: 'iterator'; readonly values: readonly Value[] }
  | {
      readonly kind: 'tensor'
      readonly value: TensorValue
      readonly pytype: PyClass | null
      readonly dispatchKeys: bigint
      readonly size: readonly (bigint | null)[]
      readonly stride: readonly (bigint | null)[]
      /** Where it is not that of the value. */
      readonly requiresGrad?: boolean
    }
  /** `applied`: as the thread sees them that the guard is built in. */
  | { readonly kind: 'dispatch-keys'; readonly raw: bigint; readonly applied: bigint }
  | {
      readonly kind: 'markings'
      readonly absent: readonly string[]
      /** Markings that the tensor had itself; a loaded guard knows of none. */
      readonly allowed?: readonly Allowed[]
      /** Attributes that are compared where a marking is present, by their repr. */
      readonly dependent?: readonly { readonly name: string; readonly on: string; readonly text: string }[]
    }
  | { readonly kind: 'global-state'; readonly json: string | null }
  | { readonly kind: 'mode-stack'; readonly modes: readonly Value[] }
  | { readonly kind: 'default-device'; readonly device: Value | null }
  | { readonly kind: 'dual-level'; readonly level: bigint }
  | { readonly kind: 'aliasing'; readonly sources: readonly string[]; readonly same: boolean }
  | {
      readonly kind: 'storage-overlap'
      readonly overlapping: readonly string[]
      readonly nonOverlapping: readonly string[]
    }
  | { readonly kind: 'expressions'; readonly exprs: readonly string[] }
  /** The functorch interpreters, as get_state() of each prints; null where a layer could not be read. */
  | { readonly kind: 'functorch-stack'; readonly states: string | null }
  /** Whether default hooks on saved tensors are set: none are in a process that loads. */
  | { readonly kind: 'saved-tensors-hooks' }
  /** `__tensor_flatten__()[1]` of a subclass, or the spec of a DTensor, of the value it was saved with. */
  | { readonly kind: 'metadata'; readonly of: 'subclass' | 'dtensor'; readonly value: Value }
  /** A Python callable: what it tests is in the code part. */
  | { readonly kind: 'callable' }

/** A marking that may name these dimensions; `text` is their set as Python prints it. */
export interface Allowed {
  readonly name: string
  readonly dims: ReadonlySet<bigint>
  readonly text: string
}

/** A leaf guard. A relational one is a single object that stands in several managers. */
export interface LeafGuard {
  /** torch's class: `TYPE_MATCH`, `LAMBDA_GUARD`... */
  readonly cls: LeafClass
  /** verbose_code_parts(): what torch prints. */
  readonly parts: readonly string[]
  /** The parts before the user's code was added. */
  readonly code: readonly string[]
  readonly guard: Guard | null
  readonly relational: boolean
  readonly expected: Expectation
}

export interface Child {
  readonly accessor: Accessor
  readonly manager: GuardManager
}

export interface KeyValue {
  key: GuardManager | null
  value: GuardManager | null
}

/** RootGuardManager, GuardManager or DictGuardManager. */
export class GuardManager {
  readonly leaves: LeafGuard[] = []
  /** Leaves that were not added: one of their class stands there already. */
  readonly refused: LeafGuard[] = []
  readonly children: Child[] = []
  /** A DictGuardManager's pairs by index; null until it has one. */
  pairs: Map<number, KeyValue> | null = null
  /** Null where the file does not tell. */
  tagSafe: boolean | null = false
  tagSafeRoot: boolean | null = false
  hasObjectAliasing = false
  /** Children by key and source, once there are more than a scan finds as fast. */
  private byKey: Map<string, GuardManager> | null = null

  constructor(
    readonly cls: 'RootGuardManager' | 'GuardManager' | 'DictGuardManager',
    /** Its source's name, empty at the root. */
    readonly source: string,
    readonly origin: Source | null,
    /** The example value it was made with; null at the root. */
    public value: Value | null,
    /** The class torch prints for it; null where it is not known. */
    readonly type: PyClass | null,
  ) {}

  /** The child behind an accessor, made on first use (GuardManager::get_child_manager). */
  child(accessor: Accessor, source: string, make: () => GuardManager): GuardManager {
    let manager = this.find(accessor.key, source)
    if (manager === undefined) {
      manager = make()
      this.children.push({ accessor, manager })
      this.byKey?.set(`${accessor.key}\u0000${source}`, manager)
    }
    return manager
  }

  private find(key: string, source: string): GuardManager | undefined {
    if (this.children.length < FEW)
      return this.children.find((c) => c.accessor.key === key && c.manager.source === source)?.manager
    this.byKey ??= new Map(this.children.map((c) => [`${c.accessor.key}\u0000${c.manager.source}`, c.manager]))
    return this.byKey.get(`${key}\u0000${source}`)
  }

  /** The pair at an index of a DictGuardManager. */
  pair(index: number): KeyValue {
    this.pairs ??= new Map()
    let pair = this.pairs.get(index)
    if (pair === undefined) {
      pair = { key: null, value: null }
      this.pairs.set(index, pair)
    }
    return pair
  }

  /**
   * Adds a leaf. Classes that guards.cpp adds through SKIP_IF_GUARD_ALREADY_PRESENT stand once in a manager, and a
   * DictGuardManager drops the checks of type and length that it makes itself.
   */
  add(leaf: LeafGuard): void {
    const ownCheck = this.cls === 'DictGuardManager' && (leaf.cls === 'TYPE_MATCH' || leaf.cls === 'DICT_LENGTH')
    const isThere = ONCE.has(leaf.cls) && this.leaves.some((other) => other.cls === leaf.cls)
    const list = ownCheck || isThere ? this.refused : this.leaves
    list.push(leaf)
  }
}

const FEW = 12

const ONCE: ReadonlySet<LeafClass> = new Set([
  'TYPE_MATCH',
  'ID_MATCH',
  'NONE_MATCH',
  'TRUE_MATCH',
  'FALSE_MATCH',
  'EQUALS_MATCH',
  'LENGTH_CHECK',
  'DICT_LENGTH',
  'TUPLE_ITERATOR_LEN',
  'RANGE_ITERATOR_MATCH',
  'NOT_NONE',
  'MAPPING_KEYS_MATCH',
  'DISPATCH_KEY_SET_MATCH',
  'DICT_VERSION',
  'TENSOR_MATCH',
  'FAKE_SCRIPT_TYPE_MATCH',
])

/** A guard that could not be built, in torch's words where they are known: loading the blob would fail there. */
export interface BuildProblem {
  readonly guard: Guard | null
  readonly message: string
}

/** The finished tree. */
export interface GuardTree {
  readonly root: GuardManager
  readonly epilogue: readonly LeafGuard[]
  readonly problems: readonly BuildProblem[]
}
