/** The saved global state as JSON to edit, with its schema: applied as one edit. */
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Json } from '../../../shared/replay'
import { useServices } from '../../components/services'
import type { FieldListener } from './edit-field'

const JsonEditor = lazy(async () => ({ default: (await import('../../components/json-editor')).JsonEditor }))

interface GlobalStateEditorProps extends FieldListener {
  readonly document: string
  readonly blob: number
}

export function GlobalStateEditor({ document, blob, onDraft, onEdit }: GlobalStateEditorProps) {
  const { api } = useServices()
  const [saved, setSaved] = useState<string | null>(null)
  const [text, setText] = useState('')
  useEffect(() => {
    let wanted = true
    void api.globalState(document, blob).then((reply) => {
      if (!wanted || !reply.ok || reply.value === null) return
      const json = parsed(reply.value)
      const text = json === null ? reply.value : written(json)
      setSaved(text)
      setText(text)
    })
    return () => {
      wanted = false
    }
  }, [api, document, blob])
  const type = (next: string): void => {
    setText(next)
    const typed = next === saved ? null : parsed(next)
    onDraft(
      typed === null ? null : { of: 'Global state as typed', edits: [{ do: 'replace-global-state', state: typed }] },
    )
  }
  if (saved === null) return <p className="quiet-line">This blob holds no global state of its own.</p>
  const state = parsed(text)
  return (
    <>
      <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
        <JsonEditor text={text} schema="global-state" label="The global state as JSON" onChange={type} height={260} />
      </Suspense>
      <div className="edit-actions">
        <button
          type="button"
          className="chip on"
          disabled={state === null || text === saved}
          onClick={() => state !== null && onEdit([{ do: 'replace-global-state', state }])}
        >
          Apply
        </button>
        <button type="button" className="chip" disabled={text === saved} onClick={() => type(saved)}>
          Take back
        </button>
      </div>
    </>
  )
}

/** A line a key; a list stands on one. */
const written = (json: Json): string =>
  JSON.stringify(json, null, 2).replace(
    /\[\s+([^[\]{}]*?)\s+\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`,
  )

function parsed(text: string): Json | null {
  try {
    const json = JSON.parse(text) as Json
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null
  } catch {
    return null
  }
}
