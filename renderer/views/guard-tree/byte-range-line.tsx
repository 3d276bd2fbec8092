/** Where something lies in the file, in bytes, and how much of it. */
import type { ByteRange } from '../../../shared/tree'
import { CopyButton } from '../../components/copy-button'
import { grouped } from '../../components/format'

/** `range` is in the blob; the blob begins at `offset` of a file of `fileSize` bytes. */
export function ByteRangeLine({
  label,
  range,
  offset,
  fileSize,
}: {
  readonly label: string
  readonly range: ByteRange
  readonly offset: number
  readonly fileSize: number
}) {
  const start = offset + range.start
  const end = offset + range.end
  return (
    <p className="byte-range">
      <span className="byte-label">{label}</span>
      <span>
        bytes {grouped(start)} – {grouped(end)} <span className="of">of {grouped(fileSize)}</span>
      </span>
      <CopyButton text={`${start}-${end}`} what={`the byte range of the ${label}`} />
    </p>
  )
}
