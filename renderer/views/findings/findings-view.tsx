/** What is wrong with a blob, by severity, and what mends it. */
import { CircleCheck, Wrench } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { BlobFindings } from '../../../shared/findings'
import type { Json } from '../../../shared/replay'
import { FailedLine } from '../../components/failed-line'
import { focusTree } from '../../components/focus'
import { useServices } from '../../components/services'
import type { TreeStore } from '../guard-tree/tree-store'
import { FlipPreview } from '../replay/preview/flip-preview'
import { FindingList } from './finding-list'
import type { FindingsStore } from './findings-store'
import { countWords } from './summary'

interface FindingsViewProps {
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function FindingsView({ tree, document, blob, lead }: FindingsViewProps) {
  const { settings, findings } = useServices()
  const store = findings(document, blob)
  useEffect(() => void store.getState().look(tree), [store, tree])
  const show = (node: number): void => {
    tree.getState().select(node)
    settings.getState().setView('tree')
    focusTree()
  }
  return (
    <div className="findings-view">
      <FindingsHead store={store} document={document} blob={blob} lead={lead} />
      <FindingsBody store={store} document={document} blob={blob} onShow={show} />
    </div>
  )
}

interface PartProps {
  readonly store: FindingsStore
  readonly document: string
  readonly blob: number
}

function FindingsHead({ store, document, blob, lead }: PartProps & { readonly lead: ReactNode }) {
  const [previews, setPreviews] = useState(false)
  const { torch, found, asking, repairing, refusal, setTorch, repair } = useStore(store)
  const edits = found?.repairs ?? []
  const repairs = edits.length
  return (
    <>
      <div className="filter-bar findings-head">
        {lead}
        <label className="field">
          to be loaded by
          <select value={torch ?? ''} onChange={(event) => void setTorch(event.target.value || null)}>
            <option value="">the same torch{found === null ? '' : `, ${found.savedBy}`}</option>
            {(found?.versions ?? (torch === null ? [] : [torch])).map((version) => (
              <option key={version} value={version}>
                torch {version}
              </option>
            ))}
          </select>
        </label>
        <span className="filter-result" role="status">
          {repairing ? 'Repairing…' : asking ? 'Looking…' : found === null ? '' : verdict(found)}
        </span>
        {repairs > 0 && (
          <button type="button" className="chip" disabled={asking || repairing} onClick={() => void repair('all')}>
            <Wrench size={13} aria-hidden /> Repair all{' '}
            <span className="chip-count" title={repairs === 1 ? 'one edit' : `${repairs} edits, one step`}>
              {repairs}
            </span>
          </button>
        )}
        {repairs > 0 && (
          <button
            type="button"
            className="text-button"
            aria-expanded={previews}
            aria-label="Preview all repairs"
            onClick={() => setPreviews(!previews)}
          >
            Preview
          </button>
        )}
      </div>
      {previews && repairs > 0 && (
        <div className="findings-preview">
          <FlipPreview document={document} blob={blob} edits={edits as readonly Json[]} />
        </div>
      )}
      {refusal?.of === 'all' && (
        <p className="finding-refusal head" role="alert">
          Nothing was repaired: {refusal.reason}
        </p>
      )}
    </>
  )
}

const verdict = ({ findings }: BlobFindings): string =>
  findings.length === 0 ? 'Nothing found.' : `${countWords(findings)}.`

function FindingsBody({ onShow, ...part }: PartProps & { readonly onShow: (node: number) => void }) {
  const { found, error, torch, retry } = useStore(part.store)
  if (error !== null) {
    return <FailedLine error={error} words="Look again" onAgain={() => void retry()} />
  }
  if (found === null) return <p className="quiet-line">Looking through the blob…</p>
  if (found.findings.length > 0) return <FindingList {...part} found={found} onShow={onShow} />
  return (
    <div className="empty">
      <div className="empty-column">
        <h2 className="findings-none">
          <CircleCheck size={22} aria-hidden /> Nothing found
        </h2>
        <p>
          Nothing that keeps torch {torch ?? found.savedBy} from loading this blob, no code that torch did not write,
          and nothing that its guards lost when they were saved.
        </p>
      </div>
    </div>
  )
}
