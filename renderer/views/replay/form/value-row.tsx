/** A value of the scenario: its name, what it is, and, once opened, what it holds. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { SourceText } from '../source-text'
import { AddRow } from './add-row'
import { memo } from 'react'
import { useForm, useOpen } from './form-context'
import { Level } from './level'
import { ModuleSwitches } from './module-switches'
import { PlainFields } from './plain-fields'
import { RowMenu } from './row-menu'
import { type Row, spoken, trainingOf } from './rows'
import { TensorEditor } from './tensor-editor'
import { ValueEditor } from './value-editor'

interface ValueRowProps {
  readonly row: Row
  /** In front of the value: short where its holder stands above it. */
  readonly name: string
}

export const ValueRow = memo(function ValueRow({ row, name }: ValueRowProps) {
  const [isOpen, toggle] = useOpen(row.key, row.open)
  const open = row.opens && isOpen
  return (
    <li>
      <div className="form-row" role="group" aria-label={spoken(row.source)}>
        {row.opens ? (
          <button type="button" className="row-name opens" title={row.source} aria-expanded={open} onClick={toggle}>
            {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            <span>
              <SourceText source={name} />
            </span>
          </button>
        ) : (
          <span className="row-name" title={row.source}>
            <span>
              <SourceText source={name} />
            </span>
          </span>
        )}
        <ValueEditor row={row} isOpen={open} />
        <RowMenu row={row} />
      </div>
      {open && <RowBody row={row} />}
    </li>
  )
})

function RowBody({ row }: { readonly row: Row }) {
  const { level } = useForm()
  const { value } = row
  if (value === null) return null
  const { rows, quiet } = level(row)
  return (
    <div className="row-body">
      {value['kind'] === 'tensor' && <TensorEditor row={row} value={value} />}
      <PlainFields row={row} value={value} />
      {trainingOf(value) !== null && <ModuleSwitches row={row} />}
      <Level id={row.key} rows={rows} quiet={quiet} label={spoken(row.source)} />
      <AddRow row={row} value={value} />
    </div>
  )
}
