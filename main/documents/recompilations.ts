/** Why the function of a blob was compiled again, for the window: each refusal with its place in the tree. */
import type { Compilation, Recompilations, Recompiled } from '../../shared/recompilations'
import { functionsIn, whyRecompiled } from '../diff/recompiled'
import type { Failure } from '../engine/check/checker/debug-info'
import { answerOf } from './before-saving'
import type { GuardDocument } from './document'

/** What two blobs want otherwise is listed in full where they are compared. */
const MOST_SENTENCES = 6

export function recompilationsOf(document: GuardDocument, blob: number): Recompilations {
  const of = functionsIn(document.info.blobs).find(({ blobs }) => blobs.some(({ index }) => index === blob))
  const name = document.info.blobs.find(({ index }) => index === blob)?.function ?? ''
  if (of === undefined) return { function: name, compilations: 1, recompiled: [] }
  const compilations = of.blobs.map(({ index, recompilation }): Compilation => ({
    blob: index,
    number: recompilation,
  }))
  const found = whyRecompiled(compilations.map((one) => document.tree(one.blob)))
  const recompiled = compilations.slice(1).map((later, i): Recompiled => ({
    of: later,
    refusals: found.flatMap(({ of: number, before, check, failed, sentences, refused, explained, unknown }) => {
      const earlier = compilations[before]
      if (number !== i + 1 || earlier === undefined) return []
      return {
        before: earlier,
        check: answerOf(check),
        refused,
        guard: failed === null ? '' : (failed.leaf?.cls ?? failed.manager.cls),
        source: failed?.manager.source ?? '',
        node: failed === null ? null : nodeOf(document, earlier.blob, failed),
        explained,
        unknown,
        sentences: sentences.slice(0, MOST_SENTENCES),
        count: sentences.length,
      }
    }),
  }))
  return { function: of.name, compilations: compilations.length, recompiled }
}

function nodeOf(document: GuardDocument, blob: number, { leaf, manager }: Failure): number | null {
  const at = document
    .nodes(blob)
    .findIndex((node) =>
      leaf === null
        ? !('leaf' in node) && node.kind !== 'pair' && node.manager === manager
        : 'leaf' in node && node.leaf === leaf && node.manager === manager,
    )
  return at < 0 ? null : at
}
