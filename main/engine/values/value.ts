/** Python values as guards see them: what a blob's scopes and a replayed scenario both turn into. */
import type { PickleNode } from '../../pickle/node'

/** A class. `name` is `module.qualname`; `qualname` may hold dots (`Outer.Inner`); `printed` what `<class '...'>` holds (builtins lose their module). */
export interface PyClass {
  readonly kind: 'class'
  readonly name: string
  readonly qualname: string
  readonly printed: string
  /** Qualified names of the bases in order, itself first; null where nothing here knows them. */
  readonly mro: readonly string[] | null
  /** Printed type of the class itself (`type`, `enum.EnumType`), if known. */
  readonly metaclass: string | null
  /** A subclass of enum.Flag. */
  readonly isFlag: boolean
  readonly reads?: Attrs
  readonly lacks?: ReadonlySet<string>
  readonly equalsNothing?: boolean
}

/** Attributes by name; a Map is one. */
export interface Attrs extends Iterable<readonly [string, Value]> {
  get(name: string): Value | undefined
  has(name: string): boolean
  readonly size: number
}

interface Common {
  /** The class of the value; null where it cannot be known. */
  readonly type: PyClass | null
  /** Where in the blob it stands; null where it was derived. */
  readonly node: PickleNode | null
  /** What a scenario says that `getattr` gives beside the attributes of its own. */
  readonly reads?: Attrs
  /** Names that a scenario says it does not have. */
  readonly lacks?: ReadonlySet<string>
  /** A scenario says that its class leaves `__eq__` to `object`. */
  readonly equalsNothing?: boolean
}

export type Scalar =
  | (Common & { readonly kind: 'none' | 'ellipsis' })
  | (Common & { readonly kind: 'bool'; readonly value: boolean })
  | (Common & { readonly kind: 'int'; readonly value: bigint })
  | (Common & { readonly kind: 'float'; readonly value: number })
  | (Common & { readonly kind: 'complex'; readonly re: number; readonly im: number })
  | (Common & { readonly kind: 'str'; readonly value: string })
  | (Common & { readonly kind: 'bytes' | 'bytearray'; readonly value: Uint8Array })
  /** `name` as repr prints it: `torch.float32`, `torch.strided`. */
  | (Common & { readonly kind: 'constant'; readonly name: string })
  | (Common & { readonly kind: 'device'; readonly device: string; readonly index: bigint | null })
  | (Common & { readonly kind: 'dispatch-key-set'; readonly raw: bigint })

/** list, tuple, deque and their subclasses. `base` is the built-in it derives from. */
export interface SequenceValue extends Common {
  readonly kind: 'sequence'
  readonly base: 'list' | 'tuple' | 'deque'
  readonly items: readonly Value[]
  readonly attrs: Attrs
}
/** dict, its subclasses, and mappingproxy; `keys` only views. */
export interface DictValue extends Common {
  readonly kind: 'dict'
  readonly base: 'dict' | 'mappingproxy' | 'dict_keys'
  readonly entries: readonly (readonly [Value, Value])[]
  readonly attrs: Attrs
  /** Its version tag, where a scenario gives it. */
  readonly version?: string
}
export interface SetValue extends Common {
  readonly kind: 'set'
  readonly base: 'set' | 'frozenset'
  readonly items: readonly Value[]
}
export interface RangeValue extends Common {
  readonly kind: 'range' | 'slice'
  readonly start: Value
  readonly stop: Value
  readonly step: Value
}
/** An instance of a class; an nn.Module is one. `args` are what its constructor was given, where the pickle says. */
export interface ObjectValue extends Common {
  readonly kind: 'object'
  readonly attrs: Attrs
  readonly args: readonly Value[]
  readonly isModule: boolean
  /** The built-in value an instance of a subclass of int, str, float... carries. */
  readonly scalar: Scalar | null
  /** What `len` gives, where a scenario says so. */
  readonly length?: number
}
export interface TensorValue extends Common {
  readonly kind: 'tensor'
  /** `pytype` of a FakeTensor: the class the guard expects. */
  readonly pytype: PyClass | null
  readonly dtype: string
  readonly device: Value | null
  readonly size: readonly (bigint | null)[]
  readonly stride: readonly (bigint | null)[]
  readonly requiresGrad: boolean
  readonly dispatchKeys: bigint | null
  readonly grad: Value | null
  /** Inner tensors of a wrapper subclass by name, and its context. */
  readonly inner: ReadonlyMap<string, Value>
  readonly context: Value | null
  readonly attrs: Attrs
  readonly wrapper: boolean
  /** `torch.strided`, `torch.sparse_coo`...; null where the file does not say. */
  readonly layout: string | null
  /** Which storage it looks at: tensors with the same number share one. Null where that is not known, as in every blob. */
  readonly storage: number | null
  /** In elements. */
  readonly storageOffset: bigint | null
  /** Size and stride as numbers, where each is one exactly: checks compare these first. */
  readonly dims?: { readonly size: readonly number[]; readonly stride: readonly number[] }
}
/** A function known by name, or one that carries its code, defaults and closure. */
export interface FunctionValue extends Common {
  readonly kind: 'function'
  /** `module.qualname`. */
  readonly name: string
  readonly qualname: string
  /** What repr prints, without an id, where known (`<built-in function len>`). */
  readonly repr: string | null
  readonly defaults: readonly Value[] | null
  readonly closure: readonly Value[] | null
  /** `__kwdefaults__` where it is known. */
  readonly kwdefaults?: Value | null
  readonly code: Value | null
  /** What a function that the file rebuilds by value has under a name, `__dict__` included; null where it gives none. */
  readonly part?: (name: string) => Value | null
  /** Only its name is known: it may be anything that a module holds. */
  readonly guessed: boolean
}
export interface ModuleValue extends Common {
  readonly kind: 'pymodule'
  readonly name: string
  /** What a scenario says of its attributes. */
  readonly attrs?: Attrs
  /** false: not the module that is imported under its name. */
  readonly imported?: boolean
}
export interface MethodValue extends Common {
  readonly kind: 'method'
  readonly func: Value
  readonly self: Value
}
export interface CellValue extends Common {
  readonly kind: 'cell'
  readonly contents: Value
  /** Nothing was ever put into it. */
  readonly empty?: boolean
}
export interface EnumValue extends Common {
  readonly kind: 'enum'
  readonly value: Value | null
  readonly member: string | null
}
export interface IteratorValue extends Common {
  readonly kind: 'iterator'
  /** `values`: what is left; range: start, stop, step of what is left; count: item and step. */
  readonly values: readonly Value[]
  /** Of a list_reverseiterator the list that it goes through, from its end. */
  readonly over?: Value
}
/** A weak reference that is alive. */
export interface WeakRefValue extends Common {
  readonly kind: 'weakref'
  readonly target: Value
}
/** A placeholder torch itself saved for a value no guard looked at. */
export interface MissingValue extends Common {
  readonly kind: 'missing'
  readonly reason: string
}
/** A value of which only the type is known, or nothing at all. */
export interface UnknownValue extends Common {
  readonly kind: 'unknown'
  readonly why: string
  readonly repr: string | null
  /** What `len` gives, where a scenario says so. */
  readonly length?: number
  /** An object that a scenario describes no further: it is no other that the scenario describes. */
  readonly described?: boolean
  /** Under which name torch.ops offers it. */
  readonly operator?: string
}

export type Value =
  | Scalar
  | PyClass
  | SequenceValue
  | DictValue
  | SetValue
  | RangeValue
  | ObjectValue
  | TensorValue
  | FunctionValue
  | ModuleValue
  | MethodValue
  | CellValue
  | EnumValue
  | IteratorValue
  | MissingValue
  | WeakRefValue
  | UnknownValue

/** An operation Python would refuse, in Python's words: `AttributeError: ...`, `KeyError: ...`. */
export class PythonError extends Error {
  override readonly name = 'PythonError'
}
