/** At the end of what can grow: one more key, item, element or name. */
import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import type { JsonPath } from '../../../../shared/replay'
import { type JsonRecord, listOf, recordOf } from '../scenario-tree'
import { literalOf } from '../value-text'
import { appended, keyAdded, keyFrom, nameAdded, NONE } from './edits'
import { useForm } from './form-context'
import { type Row, spoken } from './rows'

/** Of a value; nothing where it cannot grow. */
export function AddRow({ row, value }: { readonly row: Row; readonly value: JsonRecord }) {
  const { tree, change } = useForm()
  const name = spoken(row.source)
  const items = listOf(value['items'])
  switch (value['kind']) {
    case 'sequence':
      return Array.isArray(value['fields']) ? null : (
        <button
          type="button"
          className="add-button"
          aria-label={`Add to ${name}`}
          onClick={() => change(appended(tree, row.path, value))}
        >
          <Plus size={12} aria-hidden /> {items.length === 0 ? 'None as an item' : 'copy of the last'}
        </button>
      )
    case 'dict':
    case 'mappingproxy':
      return (
        <NameField
          label={`A new key of ${name}`}
          placeholder="new key"
          taken={items.map((pair) => literalOf(recordOf(listOf(pair)[0])))}
          literal
          onAdd={(text) => change(keyAdded(tree, row.path, value, keyFrom(text)))}
        />
      )
    case 'set':
      return (
        <NameField
          label={`A new element of ${name}`}
          placeholder="new element"
          taken={items.map((item) => literalOf(recordOf(item)))}
          literal
          onAdd={(text) => change({ path: [...row.path, 'items', items.length], value: keyFrom(text) })}
        />
      )
    case 'object':
      return (
        <AddName
          path={[...row.path, 'attrs']}
          names={Object.keys(recordOf(value['attrs']) ?? {})}
          what={`attribute of ${name}`}
        />
      )
    default:
      return null
  }
}

interface AddNameProps {
  readonly path: JsonPath
  readonly names: readonly string[]
  readonly what: string
}

/** A name in a record of names: a global, an attribute. It is None at first. */
export function AddName({ path, names, what }: AddNameProps) {
  const { tree, change } = useForm()
  return (
    <NameField
      label={`A new ${what}`}
      placeholder={`new ${what.split(' ')[0] ?? 'name'}`}
      taken={names}
      onAdd={(text) => change(nameAdded(tree.root, path, text, NONE))}
    />
  )
}

interface NameFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly taken: readonly string[]
  /** Whether what is typed is a constant rather than a name. */
  readonly literal?: boolean
  readonly onAdd: (text: string) => void
}

function NameField({ label, placeholder, taken, literal = false, onAdd }: NameFieldProps) {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const id = useId()
  if (!isOpen)
    return (
      <button type="button" className="add-button" aria-label={label} onClick={() => setOpen(true)}>
        <Plus size={12} aria-hidden /> {placeholder}
      </button>
    )
  const text = typed.trim()
  const isTaken = taken.includes(literal ? literalOf(keyFrom(text)) : text)
  const misfit = text !== '' && isTaken
  const close = (): void => {
    setTyped('')
    setOpen(false)
  }
  const add = (): void => {
    if (text === '' || isTaken) return
    onAdd(text)
    close()
  }
  return (
    <span className="add-row">
      <input
        type="text"
        className="code-input"
        aria-label={label}
        aria-invalid={misfit}
        aria-describedby={misfit ? id : undefined}
        placeholder={placeholder}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoFocus
        onBlur={() => text === '' && close()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add()
          if (event.key === 'Escape') close()
        }}
      />
      <button
        type="button"
        className="add-button"
        disabled={text === '' || isTaken}
        aria-label={`Add: ${label}`}
        onClick={add}
      >
        <Plus size={12} aria-hidden /> Add
      </button>
      {misfit && (
        <span id={id} className="field-misfit" role="status">
          Expected one that is not there yet
        </span>
      )}
    </span>
  )
}
