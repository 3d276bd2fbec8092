/** What the change that is being looked at would do, and the buttons that make it so or leave it. */
import { useStore } from 'zustand'
import { heldWords } from '../../../shared/precision-held'
import { CopyButton } from '../../components/copy-button'
import { plural } from '../../components/format'
import { BlobEffects } from './blob-effects'
import { DottedName } from './dotted-name'
import { StandingsSection } from './standings-section'
import type { PrecisionStore, Previewed } from './precision-store'
import { Raises } from './raises'
import { outcomeWords } from './words'

interface PreviewPanelProps {
  readonly store: PrecisionStore
  readonly previewed: Previewed
}

export function PreviewPanel({ store, previewed }: PreviewPanelProps) {
  const source = useStore(store, (state) => state.source)
  const { preview, blobs } = previewed
  const { apply, cancel } = store.getState()
  const refused = 'error' in preview.result ? preview.result : null
  const raising = preview.legacy.filter(({ change }) => change === 'raises')
  const others = preview.legacy.filter(({ change }) => change !== 'raises')
  const keys = preview.guardKeys.filter(({ before, after }) => before.value !== after.value)
  const { lines, notes } = preview.python
  return (
    <aside className="precision-panel" aria-label="Preview">
      <section>
        <h2>If you set {preview.title}</h2>
        <p role="status">
          {refused === null ? summary(preview.nodes.length, raising.length) : 'torch refuses it; nothing changes.'}
        </p>
        {preview.warning !== '' && <p className="precision-warning">torch warns: {preview.warning}</p>}
      </section>
      {refused !== null && <Raises name={preview.title} outcome={refused} why="" page="" words="raises" />}
      {(preview.nodes.length > 0 || keys.length > 0 || others.length > 0) && (
        <table className="precision-table">
          <thead>
            <tr>
              <th scope="col">node</th>
              <th scope="col">now</th>
              <th scope="col">then</th>
            </tr>
          </thead>
          <tbody>
            {preview.nodes.map(({ cell, name, before, after }) => (
              <tr key={cell}>
                <th scope="row">{name}</th>
                <td>{sideWords(before, after)}</td>
                <td className="state">{sideWords(after, before)}</td>
              </tr>
            ))}
            {keys.map(({ key, before, after }) => (
              <tr key={key}>
                <th scope="row">GLOBAL_STATE {key}</th>
                <td>{heldWords(before)}</td>
                <td className="state">{heldWords(after)}</td>
              </tr>
            ))}
            {others.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">
                  <DottedName name={name} />
                </th>
                <td>{outcomeWords(before)}</td>
                <td className="state">{outcomeWords(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {refused === null && (
        <section>
          <h3>Code that is compiled already</h3>
          {blobs === null ? (
            <p className="precision-quiet">Asking the open blobs…</p>
          ) : (
            <BlobEffects blobs={blobs} of="change" />
          )}
        </section>
      )}
      <StandingsSection store={store} />
      {raising.map(({ name, after, why, page }) => (
        <Raises key={name} name={name} outcome={after} why={why} page={page} words="will raise" />
      ))}
      {lines.length > 0 && (
        <section>
          <div className="section-head">
            <h3>As Python</h3>
            <CopyButton text={`${lines.join('\n')}\n`} what="the Python" />
          </div>
          <pre className="precision-python">{lines.join('\n')}</pre>
          {notes.map((note) => (
            <p key={note} className="precision-warning">
              {note}
            </p>
          ))}
        </section>
      )}
      <div className="precision-actions">
        <button type="button" className="button primary" disabled={refused !== null} onClick={() => void apply()}>
          {source.choosesTorch ? 'Apply' : 'Apply in the process'}
        </button>
        <button type="button" className="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </aside>
  )
}

/** The value in force; what is set too, where only that changes. */
function sideWords(side: { readonly raw: string; readonly value: string }, other: { readonly value: string }): string {
  if (side.value !== other.value) return side.value
  return side.raw === 'none'
    ? `${side.value}, inherited`
    : side.raw === 'default'
      ? `${side.value}, torch’s default`
      : `${side.value}, set here`
}

function summary(nodes: number, raising: number): string {
  const change = nodes === 0 ? 'No node changes' : nodes === 1 ? '1 node changes' : `${nodes} nodes change`
  return `${change}${raising === 0 ? '' : `, ${plural(raising, 'legacy getter')} ${raising === 1 ? 'starts' : 'start'} to raise`}.`
}
