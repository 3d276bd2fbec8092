/** Why a function was compiled again: what each recompilation wants otherwise than those before it. */
import type { Difference } from '../../shared/diff'
import type { BuiltTree } from '../engine/build'
import { Checker, NEW_PROCESS } from '../engine/check/checker'
import { ownScenario } from '../engine/check/own-scenario'
import { readScenario } from '../engine/check/scenario'
import type { Tri } from '../engine/check/semantics'
import { diffDigests, isCertain } from './compare'
import { digestOf } from './digest'
import { sentencesOf } from './words'

/** One recompilation against one that was there before it. */
export interface Recompilation {
  /** `0/of` was compiled though `0/before` was there. */
  readonly of: number
  readonly before: number
  /** Whether `before` takes the call that `of` was compiled for, as far as the file holds it. */
  readonly check: Tri
  /** What refused it, in torch's words; empty where nothing did. */
  readonly refused: readonly string[]
  readonly differences: readonly Difference[]
  /** The differences of guards, in short. */
  readonly sentences: readonly string[]
}

/** Each recompilation of one function, in order, against each before it, the latest first. */
export function whyRecompiled(trees: readonly BuiltTree[]): Recompilation[] {
  const digests = trees.map((tree) => digestOf(tree))
  const checkers = trees.map((tree) => new Checker(tree, NEW_PROCESS))
  return trees.flatMap((tree, of) => {
    const call = ownScenario(tree)
    return Array.from({ length: of }, (_, i): Recompilation[] => {
      const before = of - 1 - i
      const [a, b, checker, earlier] = [digests[before], digests[of], checkers[before], trees[before]]
      if (a === undefined || b === undefined || checker === undefined || earlier === undefined) return []
      checker.unlearn()
      const info = checker.checkVerbose(readScenario(call, earlier.builder.classes))
      const differences = diffDigests(a, b).map(({ difference }) => difference)
      const sentences = differences.filter((one) => isCertain(one) && !isCount(one)).flatMap(sentencesOf)
      return [{ of, before, check: info.result, refused: info.verboseCodeParts, differences, sentences }]
    }).flat()
  })
}

/** Numbers of guards say nothing that the guards do not. */
function isCount(difference: Difference): boolean {
  return difference.kind === 'state' && difference.key.startsWith('guards ')
}
