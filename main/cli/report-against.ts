/** What `report` compares a file with, and the checks that a build asks for. */
import type { BlobInfo } from '../../shared/document'
import { digestOf, type TreeDigest } from '../diff/digest'
import { pairsOf } from '../diff/pairs'
import { examineBlob, examineFile } from '../documents/doctor'
import type { GuardDocument } from '../documents/document'
import { type Against, guardsIn } from '../documents/report/comparison'
import { blobTitle, type ReportedFile } from '../documents/report/report'
import { checkAll, CheckNotPossible, type FailOn } from '../report/fail-on'
import type { ReportCheck, SummaryRow } from '../report/model'
import { CommandError, type CommandInput } from './command'
import { about, blobPlace, chosenBlobs, openFile } from './open'

/** The blobs of the file beside those of `--against`; null without one. */
export function pairsAgainst(
  values: CommandInput['values'],
  { document, bytes, path }: ReportedFile & { readonly bytes: Uint8Array },
  blobs: readonly BlobInfo[],
): Against | null {
  const against = values['against']
  if (typeof against !== 'string') return null
  const other = openFile(against)
  const theirs = chosenBlobs(against, other.document.info.blobs, values['against-blob'])
  if (theirs.length > 1 && blobs.length === 1 && document.info.blobs.length === 1)
    throw new CommandError(`${against}: holds ${theirs.length} blobs: --against-blob N picks the one to compare with`)
  const side = (of: GuardDocument, name: string, blob: BlobInfo | null) =>
    blob === null
      ? null
      : { blob: blob.index, digest: about(blobPlace(name, blob), () => digestOf(of.tree(blob.index))) }
  const same = Buffer.compare(bytes, other.bytes) === 0
  const pairs = pairsOf(theirs, blobs).map(({ a, b }) => ({
    title: blobTitle(b ?? a ?? NO_BLOB),
    before: side(other.document, against, a),
    after: side(document, path, b),
    identical: same || isSameBlob(other.document, a, document, b),
  }))
  return { path: against, pairs }
}

const NO_BLOB: BlobInfo = { index: 0, path: '', function: '', recompilation: -1, offset: 0, length: 0, locals: null }

function isSameBlob(a: GuardDocument, from: BlobInfo | null, b: GuardDocument, to: BlobInfo | null): boolean {
  const [before, after] = [a.container.blobs[from?.index ?? -1]?.bytes, b.container.blobs[to?.index ?? -1]?.bytes]
  return before !== undefined && after !== undefined && Buffer.compare(before, after) === 0
}

export function checked(
  failOn: readonly FailOn[],
  { document, blobs, torch, path }: ReportedFile,
  summary: readonly SummaryRow[],
  against: Against | null,
): readonly ReportCheck[] {
  const titleOf = (blob: BlobInfo): string => (document.info.blobs.length === 1 ? path : `${path}: ${blobTitle(blob)}`)
  const titles = new Map(blobs.map((blob) => [blob.index, titleOf(blob)]))
  const errors = new Map(
    summary.flatMap(({ blob, errors: n }) => {
      if (n === 0) return []
      const found = [...examineFile(document, blob), ...examineBlob(document, blob, torch)]
      return [[blob, found.filter(({ severity }) => severity === 'error').map(({ message }) => message)] as const]
    }),
  )
  const guards = (digest: TreeDigest | undefined): number => (digest === undefined ? 0 : guardsIn(digest))
  const pairs = against?.pairs.map(({ title, before, after, identical }) => ({
    title: after === null ? `${path}: ${title}` : (titles.get(after.blob) ?? title),
    before: before?.digest ?? null,
    after: after?.digest ?? null,
    guardsBefore: guards(before?.digest),
    guardsAfter: guards(after?.digest),
    identical,
  }))
  try {
    return checkAll(failOn, { summary, titles, errors, pairs: pairs ?? null })
  } catch (error) {
    throw error instanceof CheckNotPossible ? new CommandError(error.message) : error
  }
}
