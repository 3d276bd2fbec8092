/** Why a function was compiled again: what each recompilation wants otherwise than those before it. */
import type { Difference } from '../../shared/diff'
import type { BlobInfo } from '../../shared/document'
import type { ExplainedRow } from '../../shared/replay'
import type { BuiltTree } from '../engine/build'
import { Checker } from '../engine/check/checker'
import type { Failure } from '../engine/check/checker/debug-info'
import { explain } from '../engine/check/explain'
import { NEW_PROCESS } from '../engine/check/loading-process'
import type { Tri } from '../engine/check/semantics'
import { diffDigests, isCertain } from './compare'
import { digestOf } from './digest'
import { savedCall } from './saved-call'
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
  /** The guard of `before` that refused it; null where none did. */
  readonly failed: Failure | null
  /** What that guard wants against what came, part by part. */
  readonly explained: readonly ExplainedRow[]
  /** What may have refused it before that, for all the file tells. */
  readonly unknown: readonly string[]
  readonly differences: readonly Difference[]
  /** The differences of guards, in short. */
  readonly sentences: readonly string[]
}

/** Each recompilation of one function, in order, against each before it, the latest first. */
export function whyRecompiled(trees: readonly BuiltTree[]): Recompilation[] {
  const digests = trees.map((tree) => digestOf(tree))
  const checkers = trees.map((tree) => new Checker(tree, NEW_PROCESS))
  return trees.flatMap((tree, of) => {
    return Array.from({ length: of }, (_, i): Recompilation[] => {
      const before = of - 1 - i
      const [a, b, checker, earlier] = [digests[before], digests[of], checkers[before], trees[before]]
      if (a === undefined || b === undefined || checker === undefined || earlier === undefined) return []
      checker.unlearn()
      const call = savedCall(tree, earlier)
      const info = checker.checkVerbose(call)
      const unknown = info.unknown.map(({ source, reason }) => (source === '' ? reason : source))
      const differences = diffDigests(a, b).map(({ difference }) => difference)
      const sentences = differences.filter((one) => isCertain(one) && !isCount(one)).flatMap(sentencesOf)
      const { result: check, verboseCodeParts: refused, failed } = info
      const explained = failed === null ? [] : explain(earlier, failed, call, null)
      return [{ of, before, check, refused, failed, explained, unknown: [...new Set(unknown)], differences, sentences }]
    }).flat()
  })
}

/** Numbers of guards say nothing that the guards do not. */
function isCount(difference: Difference): boolean {
  return difference.kind === 'state' && difference.key.startsWith('guards ')
}

/** A function that a file holds compiled, once or several times. */
export interface CompiledFunction {
  readonly name: string
  /** Where in the container. */
  readonly path: string
  /** In the order in which they were compiled. */
  readonly blobs: readonly BlobInfo[]
}

/** Blobs of one code object each; those of which a container does not say when they were compiled belong to none. */
export function functionsIn(blobs: readonly BlobInfo[]): readonly CompiledFunction[] {
  const groups = new Map<string, { readonly name: string; readonly path: string; readonly blobs: BlobInfo[] }>()
  for (const blob of blobs) {
    if (blob.recompilation < 0) continue
    const path = blob.path.replace(/\.?guarded_codes\[\d+\].*$/, '')
    const key = `${path}\u0000${blob.function}`
    const group = groups.get(key) ?? { name: blob.function, path, blobs: [] }
    groups.set(key, group)
    group.blobs.push(blob)
  }
  return [...groups.values()].map((group) => ({
    ...group,
    blobs: group.blobs.sort((x, y) => x.recompilation - y.recompilation),
  }))
}
