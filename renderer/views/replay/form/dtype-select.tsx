/** A dtype by name, the common ones first. */
import { COMMON_DTYPES, SCALAR_TYPES } from '../../../../shared/scalar-types'

interface DtypeSelectProps {
  readonly label: string
  /** `torch.float32`. */
  readonly value: string
  readonly onChange: (dtype: string) => void
}

const OTHERS = SCALAR_TYPES.map(([, dtype]) => dtype).filter((dtype) => !COMMON_DTYPES.includes(dtype))

export function DtypeSelect({ label, value, onChange }: DtypeSelectProps) {
  const name = value.replace(/^torch\./, '')
  const isKnown = COMMON_DTYPES.includes(name) || OTHERS.includes(name)
  return (
    <select aria-label={label} value={name} onChange={(event) => onChange(`torch.${event.target.value}`)}>
      {!isKnown && <option>{name}</option>}
      {COMMON_DTYPES.map((dtype) => (
        <option key={dtype}>{dtype}</option>
      ))}
      <optgroup label="Others">
        {OTHERS.map((dtype) => (
          <option key={dtype}>{dtype}</option>
        ))}
      </optgroup>
    </select>
  )
}
