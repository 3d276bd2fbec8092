/** What the guards of the blob in front cost: measured when the view comes to it, by itself or beside another. */
import { FolderOpen } from 'lucide-react'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { FailedLine } from '../../components/failed-line'
import { useDocuments, useServices } from '../../components/services'
import { versionOf } from '../../stores/open-document'
import { blobLabel, type OtherBlob, otherBlobs } from '../../stores/other-blobs'
import { isSame } from '../diff/diff-store'
import type { TreeStore } from '../guard-tree/tree-store'
import { isThere, type LiveSession } from '../live/live-session'
import { OverheadHead } from './overhead-head'
import { Measured } from './measured'
import { Measuring } from './measuring'
import { areSame } from '../../stores/same'
import { coldAndWarm, engineAndTorch, type Sides, sideBySide } from './sides'
import { TorchOffer } from './torch-offer'

interface OverheadViewProps {
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function OverheadView({ tree: treeStore, document, blob, lead }: OverheadViewProps) {
  const services = useServices()
  const store = services.overhead(document, blob)
  const replay = services.replay(document, blob)
  const scenarios = useStore(replay, (state) => state.scenarios)
  const documents = useDocuments((state) => state.documents)
  const tree = useStore(treeStore, (state) => state.tree)
  const { mode, kind, scenario, against, profile, other, torch, torchWanted, asking, error } = useStore(store)
  const session = useStore(services.process, (state) => state.session)
  const others = useMemo(() => otherBlobs(documents, document, blob), [documents, document, blob])
  const chosen = others.find((one) => isSame(one, against)) ?? firstOf(others, document, blob)
  const entry = scenarios.find(({ key }) => key === scenario)
  const text = entry?.text ?? null
  const call = useMemo(() => ({ name: entry?.name ?? 'as saved', text }), [entry?.name, text])
  const of = useMemo(() => [tree, text], [tree, text])
  const there = chosen === null ? [] : versionOf(documents, chosen.document, chosen.blob)
  const ofOther = [...of, chosen?.document, chosen?.blob, ...there]
  const isMeasured = areSame(profile?.of, of)
  const inProcess = [...of, isThere(session) ? session.serial : null]
  const isInTorch = areSame(torch?.of, inProcess)
  const isOther = areSame(other?.of, ofOther)
  useEffect(() => replay.getState().start(), [replay])
  useEffect(() => {
    if (asking !== null || error !== null) return
    const { measure, measureOther, measureTorch } = store.getState()
    if (!isMeasured) void measure(of, call)
    else if (mode === 'torch' && torchWanted && isThere(session) && !isInTorch) void measureTorch(inProcess, call)
    else if (mode === 'a-b' && chosen !== null && !isOther) {
      store.getState().setAgainst({ document: chosen.document, blob: chosen.blob })
      void measureOther(ofOther, call, { document: chosen.document, blob: chosen.blob })
    }
  })
  const here = blobLabel(documents, document, blob)
  const sides = useMemo((): Sides | null => {
    if (profile === null || !isMeasured) return null
    if (mode === 'cold-warm') return coldAndWarm(tree, profile.value)
    if (mode === 'torch')
      return torch !== null && isInTorch ? engineAndTorch(tree, [profile.value, torch.value], kind) : null
    if (other === null || !isOther || chosen === null) return null
    return sideBySide(
      other.value.trees,
      [profile.value, other.value.profile],
      [`A: ${here}`, `B: ${chosen.label}`],
      kind,
    )
  }, [profile, other, torch, isMeasured, isOther, isInTorch, mode, kind, tree, here, chosen])
  const measured = isMeasured ? (profile?.value ?? null) : null
  return (
    <div className="overhead-view">
      <OverheadHead
        store={store}
        lead={lead}
        scenarios={scenarios}
        others={others}
        chosen={chosen}
        profile={measured}
        torch={mode === 'torch' && isInTorch ? (torch?.value ?? null) : null}
        latency={latencyOf(session, documents.find(({ id }) => id === document)?.path ?? '')}
      />
      {mode === 'a-b' && chosen === null ? (
        <NothingElse />
      ) : error !== null && sides === null ? (
        <FailedLine error={error} words="Measure again" onAgain={() => store.getState().again()} />
      ) : sides === null && mode === 'torch' && asking === null && isMeasured ? (
        <TorchOffer store={store} />
      ) : sides === null ? (
        <Measuring store={store} />
      ) : (
        <Measured
          key={`${mode}/${sides.rows.count}`}
          store={store}
          sides={sides}
          treeStore={treeStore}
          document={document}
          blob={blob}
          of={of}
          call={call}
          took={mode === 'cold-warm' ? (measured?.took ?? 0) : mode === 'torch' ? (torch?.value.took ?? 0) : 0}
        />
      )}
    </div>
  )
}

/** What torch measured when it compiled the file, in microseconds; null where this process did not, or it took none. */
function latencyOf(session: LiveSession | null, path: string): number | null {
  return session?.compiles.find(({ captured }) => captured?.files.blob === path)?.latencyUs ?? null
}

/** Itself before it was edited, the one before it in its file, the first of another file. */
function firstOf(others: readonly OtherBlob[], document: string, blob: number): OtherBlob | null {
  const own = others.filter((one) => one.document === document)
  return own.find((one) => one.blob === blob) ?? own.find((one) => one.blob === blob - 1) ?? own[0] ?? others[0] ?? null
}

function NothingElse() {
  const { documents } = useServices()
  return (
    <div className="empty">
      <div className="empty-column">
        <h2>Nothing to compare with</h2>
        <p>Open another file, or edit this blob: then it is measured beside what it was when it was opened.</p>
        <p className="empty-actions">
          <button type="button" className="button primary" onClick={() => void documents.getState().choose()}>
            <FolderOpen size={16} aria-hidden /> Open file…
          </button>
        </p>
      </div>
    </div>
  )
}
