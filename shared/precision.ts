/** The fp32 precision settings of a process: what they are, how they read, and what a change of them does. */

/** A value of an attribute or a setter, as JSON has it. */
export type PrecisionValue = string | number | boolean | null

/** What torch holds, and what is read is made from; a state is all that a question needs. */
export interface PrecisionState {
  /** The torch whose rules hold, such as `2.13`. */
  readonly torch: string
  /** What each cell is set to: `cuda.matmul` to `tf32`; `none` where nothing is. */
  readonly cells: { readonly [cell: string]: string }
  /** What torch.set_float32_matmul_precision was last given, or stands for. */
  readonly matmul: string
  /** The legacy flag of torch.backends.cudnn.allow_tf32. */
  readonly cudnn: boolean
  /** Attributes that torch does not know, which an assignment has left on a module. */
  readonly stray: { readonly [attribute: string]: PrecisionValue }
}

/** One call or assignment, in the terms of a recording. */
export type PrecisionAction =
  | { readonly kind: 'node'; readonly backend: string; readonly op: string; readonly value: PrecisionValue }
  | { readonly kind: 'attribute'; readonly name: string; readonly value: PrecisionValue }
  | { readonly kind: 'legacy'; readonly name: string; readonly value: PrecisionValue }
  | { readonly kind: 'matmul'; readonly value: PrecisionValue }

/** A step that can be previewed: an action, or a whole state to come to. */
export type PrecisionChange =
  | { readonly kind: 'act'; readonly action: PrecisionAction }
  | { readonly kind: 'preset'; readonly name: string }

/** What a getter or a setter comes to. */
export type PrecisionOutcome = { readonly value: PrecisionValue } | { readonly error: string; readonly message: string }

/** Where the value of a node comes from. */
export type PrecisionOrigin =
  | { readonly from: 'set' }
  /** Of an ancestor. */
  | { readonly from: 'ancestor'; readonly cell: string }
  /** torch's own default, which holds until a parent is set. */
  | { readonly from: 'default' }
  | { readonly from: 'nowhere' }

/** Whether a guard sees what a node does: all of it, some of what inherits from it, nothing. */
export type GuardedBy = 'whole' | 'part' | 'none'

export interface PrecisionChoice {
  readonly value: string
  /** Why torch does not take it here; null where it does. */
  readonly refused: string | null
}

export interface PrecisionNode {
  /** `generic.all`, `cuda.matmul` */
  readonly cell: string
  /** `generic`, `cuda`, `cuda.matmul` */
  readonly name: string
  readonly parent: string | null
  readonly raw: string
  /** What torch's getter says. */
  readonly value: string
  readonly origin: PrecisionOrigin
  /** What is not as it looks, and why. */
  readonly notes: readonly string[]
  readonly guarded: GuardedBy
  readonly choices: readonly PrecisionChoice[]
  /** The Python that writes this node, without the value. */
  readonly python: string
}

export interface PrecisionAttribute {
  readonly name: string
  readonly reads: PrecisionOutcome
  /** How it misleads; empty where it does not. */
  readonly trap: string
}

export interface LegacyReader {
  readonly name: string
  readonly reads: PrecisionOutcome
  /** Why it raises; empty where it does not. */
  readonly why: string
  /** The page that torch's text names; empty where it names none. */
  readonly page: string
}

/** What a GLOBAL_STATE guard holds under a key. */
export interface PrecisionHeld {
  /** What the cell of the key reads. */
  readonly reads: string
  /** Null where the rules do not say what is held for that. */
  readonly value: boolean | number | null
}

/** A key of the GLOBAL_STATE guard that these settings decide. */
export interface PrecisionGuardKey extends PrecisionHeld {
  readonly key: string
  readonly cell: string
  /** For each value that the cell can read. */
  readonly holds: readonly PrecisionHeld[]
}

export interface PrecisionPreset {
  readonly name: string
  readonly label: string
  readonly about: string
}

/** All that can be read of a state. */
export interface PrecisionReading {
  readonly state: PrecisionState
  readonly nodes: readonly PrecisionNode[]
  readonly attributes: readonly PrecisionAttribute[]
  readonly legacy: readonly LegacyReader[]
  readonly guardKeys: readonly PrecisionGuardKey[]
  readonly presets: readonly PrecisionPreset[]
  /** The versions whose rules are known. */
  readonly versions: readonly string[]
}

export interface ChangedNode {
  readonly cell: string
  readonly name: string
  readonly before: { readonly raw: string; readonly value: string }
  readonly after: { readonly raw: string; readonly value: string }
}

export interface ChangedReader {
  readonly name: string
  readonly change: 'raises' | 'recovers' | 'reads'
  readonly before: PrecisionOutcome
  readonly after: PrecisionOutcome
  readonly why: string
  readonly page: string
}

/** Lines of Python that bring a process from one state to another. */
export interface PrecisionPython {
  readonly lines: readonly string[]
  /** What they cannot bring about. */
  readonly notes: readonly string[]
}

/** What a change would do. */
export interface PrecisionPreview {
  /** Such as `cuda.matmul = tf32`. */
  readonly title: string
  readonly after: PrecisionReading
  /** What the call itself comes to. */
  readonly result: PrecisionOutcome
  /** What torch would warn of; empty where it does not. */
  readonly warning: string
  readonly nodes: readonly ChangedNode[]
  readonly legacy: readonly ChangedReader[]
  readonly guardKeys: readonly { readonly key: string; readonly before: PrecisionHeld; readonly after: PrecisionHeld }[]
  readonly python: PrecisionPython
}

/**
 * What a change does to code that was compiled before.
 * `recompiles`: its guard fails at the next call. `silent`: no guard fails, and the code keeps running as it was compiled.
 * `accepts`: its guard fails now, and would pass. `fails`: it fails now and would then. `same`: nothing it could see or
 * not see changes. `unknown`: the blob does not say.
 */
export type BlobEffect = 'recompiles' | 'silent' | 'accepts' | 'fails' | 'same' | 'unknown'

export interface BlobCoverage {
  readonly document: string
  readonly blob: number
  readonly effect: BlobEffect
  readonly why: string
}
