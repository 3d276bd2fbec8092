/** A constant and what it is: None, a bool, a number, a text. */
import type { JsonRecord } from '../scenario-tree'
import { CommittedInput } from './committed-input'
import { asKind, type ScalarKind, SCALARS } from './edits'
import { useForm } from './form-context'
import { anyText, type Read, readFloat, readInt } from './reading'
import { type Row, spoken } from './rows'

interface ScalarEditorProps {
  readonly row: Row
  readonly value: JsonRecord
  readonly kind: ScalarKind
}

export function ScalarEditor({ row, value, kind }: ScalarEditorProps) {
  const { change } = useForm()
  const name = spoken(row.source)
  return (
    <>
      <select
        className="quiet-select"
        aria-label={`${name}, kind`}
        value={kind}
        onChange={(event) => {
          const next = SCALARS.find((each) => each === event.target.value)
          if (next !== undefined) change({ path: row.path, value: asKind(value, next) })
        }}
      >
        {SCALARS.map((each) => (
          <option key={each} value={each}>
            {each === 'none' ? 'None' : each}
          </option>
        ))}
      </select>
      <Constant row={row} value={value} kind={kind} />
    </>
  )
}

function Constant({ row, value, kind }: ScalarEditorProps) {
  const { change } = useForm()
  const label = `${spoken(row.source)}, ${kind}`
  const path = [...row.path, 'value']
  switch (kind) {
    case 'none':
      return null
    case 'bool':
      return (
        <label className="check">
          <input
            type="checkbox"
            aria-label={label}
            checked={value['value'] === true}
            onChange={(event) => change({ path, value: event.target.checked })}
          />
          {value['value'] === true ? 'True' : 'False'}
        </label>
      )
    case 'int':
    case 'float':
    case 'str':
      return (
        <CommittedInput
          label={label}
          value={String(value['value'] ?? '')}
          placeholder={kind === 'str' ? 'empty' : ''}
          read={READERS[kind]}
          onCommit={(text) => change({ path, value: text })}
        />
      )
  }
}

const READERS: Readonly<Record<'int' | 'float' | 'str', Read>> = { int: readInt, float: readFloat, str: anyText }
