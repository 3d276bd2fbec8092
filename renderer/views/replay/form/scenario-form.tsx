/** The call in a form: its locals and globals, whatever they hold, and what guards read from the process. */
import { useDeferredValue, useMemo, useState } from 'react'
import type { Json, ScenarioChange } from '../../../../shared/replay'
import { readTree } from '../scenario-tree'
import { createOpenRows, FormContext, type FormTools } from './form-context'
import { ProcessGroup } from './process-group'
import { levelOf, modulesBelow, type Row } from './rows'
import { ScopeGroup } from './scope-group'

interface ScenarioFormProps {
  /** A scenario's JSON. */
  readonly text: string
  /** The same function as long as it does the same: with another all rows are drawn anew. */
  readonly onChange: (changes: readonly ScenarioChange[]) => void
  /** A global state to begin with where the scenario says none; null where none is at hand. */
  readonly freshState?: () => Promise<Json | null>
}

/** Longer than this, and a field is there to look for a value. */
const LONG = 5000

export function ScenarioForm({ text, onChange, freshState = noState }: ScenarioFormProps) {
  const tree = useMemo(() => readTree(text), [text])
  const [openRows] = useState(createOpenRows)
  const tools = useMemo(
    (): FormTools | null =>
      tree && {
        tree,
        change: (...changes) => onChange(changes),
        level: once((row) => levelOf(tree, row)),
        modules: once((row) => modulesBelow(tree, row)),
        openRows,
      },
    [tree, openRows, onChange],
  )
  const [sought, setSought] = useState('')
  const soughtLater = useDeferredValue(sought.trim())
  if (tools === null) return <p className="quiet-line">The text is not a scenario's JSON: edit it under JSON.</p>
  return (
    <FormContext value={tools}>
      <div className="scenario-form">
        {(text.length > LONG || sought !== '') && (
          <input
            type="search"
            className="code-input form-filter"
            aria-label="Find a value by its source"
            placeholder="Find a value by its source"
            spellCheck={false}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
        )}
        <ScopeGroup scope="f_locals" sought={soughtLater} />
        <ScopeGroup scope="f_globals" sought={soughtLater} />
        {soughtLater === '' && <ProcessGroup freshState={freshState} />}
      </div>
    </FormContext>
  )
}

const noState = async (): Promise<null> => null

/** Reads a row's part of the scenario when it is first asked for. */
function once<T>(read: (row: Row) => T): (row: Row) => T {
  const known = new Map<string, T>()
  return (row) => {
    const value = known.get(row.key) ?? read(row)
    known.set(row.key, value)
    return value
  }
}
