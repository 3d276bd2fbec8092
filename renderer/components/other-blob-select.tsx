/** The other side of a comparison, chosen among the blobs that are open. */
import type { OtherBlob } from '../stores/other-blobs'

interface OtherBlobSelectProps {
  readonly others: readonly OtherBlob[]
  /** Undefined where it is none of them: the first is shown. */
  readonly chosen: OtherBlob | undefined
  readonly onChoose: (other: { readonly document: string; readonly blob: number }) => void
}

/** To stand in a label. */
export function OtherBlobSelect({ others, chosen, onChoose }: OtherBlobSelectProps) {
  return (
    <select
      value={chosen === undefined ? 0 : others.indexOf(chosen)}
      onChange={(event) => {
        const other = others[Number(event.target.value)]
        if (other !== undefined) onChoose({ document: other.document, blob: other.blob })
      }}
    >
      {others.map((other, i) => (
        <option key={`${other.document}/${other.blob}`} value={i}>
          {other.label}
        </option>
      ))}
    </select>
  )
}
