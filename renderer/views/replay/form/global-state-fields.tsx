/** The global state of the process, key by key: what `GlobalStateGuard.__getstate__()` writes. */
import { MATMUL_PRECISIONS } from '../../../../shared/matmul-precisions'
import type { Json } from '../../../../shared/replay'
import { type JsonRecord, recordOf } from '../scenario-tree'
import { AutocastFields } from './autocast-fields'
import { CommittedInput } from './committed-input'
import { useForm } from './form-context'
import { keyWords, stateKeys } from './process'
import { ProcessRow } from './process-row'
import { readNumber } from './reading'
import { ScalarTypeSelect } from './scalar-type-select'

export function GlobalStateFields({ state }: { readonly state: JsonRecord }) {
  const { change } = useForm()
  const set = (key: string, value: Json): void => change({ path: ['process', 'global_state', key], value })
  const keys = stateKeys(state)
  const switches = keys.filter((key) => typeof state[key] === 'boolean')
  const numbers = keys.filter((key) => typeof state[key] === 'number')
  const autocast = recordOf(state['autocast_state'])
  return (
    <>
      <ProcessRow name="global state" part="global_state" isSaid onSay={() => undefined}>
        <span className="row-text" />
      </ProcessRow>
      <div className="row-body">
        <div className="switches">
          {switches.map((key) => (
            <label key={key} className="check" title={key}>
              <input
                type="checkbox"
                checked={state[key] === true}
                onChange={(event) => set(key, event.target.checked)}
              />
              <span>{keyWords(key)}</span>
            </label>
          ))}
        </div>
        {numbers.map((key) => (
          <div key={key} className="form-row process-row">
            <span className="row-name" title={key}>
              <span>{keyWords(key)}</span>
            </span>
            <NumberField name={key} value={Number(state[key])} onChange={(value) => set(key, value)} />
          </div>
        ))}
        {autocast !== null && <AutocastFields autocast={autocast} />}
      </div>
    </>
  )
}

interface NumberFieldProps {
  readonly name: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function NumberField({ name, value, onChange }: NumberFieldProps) {
  const label = keyWords(name)
  if (name === 'default_dtype') return <ScalarTypeSelect label={label} value={value} onChange={onChange} />
  if (/^allow_\w+_reduce$/.test(name))
    return (
      <select aria-label={label} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {[...new Set([0, 1, 2, value])].map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    )
  if (name === 'cuda_matmul_precision') {
    const known = MATMUL_PRECISIONS.some(([, number]) => number === value)
    return (
      <select aria-label={label} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {[...MATMUL_PRECISIONS, ...(known ? [] : [[String(value), value] as const])].map(([text, number]) => (
          <option key={number} value={number}>
            {text}
          </option>
        ))}
      </select>
    )
  }
  return (
    <CommittedInput
      label={label}
      value={String(value)}
      read={readNumber(name === 'num_threads' ? 1 : -Infinity)}
      onCommit={(text) => onChange(Number(text))}
    />
  )
}
