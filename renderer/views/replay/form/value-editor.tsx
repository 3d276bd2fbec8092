/** What stands at the right of a row's name: the value, to change where it has one line, in words where it has not. */
import { type JsonRecord, recordOf } from '../scenario-tree'
import { copyInto } from '../value-copy'
import { deviceText, describe, fullType, lastName } from '../value-text'
import { CommittedInput } from './committed-input'
import { DtypeSelect } from './dtype-select'
import { isScalar } from './edits'
import { useForm } from './form-context'
import { type Read, readDevice, readFloat, readHex, readNumber, someText } from './reading'
import { type Row, spoken, trainingOf } from './rows'
import { ScalarEditor } from './scalar-editor'

const LAYOUTS = ['torch.strided', 'torch.sparse_coo', 'torch.sparse_csr', 'torch.sparse_csc', 'torch._mkldnn']

export function ValueEditor({ row, isOpen }: { readonly row: Row; readonly isOpen: boolean }) {
  const { change } = useForm()
  const name = spoken(row.source)
  const { value } = row
  if (row.sameAs !== null) return <SameObject row={row} sameAs={row.sameAs} />
  if (value === null) return <span className="row-text">not a value</span>
  const kind = value['kind']
  if (isScalar(kind)) return <ScalarEditor row={row} value={value} kind={kind} />
  switch (kind) {
    case 'dtype':
      return (
        <DtypeSelect
          label={`${name}, dtype`}
          value={String(value['name'])}
          onChange={(dtype) => change({ path: [...row.path, 'name'], value: dtype })}
        />
      )
    case 'layout':
      return (
        <select
          aria-label={`${name}, layout`}
          value={String(value['name'])}
          onChange={(event) => change({ path: [...row.path, 'name'], value: event.target.value })}
        >
          {[...new Set([String(value['name']), ...LAYOUTS])].map((layout) => (
            <option key={layout}>{layout}</option>
          ))}
        </select>
      )
    case 'device':
      return (
        <CommittedInput
          label={`${name}, device`}
          value={deviceText(value)}
          read={readDevice}
          onCommit={(text) => {
            const [type = '', index] = text.split(':')
            change({ path: row.path, value: { kind, type, index: index === undefined ? null : Number(index) } })
          }}
        />
      )
    case 'enum':
      return (
        <>
          <span className="row-text fixed" title={fullType(value)}>
            {lastName(value['type'])}.
          </span>
          <Part row={row} part="name" value={value} read={someText("a member's name")} />
        </>
      )
    case 'complex':
      return (
        <>
          <Part row={row} part="re" value={value} read={readFloat} />
          <Part row={row} part="im" value={value} read={readFloat} />
        </>
      )
    case 'bytes':
      return <Part row={row} part="hex" value={value} read={readHex} />
    case 'range':
      return (
        <>
          {['start', 'stop', 'step'].map((part) => (
            <Part key={part} row={row} part={part} value={value} read={readNumber(-Infinity)} isNumber />
          ))}
        </>
      )
    case 'object':
      return (
        <>
          <Words value={value} />
          {trainingOf(value) !== null && <TrainingSwitch row={row} value={value} />}
        </>
      )
    case 'tensor':
      return isOpen ? null : <Words value={value} />
    default:
      return <Words value={value} />
  }
}

function Words({ value }: { readonly value: JsonRecord }) {
  return (
    <span className="row-text" title={fullType(value) || describe(value)}>
      {describe(value)}
    </span>
  )
}

interface PartProps {
  readonly row: Row
  readonly part: string
  readonly value: JsonRecord
  readonly read: Read
  readonly isNumber?: boolean
}

/** One part of a value that is a text, or a number. */
function Part({ row, part, value, read, isNumber = false }: PartProps) {
  const { change } = useForm()
  return (
    <CommittedInput
      label={`${spoken(row.source)}, ${part}`}
      value={value[part] === null ? '' : String(value[part])}
      placeholder={part}
      read={read}
      onCommit={(text) => change({ path: [...row.path, part], value: isNumber ? Number(text) : text })}
    />
  )
}

function TrainingSwitch({ row, value }: { readonly row: Row; readonly value: JsonRecord }) {
  const { change } = useForm()
  const flag = recordOf(recordOf(value['attrs'])?.['training'])
  return (
    <label className="check">
      <input
        type="checkbox"
        aria-label={`${spoken(row.source)}, training`}
        checked={flag?.['value'] === true}
        onChange={(event) => change({ path: [...row.path, 'attrs', 'training', 'value'], value: event.target.checked })}
      />
      training
    </label>
  )
}

function SameObject({ row, sameAs }: { readonly row: Row; readonly sameAs: string }) {
  const { tree, change } = useForm()
  return (
    <>
      <span className="row-text" title={`The same object as ${sameAs}`}>
        same object as <code>{spoken(sameAs)}</code>
      </span>
      <button
        type="button"
        className="text-button"
        aria-label={`Make ${spoken(row.source)} an object of its own`}
        title="Make it an object of its own: a copy"
        onClick={() => change({ path: row.path, value: copyInto(tree, tree, row.json) })}
      >
        own copy
      </button>
    </>
  )
}
