/** The ways to set that are no node of the tree: an attribute by its name, a legacy flag. */
import { useId, useState } from 'react'
import type { PrecisionAction, PrecisionReading } from '../../../shared/precision'
import type { PrecisionStore } from './precision-store'

interface OtherSettersProps {
  readonly store: PrecisionStore
  readonly reading: PrecisionReading
}

const FLAGS = ['True', 'False']

export function OtherSetters({ store, reading }: OtherSettersProps) {
  const id = useId()
  const attributes = reading.attributes.map(({ name }) => name)
  // a getter that is called has a setter of its own name: it is among the presets
  const flags = reading.legacy.map(({ name }) => name).filter((name) => !name.endsWith('()'))
  const values = [...new Set(reading.nodes.flatMap(({ choices }) => choices.map(({ value }) => value)))]
  const [chosen, setName] = useState('')
  const [wanted, setValue] = useState('')
  const name = [...attributes, ...flags].includes(chosen) ? chosen : (flags[0] ?? attributes[0] ?? '')
  const isFlag = flags.includes(name)
  const offered = isFlag ? FLAGS : values
  const value = offered.includes(wanted) ? wanted : (offered[0] ?? '')
  const look = (): void => {
    const action: PrecisionAction = isFlag
      ? { kind: 'legacy', name, value: value === 'True' }
      : { kind: 'attribute', name, value }
    void store.getState().show({ kind: 'act', action })
  }
  if (name === '') return null
  return (
    <section className="other-setters">
      <h3>Set by an attribute or a legacy flag</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          look()
        }}
      >
        <label className="unseen" htmlFor={`${id}-name`}>
          Attribute or flag
        </label>
        <select id={`${id}-name`} value={name} onChange={(event) => setName(event.target.value)}>
          <optgroup label="Legacy flags">
            {flags.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </optgroup>
          <optgroup label="Attributes">
            {attributes.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </optgroup>
        </select>
        <span aria-hidden>=</span>
        <label className="unseen" htmlFor={`${id}-value`}>
          Value
        </label>
        <select id={`${id}-value`} value={value} onChange={(event) => setValue(event.target.value)}>
          {offered.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <button type="submit" className="chip menu-chip">
          Preview
        </button>
      </form>
    </section>
  )
}
