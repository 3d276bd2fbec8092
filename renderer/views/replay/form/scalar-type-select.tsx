/** A dtype that is kept as its number. */
import { SCALAR_TYPES } from '../../../../shared/scalar-types'
import { DtypeSelect } from './dtype-select'

interface ScalarTypeSelectProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

export function ScalarTypeSelect({ label, value, onChange }: ScalarTypeSelectProps) {
  return (
    <DtypeSelect
      label={label}
      value={`torch.${SCALAR_TYPES[value]?.[1] ?? `#${value}`}`}
      onChange={(dtype) => {
        const number = SCALAR_TYPES.findIndex(([, name]) => `torch.${name}` === dtype)
        if (number >= 0) onChange(number)
      }}
    />
  )
}
