/** A report in Markdown, for an issue or a pull request: as long as GitHub takes it, the trees cut where they must be. */
import type { Report } from '../model'
import { LEFT_OUT } from '../words'
import { blobParts, treePart } from './blob-parts'
import { plain } from './escape'
import { fileParts } from './file-parts'

/** What GitHub takes in one comment. */
const MOST = 65_536
/** For the frame around a tree. */
const MARGIN = 400

export function reportMarkdown(report: Report): string {
  const several = report.blobs.length > 1
  const head = [`# ${plain(report.title)}`, ...report.left_out.map((what) => LEFT_OUT[what]), ...fileParts(report)]
  const foot = `<sub>${plain(report.made_by)}, report version ${report.version}. Nothing of the file was executed to make this.</sub>`
  const blobs = report.blobs.map((blob) => [...(several ? [`## ${plain(blob.title)}`] : []), ...blobParts(blob)])
  const withoutTrees = [...head, ...blobs.flat(), foot].join('\n\n').length
  const trees = report.blobs.filter(({ tree }) => tree !== undefined).length
  const room = trees === 0 ? 0 : Math.max(0, Math.floor((MOST - withoutTrees) / trees) - MARGIN)
  const parts = report.blobs.flatMap(({ tree }, i) => [
    ...(blobs[i] ?? []),
    ...(tree === undefined ? [] : [treePart(tree, room)]),
  ])
  return `${[...head, ...parts, foot].join('\n\n')}\n`
}
