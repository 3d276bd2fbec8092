/** The typed GuardsState: what a blob says, before any tree is built from it. */
import type { PickleNode } from '../pickle/node'
import type { TorchVersion } from './dialect'
import type { Fields } from './fields'
import type { Source, SourceReader } from './source'

/** A guard as the blob holds it (`torch._guards.Guard`). */
export interface Guard {
  readonly node: PickleNode
  /** `originating_source`; null where the blob holds something else. */
  readonly source: Source | null
  /** Name of the GuardBuilder method; `?` where the blob names something else. */
  readonly createFn: string
  /** Keywords of its functools.partial (`value`, `attr`, `key`, `source_b`...). */
  readonly keywords: Pick<Fields, 'get'>
  /** Every slot, by name, those this build does not know included. */
  readonly slots: Pick<Fields, 'get' | 'has'>
}

/** `ShapeCodeParts`: shape constraints as code. */
export interface ShapeCodeParts {
  readonly python: readonly string[]
  readonly verbose: readonly string[]
  /** Null where no C++ guard was saved. `sources`: the source of each symbol, in order. */
  readonly cpp: { readonly exprs: readonly string[]; readonly sources: readonly Source[] } | null
  readonly pythonFallback: boolean
}

/** `input_source_to_sizes_strides`: the expected sizes and strides of a tensor; null is any. */
export interface SizesStrides {
  readonly source: Source
  readonly size: readonly (bigint | null)[]
  readonly stride: readonly (bigint | null)[]
}

/** A guard of `_aotautograd_guards` (GuardEnvExpr). */
export type AotAutogradGuard =
  | { readonly kind: 'duplicate-inputs'; readonly a: Source; readonly b: Source }
  | {
      readonly kind: 'storage-overlap'
      readonly overlapping: readonly Source[]
      readonly nonOverlapping: readonly Source[]
    }

/** Something in the blob that this build does not know: kept, and shown as what it is. */
export interface UnknownPart {
  readonly path: string
  readonly node: PickleNode
}

export interface GuardsState {
  readonly version: TorchVersion
  /** False where the blob's fields are not exactly those of that version. */
  readonly exact: boolean
  readonly root: PickleNode
  /** In the order of the blob. */
  readonly guards: readonly Guard[]
  /** Dicts of name to example value. */
  readonly localScope: PickleNode | null
  readonly globalScope: PickleNode | null
  readonly torchFunctionModeStack: readonly PickleNode[]
  readonly guardOnKeyOrder: readonly Source[]
  readonly sizesStrides: readonly SizesStrides[]
  readonly dualLevel: bigint
  readonly functorchLayers: readonly PickleNode[]
  readonly currentDevice: PickleNode | null
  /** The JSON of `GlobalStateGuard.__getstate__()`; null where the version does not save it (2.8). */
  readonly globalState: string | null
  readonly aotautogradGuards: readonly AotAutogradGuard[]
  readonly export: boolean
  /** 2.15: a tensor's device index is that of the current device (torch.compiler's compile_on_one_rank). */
  readonly compileOnOneRank: boolean
  readonly shapeCodeParts: ShapeCodeParts | null
  /** 2.10: values by source name, used before the scopes. */
  readonly sourceGetCache: Fields
  /** 2.14: TLS dispatch state. */
  readonly localState: PickleNode | null
  readonly builtinsDictName: string
  readonly unknown: readonly UnknownPart[]
  /** Reads further sources of the graph: one Source for one node. */
  readonly sources: SourceReader
}
