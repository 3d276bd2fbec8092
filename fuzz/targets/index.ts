/** All readers that are fuzzed. */
import type { Seeds } from '../seeds'
import type { Target } from '../target'
import { documents, trees } from './blobs'
import { containers } from './containers'
import { edits, scenarios, texts } from './edits'
import { kept } from './kept'
import { live } from './live'
import { printedTrees, recordings, traces } from './logs'
import { pickle } from './pickle'
import { expressions, literals } from './python'

const ALL: readonly ((seeds: Seeds) => Target)[] = [
  pickle,
  containers,
  trees,
  documents,
  expressions,
  literals,
  texts,
  edits,
  scenarios,
  traces,
  printedTrees,
  recordings,
  kept,
  live,
]

export const targetsOf = (seeds: Seeds): readonly Target[] => ALL.map((make) => make(seeds))
