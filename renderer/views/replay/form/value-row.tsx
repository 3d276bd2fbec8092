/** A value of the scenario: its name, what it is, and, once opened, what it holds. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { AddRow } from './add-row'
import { useForm } from './form-context'
import { Level } from './level'
import { ModuleSwitches } from './module-switches'
import { RowMenu } from './row-menu'
import { levelOf, type Row, spoken, trainingOf } from './rows'
import { TensorEditor } from './tensor-editor'
import { ValueEditor } from './value-editor'

interface ValueRowProps {
  readonly row: Row
  /** In front of the value: short where its holder stands above it. */
  readonly name: string
}

export function ValueRow({ row, name }: ValueRowProps) {
  const { isOpen, setOpen } = useForm()
  const open = row.opens && isOpen(row.key, row.open)
  return (
    <li>
      <div className="form-row" role="group" aria-label={spoken(row.source)}>
        {row.opens ? (
          <button
            type="button"
            className="row-name opens"
            title={row.source}
            aria-expanded={open}
            onClick={() => setOpen(row.key, !open)}
          >
            {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            <span>{name}</span>
          </button>
        ) : (
          <span className="row-name" title={row.source}>
            <span>{name}</span>
          </span>
        )}
        <ValueEditor row={row} isOpen={open} />
        <RowMenu row={row} />
      </div>
      {open && <RowBody row={row} />}
    </li>
  )
}

function RowBody({ row }: { readonly row: Row }) {
  const { tree } = useForm()
  const { value } = row
  if (value === null) return null
  const { rows, empty } = levelOf(tree, row)
  return (
    <div className="row-body">
      {value['kind'] === 'tensor' && <TensorEditor row={row} value={value} />}
      {trainingOf(value) !== null && <ModuleSwitches row={row} />}
      <Level id={row.key} rows={rows} empty={empty} label={spoken(row.source)} />
      <AddRow row={row} value={value} />
    </div>
  )
}
