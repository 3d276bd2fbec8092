/** The other side of a comparison, chosen among the blobs that are open. */
import type { OtherBlob } from '../stores/other-blobs'

interface OtherBlobSelectProps {
  readonly label: string
  readonly others: readonly OtherBlob[]
  readonly chosen: OtherBlob
  readonly onChoose: (other: { readonly document: string; readonly blob: number }) => void
}

export function OtherBlobSelect({ label, others, chosen, onChoose }: OtherBlobSelectProps) {
  return (
    <label className="diff-against">
      {label}
      <select
        value={others.indexOf(chosen)}
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
    </label>
  )
}
