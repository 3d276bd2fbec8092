/** A dtype by name, the common ones first. */
import { SCALAR_TYPES } from '../../../../shared/scalar-types'

interface DtypeSelectProps {
  readonly label: string
  /** `torch.float32`. */
  readonly value: string
  readonly onChange: (dtype: string) => void
}

const COMMON = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
  'complex64',
  'complex128',
]
const OTHERS = SCALAR_TYPES.map(([, dtype]) => dtype).filter((dtype) => !COMMON.includes(dtype))

export function DtypeSelect({ label, value, onChange }: DtypeSelectProps) {
  const name = value.replace(/^torch\./, '')
  const isKnown = COMMON.includes(name) || OTHERS.includes(name)
  return (
    <select aria-label={label} value={name} onChange={(event) => onChange(`torch.${event.target.value}`)}>
      {!isKnown && <option>{name}</option>}
      {COMMON.map((dtype) => (
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
