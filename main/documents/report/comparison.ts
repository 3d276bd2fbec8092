/** What a report says of the blobs of a file against those of another. */
import type { Difference } from '../../../shared/diff'
import type { BlobInfo } from '../../../shared/document'
import { diffDigests, isCertain } from '../../diff/compare'
import type { TreeDigest } from '../../diff/digest'
import { functionsIn, whyRecompiled } from '../../diff/recompiled'
import { wordsOf } from '../../diff/words'
import type { ReportComparison, ReportDifference, ReportRecompilation } from '../../report/model'
import { withoutCode } from '../../report/words'
import type { GuardDocument } from '../document'

/** A blob on one side. */
export interface ComparedSide {
  readonly blob: number
  readonly digest: TreeDigest
}

export interface ComparedPair {
  readonly title: string
  readonly before: ComparedSide | null
  readonly after: ComparedSide | null
  /** What the same bytes do not tell is the same all the same. */
  readonly identical: boolean
}

export interface Against {
  /** The file that comes before. */
  readonly path: string
  readonly pairs: readonly ComparedPair[]
}

/** `withStacks`: with guards of which the line of the user's code alone differs. */
export function comparisonPart({ path, pairs }: Against, withStacks: boolean): ReportComparison {
  const compared = pairs.map(({ title, before, after, identical }) => ({
    before: before?.blob ?? null,
    after: after?.blob ?? null,
    title,
    guards_before: before === null ? null : guardsIn(before.digest),
    guards_after: after === null ? null : guardsIn(after.digest),
    differences:
      before === null || after === null || identical
        ? []
        : diffDigests(before.digest, after.digest)
            .filter(({ difference }) => withStacks || difference.kind !== 'text')
            .map(({ difference }) => differenceRow(difference)),
  }))
  const differs = compared.some(
    ({ before, after, differences }) => before === null || after === null || differences.some(({ certain }) => certain),
  )
  const isOpen = compared.some(({ differences }) => differences.some(({ kind }) => kind === 'unknown'))
  return { against: path, same: differs ? false : isOpen ? 'unknown' : true, pairs: compared }
}

/** As many as the blob holds: the digest counts them by kind. */
export function guardsIn({ state }: TreeDigest): number {
  return state.rows.reduce((sum, { name, value }) => (name.startsWith('guards ') ? sum + Number(value) : sum), 0)
}

function differenceRow(difference: Difference): ReportDifference {
  const { source, guard, what } = wordsOf(difference)
  return { kind: difference.kind, change: changeOf(difference), source, guard, what, certain: isCertain(difference) }
}

function changeOf(difference: Difference): ReportDifference['change'] {
  if ('change' in difference) return difference.change
  const { kind } = difference
  return kind === 'removed' || kind === 'added' || kind === 'unknown' ? kind : 'changed'
}

/** Why the functions of a file were compiled again. */
export function recompilationsPart(
  document: GuardDocument,
  blobs: readonly BlobInfo[],
  withStacks: boolean,
): ReportRecompilation[] {
  return functionsIn(blobs).flatMap(({ name, blobs: compiled }) =>
    whyRecompiled(compiled.map(({ index }) => document.tree(index))).map((one) => ({
      function: name,
      of: compiled[one.of]?.recompilation ?? one.of,
      before: compiled[one.before]?.recompilation ?? one.before,
      check: one.check ?? ('unknown' as const),
      refused: withStacks ? one.refused : one.refused.map(withoutCode),
      explained: one.explained.map((row) => ({ ...row, same: row.same ?? ('unknown' as const) })),
      unknown: one.unknown,
      sentences: one.sentences,
    })),
  )
}
