/** The scenario in front, at the right of the tree: what it came to, and the form and the JSON to change it with. */
import { Tabs } from 'radix-ui'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Json } from '../../../shared/replay'
import { useServices } from '../../components/services'
import { GlobalStateSection } from './global-state-section'
import { DiffSection } from './diff-section'
import { ScenarioForm } from './form/scenario-form'
import type { ReplayStore } from './replay-store'
import { ResultSection } from './result-section'
import { ScenarioHead } from './scenario-head'
import { SuggestionsSection } from './suggestions-section'

const JsonEditor = lazy(async () => ({ default: (await import('../../components/json-editor')).JsonEditor }))

interface ReplayPanelProps {
  readonly store: ReplayStore
  readonly document: string
  readonly blob: number
}

export function ReplayPanel({ store, document, blob }: ReplayPanelProps) {
  const { api, detail } = useServices()
  const { scenarios, current, result, refused, file, edit, change } = useStore(store)
  const entry = scenarios[current]
  const [tab, setTab] = useState('form')
  // once loaded, the editor stays: its cursor and what it can undo
  const [hasEditor, setHasEditor] = useState(false)
  const failed = result?.failed ?? -1
  useEffect(() => {
    if (failed >= 0) detail.getState().request(document, blob, failed)
  }, [detail, document, blob, failed])
  const blobState = async (): Promise<Json | null> => {
    const reply = await api.globalState(document, blob)
    return reply.ok && reply.value !== null ? (JSON.parse(reply.value) as Json) : null
  }
  return (
    <aside className="detail replay" aria-label="Replay">
      <ScenarioHead store={store} />
      {file.error !== null && <p className="detail-error">{file.error}</p>}
      {entry === undefined ? (
        <p className="quiet-line">Reading the values the blob was saved with…</p>
      ) : (
        <>
          {entry.row?.error != null && <p className="detail-error">{entry.row.error}</p>}
          {result !== null && <ResultSection result={result} />}
          <SuggestionsSection store={store} document={document} blob={blob} />
          {refused !== null && <p className="detail-error">Not changed: {refused}</p>}
          <Tabs.Root
            value={tab}
            onValueChange={(next) => {
              setTab(next)
              if (next === 'json') setHasEditor(true)
            }}
            className="replay-tabs"
          >
            <Tabs.List className="pane-tabs" aria-label="Ways to change the call">
              <Tabs.Trigger className="pane-tab" value="form">
                Inputs
              </Tabs.Trigger>
              <Tabs.Trigger className="pane-tab" value="json">
                JSON
              </Tabs.Trigger>
            </Tabs.List>
            <Tabs.Content value="form">
              <ScenarioForm text={entry.text} onChange={change} freshState={blobState} />
            </Tabs.Content>
            <Tabs.Content value="json" hidden={tab !== 'json'} {...(hasEditor ? { forceMount: true as const } : {})}>
              <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
                <JsonEditor
                  key={entry.editor}
                  text={entry.text}
                  schema="scenario"
                  label="The scenario as JSON"
                  onChange={edit}
                  height={420}
                />
              </Suspense>
            </Tabs.Content>
          </Tabs.Root>
          <DiffSection store={store} />
          <GlobalStateSection store={store} document={document} />
        </>
      )}
    </aside>
  )
}
