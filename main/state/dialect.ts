/** What differs between the torch versions that write guards_state. */

export type TorchVersion = '2.8' | '2.9' | '2.10' | '2.11' | '2.12' | '2.13' | '2.14' | '2.15'
export const TORCH_VERSIONS: readonly TorchVersion[] = ['2.8', '2.9', '2.10', '2.11', '2.12', '2.13', '2.14', '2.15']

/** The marks in a blob that tell versions apart (nothing in the stream names torch); null where the blob cannot show one. */
export interface Marks {
  /** GuardsState.local_state */
  readonly localState: boolean
  /** GuardsSet.source_to_guards */
  readonly sourceToGuards: boolean
  /** OutputGraphGuardsState.global_state_guard */
  readonly globalStateGuard: boolean
  /** GuardsState.source_get_cache */
  readonly sourceGetCache: boolean
  /** Guard._force_dict_keys_match */
  readonly forceDictKeysMatch: boolean | null
  /** Guard._unserializable */
  readonly unserializable: boolean | null
  /** GuardsSet.inner is an OrderedSet, not a set */
  readonly orderedGuards: boolean
  /** A LocalSource has six fields, not four. */
  readonly longLocals: boolean | null
  /** OutputGraphGuardsState.compile_on_one_rank */
  readonly compileOnOneRank: boolean
}

const V2_8: Marks = {
  localState: false,
  sourceToGuards: false,
  globalStateGuard: false,
  sourceGetCache: false,
  forceDictKeysMatch: false,
  unserializable: false,
  orderedGuards: false,
  longLocals: false,
  compileOnOneRank: false,
}
const V2_9: Marks = { ...V2_8, globalStateGuard: true, unserializable: true }
const V2_11: Marks = { ...V2_9, orderedGuards: true }
const V2_12: Marks = { ...V2_11, sourceToGuards: true }
const V2_13: Marks = { ...V2_12, longLocals: true }
const V2_14: Marks = { ...V2_13, localState: true, forceDictKeysMatch: true }

const EXPECTED: Readonly<Record<TorchVersion, Marks>> = {
  '2.8': V2_8,
  '2.9': V2_9,
  '2.10': { ...V2_11, sourceGetCache: true },
  '2.11': V2_11,
  '2.12': V2_12,
  '2.13': V2_13,
  '2.14': V2_14,
  '2.15': { ...V2_14, compileOnOneRank: true },
}

/** The version whose marks a blob carries, and whether all of them fit. */
export function detectVersion(marks: Marks): { readonly version: TorchVersion; readonly exact: boolean } {
  let best: TorchVersion = '2.15'
  let bestScore = -1
  for (const version of TORCH_VERSIONS) {
    const expected = EXPECTED[version]
    let score = 0
    for (const key of Object.keys(expected) as (keyof Marks)[]) {
      if (marks[key] === null || marks[key] === expected[key]) score++
    }
    if (score >= bestScore) {
      best = version
      bestScore = score
    }
  }
  return { version: best, exact: bestScore === Object.keys(EXPECTED[best]).length }
}
