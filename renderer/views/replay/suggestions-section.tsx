/** What would make the call pass: changes of the call, and edits of the blob. */
import { Copy } from 'lucide-react'
import { useStore } from 'zustand'
import { toast } from '../../components/toast'
import type { Json, Suggestion } from '../../../shared/replay'
import { IconButton } from '../../components/icon-button'
import { useServices } from '../../components/services'
import { Section } from '../guard-tree/section'
import type { ReplayStore } from './replay-store'
import { Verdict } from './verdict'

interface SuggestionsProps {
  readonly store: ReplayStore
  readonly document: string
  readonly blob: number
}

export function SuggestionsSection({ store, document, blob }: SuggestionsProps) {
  const suggestions = useStore(store, (state) => state.suggestions)
  const check = useStore(store, (state) => state.result?.check)
  if (check !== 'false') return null
  if (suggestions === null)
    return (
      <Section title="What would make it pass">
        <p className="quiet-line">Looking…</p>
      </Section>
    )
  const ofInput = suggestions.filter(({ of }) => of === 'input')
  const ofBlob = suggestions.filter(({ of }) => of === 'blob')
  return (
    <Section title="What would make it pass">
      {suggestions.length === 0 && <p className="quiet-line">No change is known that would.</p>}
      {ofInput.length > 0 && (
        <>
          <h4 className="suggestion-head">In this call</h4>
          <ul className="suggestions">
            {ofInput.map((suggestion, i) => (
              <InputSuggestion key={i} suggestion={suggestion} store={store} />
            ))}
          </ul>
        </>
      )}
      {ofBlob.length > 0 && (
        <>
          <h4 className="suggestion-head">In the blob</h4>
          <ul className="suggestions suggestion-blob">
            {ofBlob.map((suggestion, i) => (
              <BlobSuggestion key={i} suggestion={suggestion} document={document} blob={blob} />
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function InputSuggestion({ suggestion, store }: { readonly suggestion: Suggestion; readonly store: ReplayStore }) {
  const { title, changes, note } = suggestion
  return (
    <li className="suggestion">
      <button type="button" className="chip" onClick={() => void store.getState().derive(title, changes)}>
        {title}
      </button>
      <Then suggestion={suggestion} />
      {note !== '' && <p className="quiet-line">{note}</p>}
    </li>
  )
}

function BlobSuggestion({
  suggestion,
  document,
  blob,
}: {
  readonly suggestion: Suggestion
  readonly document: string
  readonly blob: number
}) {
  const { api, documents } = useServices()
  const { title, edits, note } = suggestion
  const apply = async (): Promise<void> => {
    // what is dangerous about it stands below the button
    const forced = edits.map((edit) => ({ ...(edit as Readonly<Record<string, Json>>), force: true }))
    const refused = await documents.getState().edit(document, blob, forced, title)
    if (refused !== null) toast.error(refused, { duration: 8000 })
  }
  const copy = async (): Promise<void> => {
    await api.writeClipboard(`${JSON.stringify(edits, null, 2)}\n`)
    toast('Copied the edits')
  }
  return (
    <li className="suggestion">
      <button type="button" className="chip" onClick={() => void apply()}>
        {title}
      </button>
      <IconButton
        label="Copy it as edits of the command line"
        icon={<Copy size={13} />}
        className="small"
        onClick={() => void copy()}
      />
      <Then suggestion={suggestion} />
      {note !== '' && <p className="quiet-line">{note}</p>}
    </li>
  )
}

/** What the check says once the change is made; passing is what is expected and needs no word. */
function Then({ suggestion }: { readonly suggestion: Suggestion }) {
  return suggestion.check === 'true' ? null : (
    <span className="suggestion-then">
      then <Verdict answer={suggestion.check} />
    </span>
  )
}
