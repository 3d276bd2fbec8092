/** The scenarios at the right of the tree: which there are, what each came to, and the one in hand to change. */
import { Copy, Play, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import { useStore } from 'zustand'
import type { Answer, ReplayResult } from '../../../shared/replay'
import { plural } from '../../components/format'
import { IconButton } from '../../components/icon-button'
import { Section } from '../guard-tree/section'
import type { ReplayStore, ScenarioEntry } from './replay-store'
import { ScenarioForm } from './scenario-form'
import { SweepSection } from './sweep-section'

const JsonEditor = lazy(async () => ({ default: (await import('../../components/json-editor')).JsonEditor }))

export function ReplayPanel({ store }: { readonly store: ReplayStore }) {
  const { scenarios, current, choose, edit, duplicate, remove, add, runAll } = useStore(store)
  const entry = scenarios[current]
  const picker = useRef<HTMLInputElement>(null)
  return (
    <aside className="detail replay" aria-label="Replay">
      <header className="detail-head">
        <h2>Scenarios</h2>
        <IconButton label="Run all" icon={<Play size={15} />} onClick={runAll} />
        <IconButton label="Copy this scenario" icon={<Copy size={15} />} onClick={duplicate} />
        <IconButton
          label="Open scenarios or a global state from a file"
          icon={<Plus size={15} />}
          onClick={() => picker.current?.click()}
        />
        <IconButton label="Remove this scenario" icon={<Trash2 size={15} />} onClick={remove} />
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (file !== undefined) void file.text().then(add)
          }}
        />
      </header>
      <ul className="scenario-list" aria-label="Scenarios and their results">
        {scenarios.map((item, i) => (
          <li key={i}>
            <button
              type="button"
              className={`scenario${i === current ? ' chosen' : ''}`}
              aria-current={i === current}
              onClick={() => choose(i)}
            >
              <Verdict entry={item} />
              <span className="scenario-name">{item.name}</span>
              <span className="scenario-why">{item.error ?? item.result?.parts[0] ?? ''}</span>
            </button>
          </li>
        ))}
      </ul>
      {entry === undefined ? (
        <p className="quiet-line">Reading the values the blob was saved with…</p>
      ) : (
        <>
          {entry.error !== null && <p className="detail-error">{entry.error}</p>}
          {entry.result !== null && <Result result={entry.result} />}
          <Section title="Inputs">
            <ScenarioForm text={entry.text} onEdit={edit} />
          </Section>
          <SweepSection store={store} text={entry.text} />
          <Section title="As JSON">
            <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
              <JsonEditor
                key={`${current} of ${scenarios.length}`}
                schema="scenario"
                label="The scenario as JSON"
                text={entry.text}
                onChange={edit}
              />
            </Suspense>
          </Section>
        </>
      )}
    </aside>
  )
}

const WORDS: Readonly<Record<Answer, string>> = { true: 'passes', false: 'fails', unknown: 'unknown' }
const CLASSES: Readonly<Record<Answer, string>> = { true: 'passed', false: 'failed', unknown: 'unknown' }

function Verdict({ entry }: { readonly entry: ScenarioEntry }) {
  if (entry.error !== null) return <span className="verdict failed">error</span>
  if (entry.result === null) return <span className="verdict">…</span>
  return <span className={`verdict ${CLASSES[entry.result.check]}`}>{WORDS[entry.result.check]}</span>
}

function Result({ result }: { readonly result: ReplayResult }) {
  const changed = result.globalState.filter(({ same }) => !same)
  return (
    <Section title={`This call ${result.check === 'unknown' ? 'may pass or fail' : WORDS[result.check]}`}>
      <p className="quiet-line">{plural(result.executed, 'guard')} ran</p>
      {result.parts.map((part, i) => (
        <pre key={i} className="box fail-part">
          {part}
        </pre>
      ))}
      {result.explained.length > 0 && (
        <table className="facts">
          <tbody>
            {result.explained.map(({ name, expected, actual }, i) => (
              <tr key={i}>
                <th scope="row">{name}</th>
                <td>
                  {actual}, wanted {expected}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changed.length > 0 && (
        <table className="facts">
          <tbody>
            {changed.map(({ key, expected, actual }) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>
                  {actual}, saved with {expected}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {result.unknown.slice(0, 20).map(({ source, reason }, i) => (
        <p key={i} className="unknown-line">
          {source === '' ? reason : `${source}: ${reason}`}
        </p>
      ))}
      {result.unknown.length > 20 && <p className="quiet-line">and {result.unknown.length - 20} more</p>}
      {result.asSaved.why.map((note) => (
        <p key={note} className="quiet-line">
          {note}
        </p>
      ))}
    </Section>
  )
}
