/** What differs between the torch versions that write guards_state. */

export type TorchVersion = '2.8' | '2.10' | '2.13' | '2.14'
export const TORCH_VERSIONS: readonly TorchVersion[] = ['2.8', '2.10', '2.13', '2.14']

/** The marks in a blob that tell versions apart (nothing in the stream names torch). */
export interface Marks {
  /** GuardsState.local_state */
  readonly localState: boolean
  /** GuardsSet.source_to_guards */
  readonly sourceToGuards: boolean
  /** OutputGraphGuardsState.global_state_guard */
  readonly globalStateGuard: boolean
  /** GuardsState.source_get_cache */
  readonly sourceGetCache: boolean
  /** Guard._force_dict_keys_match; null where the blob holds no guard. */
  readonly forceDictKeysMatch: boolean | null
}

const EXPECTED: Readonly<Record<TorchVersion, Marks>> = {
  '2.8': {
    localState: false,
    sourceToGuards: false,
    globalStateGuard: false,
    sourceGetCache: false,
    forceDictKeysMatch: false,
  },
  '2.10': {
    localState: false,
    sourceToGuards: false,
    globalStateGuard: true,
    sourceGetCache: true,
    forceDictKeysMatch: false,
  },
  '2.13': {
    localState: false,
    sourceToGuards: true,
    globalStateGuard: true,
    sourceGetCache: false,
    forceDictKeysMatch: false,
  },
  '2.14': {
    localState: true,
    sourceToGuards: true,
    globalStateGuard: true,
    sourceGetCache: false,
    forceDictKeysMatch: true,
  },
}

/** The version whose marks a blob carries, and whether all of them fit. */
export function detectVersion(marks: Marks): { readonly version: TorchVersion; readonly exact: boolean } {
  let best: TorchVersion = '2.14'
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
