/** The report that the window asks a document's thread for. */
import type { Profile } from '../../../shared/overhead'
import type { BlobInfo } from '../../../shared/document'
import { renderReport } from '../../report/render'
import { blobDigest } from '../blob-diff'
import type { GuardDocument } from '../document'
import type { ReportQuestion } from '../protocol'
import type { Against } from './comparison'
import { blobTitle, makeReport } from './report'

/** `profileOf`: what was measured of a blob as it stands. */
export function reportText(
  document: GuardDocument,
  { path, ask, against, precision }: ReportQuestion,
  profileOf: (blob: number) => Profile | null,
): string {
  const { options, format, scenarios } = ask
  const all = document.info.blobs
  const blobs = ask.blob === null ? all : all.filter(({ index }) => index === ask.blob)
  const [first] = blobs
  const measured = blobs.flatMap(({ index }) => {
    const profile = options.parts.includes('profile') ? profileOf(index) : null
    return profile === null ? [] : [[index, profile] as const]
  })
  const report = makeReport({
    options,
    file: { document, path, blobs, torch: null },
    notes: ask.edited ? [{ severity: 'note', message: 'told of with its edits, which are not saved' }] : [],
    profiles: new Map(measured),
    ...(precision === null ? {} : { precision }),
    ...(scenarios.length === 0
      ? {}
      : { scenarios: { name: 'the replay', texts: scenarios, options: () => ({ guardState: null }) } }),
    ...(against === null || first === undefined ? {} : { against: pairWith(document, first, against) }),
  })
  return renderReport(report, format, options.theme)
}

function pairWith(document: GuardDocument, blob: BlobInfo, against: NonNullable<ReportQuestion['against']>): Against {
  return {
    path: against.path,
    pairs: [
      {
        title: blobTitle(blob),
        before: { blob: against.blob, digest: against.digest },
        after: { blob: blob.index, digest: blobDigest(document, blob.index) },
        identical: false,
      },
    ],
  }
}
