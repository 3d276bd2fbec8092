/** What the rules of fp32 precision are made of: a version of torch is one such table, and the interpreter knows nothing else. */

/** `cuda.matmul` */
export type Cell = string

/** The raw value that torch keeps for a cell that was never set and has a default of its own; no setter restores it. */
export const DEFAULT = 'default'
/** Nothing is set: the parent decides. */
export const NONE = 'none'

export interface PrecisionRules {
  /** `2.13` */
  readonly torch: string
  /** In the order of torch's enum Float32Backend, whose numbers its errors show. */
  readonly backends: readonly Backend[]
  /** In the order of Float32Op. The first stands for all the others. */
  readonly ops: readonly string[]
  readonly precisions: readonly Precision[]
  readonly starts: readonly Start[]
  readonly attributes: readonly Attribute[]
  readonly flags: readonly LegacyFlag[]
  readonly matmul: MatmulSetting
  readonly readers: readonly Reader[]
  readonly guardKeys: readonly GuardKey[]
  readonly presets: readonly Preset[]
  readonly refusals: readonly Refusal[]
  /** What pybind says of arguments that are no strings; `{}` stands for them as Python shows them. */
  readonly notStrings: string
}

/** What a setter does not take. The first of the list that applies is what torch says. */
export interface Refusal {
  readonly of: 'backend' | 'op' | 'pair' | 'precision' | 'support' | 'cell'
  /** With `{backend}`, `{op}`, `{precision}`, the numbers `{backend#}` and `{op#}`, and `{taken}`: what the backend takes. */
  readonly text: string
  /** A warning, and the call has no effect; else an error. */
  readonly warns?: true
}

export interface Backend {
  readonly name: string
  readonly ops: readonly string[]
  /** Python that sets it as a whole, `{}` for the value; left out where an attribute does. */
  readonly set?: string
}

export interface Precision {
  readonly name: string
  /** Backends whose setters refuse it; where it is inherited they read none instead. */
  readonly refusedBy: readonly string[]
  /** The one cell that takes it. */
  readonly onlyIn?: Cell
  /** What is to be known where a cell is set to it. */
  readonly note?: string
}

/** A state that a process can begin in. */
export interface Start {
  /** The environment variable that makes it; empty for torch as it comes. */
  readonly env: string
  readonly cells: ReadonlyMap<Cell, string>
  readonly matmul: string
  readonly cudnn: boolean
  /** What a cell that is DEFAULT reads while no parent is set. */
  readonly fallback: string
}

export interface Attribute {
  readonly name: string
  /** The cell it reads; null for one that torch does not know. */
  readonly reads: Cell | null
  readonly writes: Cell | null
  /** How it misleads. */
  readonly trap: string
}

/** A legacy flag, such as torch.backends.cuda.matmul.allow_tf32. */
export interface LegacyFlag {
  readonly name: string
  /** As the TypeError of its setter calls it. */
  readonly setter: string
  /** What True and False bring about; null for a flag that this build of torch has no device for. */
  readonly effects: { readonly true: Effect; readonly false: Effect } | null
  /** What torch warns of, whatever is set. */
  readonly warning: string
}

export interface Effect {
  readonly matmul?: string
  readonly cudnn?: boolean
  readonly cells: readonly (readonly [cell: Cell, value: string])[]
}

export interface MatmulSetting {
  /** As torch's errors call the setter. */
  readonly setter: string
  readonly levels: ReadonlyMap<string, Effect>
  /** Warned of where the level is none of them; `{}` stands for it. */
  readonly warning: string
}

/** A legacy getter. */
export interface Reader {
  readonly name: string
  readonly reads: (legacy: { readonly matmul: string; readonly cudnn: boolean }) => string | boolean | null
  /** It raises where one of these holds. */
  readonly raises: readonly Conflict[]
  readonly message: string
}

/** A cell that reads otherwise than a legacy setting says. */
export interface Conflict {
  readonly cell: Cell
  readonly reads: { readonly is: string } | { readonly isNot: string }
  readonly matmul?: readonly string[]
  readonly cudnn?: boolean
}

/** A key of GlobalStateGuard that is one cell's doing. */
export interface GuardKey {
  readonly key: string
  readonly cell: Cell
  readonly holds: Holds
  /** What is compared of a state that was saved before there was this key; torch writes it still. */
  readonly formerly?: { readonly key: string; readonly holds: Holds }
}

/** What a guard holds for each value that its cell can read; null where the key is left out, which passes with nothing. */
export type Holds = ReadonlyMap<string, boolean | number | null>

export interface Preset {
  readonly name: string
  readonly label: string
  readonly about: string
  readonly to:
    | { readonly kind: 'start' }
    /** As torch.set_float32_matmul_precision leaves it. */
    | { readonly kind: 'level'; readonly level: string }
    /** The topmost cell alone is set; the legacy settings are those that agree with it. */
    | { readonly kind: 'top'; readonly value: string; readonly matmul: string; readonly cudnn: boolean }
}

export const cellOf = (backend: string, op: string): Cell => `${backend}.${op}`
