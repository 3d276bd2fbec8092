/** This blob against another: the differences as a list, and both as texts side by side. */
import { ArrowLeftRight, FolderOpen, History } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { PaneGroup } from '../../components/pane-group'
import { FailedLine } from '../../components/failed-line'
import { IconButton } from '../../components/icon-button'
import { OtherBlobSelect } from '../../components/other-blob-select'
import { useDocuments, useServices } from '../../components/services'
import { CommandKeys } from '../../components/shortcut-keys'
import { versionOf } from '../../stores/open-document'
import { blobLabel, type OtherBlob, otherBlobs } from '../../stores/other-blobs'
import type { TreeStore } from '../guard-tree/tree-store'
import { type Against, type DiffStore, isSame } from './diff-store'
import { DiffTrees } from './diff-trees'
import { DifferenceList } from './difference-list'
import { countWords, RecompilationList } from './recompilation-list'
import { layBeside, placeOf, showInTree } from './show-in-tree'
import { summaryOf, textOnly } from './summary'

const DiffTexts = lazy(async () => ({ default: (await import('./diff-texts')).DiffTexts }))

interface DiffViewProps {
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function DiffView({ tree, document, blob, lead }: DiffViewProps) {
  const services = useServices()
  const store = services.diff(document, blob)
  const documents = useDocuments((state) => state.documents)
  const others = useMemo(() => otherBlobs(documents, document, blob), [documents, document, blob])
  const against = useStore(store, (state) => state.against)
  const chosen = others.find((other) => isSame(other, against)) ?? firstOf(others, document, blob)
  const why = useStore(store, (state) => state.why)
  useEffect(() => {
    if (chosen === undefined || why) return
    const of = [...versionOf(documents, document, blob), ...versionOf(documents, chosen.document, chosen.blob)]
    void store.getState().compare({ document: chosen.document, blob: chosen.blob }, of)
  }, [store, documents, document, blob, chosen, why])
  useSelectionInTree(store, tree)
  if (chosen === undefined) return <NothingElse lead={lead} />
  const show = (): void => {
    const place = placeOf(store, { document, blob })
    if (place !== null) void showInTree(services, place)
  }
  return (
    <div className="diff-view">
      <DiffHead store={store} lead={lead} others={others} chosen={chosen} here={{ document, blob }} onShow={show} />
      {why ? (
        <RecompilationList store={store} here={{ document, blob }} />
      ) : (
        <DiffBody store={store} here={blobLabel(documents, document, blob)} there={chosen.label} onShow={show} />
      )}
    </div>
  )
}

/** Itself before it was edited, the one before it in its file, another of its file, the first of another file. */
function firstOf(others: readonly OtherBlob[], document: string, blob: number): OtherBlob | undefined {
  const own = others.filter((other) => other.document === document)
  return own.find((other) => other.blob === blob) ?? own.find((other) => other.blob === blob - 1) ?? own[0] ?? others[0]
}

/** What is chosen here is chosen in the guard tree, too. */
function useSelectionInTree(store: DiffStore, tree: TreeStore): void {
  useEffect(
    () =>
      store.subscribe(({ listed, selected }, before) => {
        const node = listed[selected]?.nodes.a
        if (selected !== before.selected && node != null) tree.getState().select(node)
      }),
    [store, tree],
  )
}

function NothingElse({ lead }: { readonly lead: ReactNode }) {
  const { documents } = useServices()
  return (
    <div className="diff-view">
      {lead !== null && <div className="filter-bar">{lead}</div>}
      <div className="empty">
        <div className="empty-column">
          <h2>Nothing to compare with</h2>
          <p>
            Open another file: every blob of every open file can be laid beside this one. Guards are matched by source
            and kind, whatever their order.
          </p>
          <p>The function of this blob was compiled once in this file: there is no recompilation to explain.</p>
          <p className="empty-actions">
            <button type="button" className="button primary" onClick={() => void documents.getState().choose()}>
              <FolderOpen size={16} aria-hidden /> Open file… <CommandKeys id="open" />
            </button>
          </p>
        </div>
      </div>
    </div>
  )
}

interface DiffHeadProps {
  readonly store: DiffStore
  readonly lead: ReactNode
  readonly others: readonly OtherBlob[]
  readonly chosen: OtherBlob
  readonly here: Against
  readonly onShow: () => void
}

function DiffHead({ store, lead, others, chosen, here, onShow }: DiffHeadProps) {
  const services = useServices()
  const { result, recompilations, withText, folded, side, why, setWithText, setFolded, setSide, setWhy, choose } =
    useStore(store)
  const place = useStore(store, () => placeOf(store, here) !== null)
  const texts = result === null ? 0 : textOnly(result)
  return (
    <div className="filter-bar diff-head">
      {lead}
      {!why && (
        <>
          <label className="diff-against">
            against
            <OtherBlobSelect others={others} chosen={chosen} onChoose={choose} />
          </label>
          <IconButton
            label="Swap sides"
            icon={<ArrowLeftRight size={15} />}
            disabled={isSame(chosen, here)}
            onClick={() => void layBeside(services, chosen, here)}
          />
        </>
      )}
      <span className="filter-result" role="status">
        {why ? countWords(recompilations) : result === null ? '' : summaryOf(result)}
      </span>
      <button type="button" className="chip" aria-pressed={why} onClick={() => setWhy(!why)}>
        <History size={13} aria-hidden /> Recompilations
      </button>
      {!why && (
        <>
          {texts > 0 && (
            <button type="button" className="chip" aria-pressed={withText} onClick={() => setWithText(!withText)}>
              Lines of code <span className="chip-count">{texts}</span>
            </button>
          )}
          <span className="segments" role="group" aria-label="Show both as">
            {(['trees', 'texts'] as const).map((one) => (
              <button key={one} type="button" className="chip" aria-pressed={side === one} onClick={() => setSide(one)}>
                {one === 'trees' ? 'Trees' : 'Texts'}
              </button>
            ))}
          </span>
          <button type="button" className="chip" aria-pressed={!folded} onClick={() => setFolded(!folded)}>
            {side === 'trees' ? 'Whole trees' : 'Whole texts'}
          </button>
          <button type="button" className="chip" disabled={!place} onClick={onShow}>
            Show in the tree
          </button>
        </>
      )}
    </div>
  )
}

interface DiffBodyProps {
  readonly store: DiffStore
  readonly here: string
  readonly there: string
  readonly onShow: () => void
}

function DiffBody({ store, here, there, onShow }: DiffBodyProps) {
  const { result, error, listed, side, again } = useStore(store)
  if (error !== null) return <FailedLine error={error} words="Compare again" onAgain={() => void again()} />
  if (result === null) return <p className="quiet-line">Comparing…</p>
  return (
    <PaneGroup name="diff" orientation="horizontal" className="tree-view">
      <Panel
        id="list"
        defaultSize={window.innerWidth < 1000 ? 260 : 380}
        minSize={200}
        maxSize="60%"
        groupResizeBehavior="preserve-pixel-size"
        className="diff-side"
      >
        {listed.length === 0 ? (
          <p className="quiet-line">No guard, no expression and no state differs.</p>
        ) : (
          <DifferenceList store={store} onShow={onShow} />
        )}
      </Panel>
      <Separator className="splitter" aria-label="Width of the list" />
      <Panel id="texts" minSize={240} className="diff-texts">
        <div className="diff-names">
          <span title={here}>− {here}</span>
          <span title={there}>+ {there}</span>
        </div>
        {side === 'trees' ? (
          <DiffTrees store={store} result={result} labels={{ a: here, b: there }} onShow={onShow} />
        ) : (
          <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
            <DiffTexts store={store} texts={result.texts} labels={{ a: `${here}, as text`, b: `${there}, as text` }} />
          </Suspense>
        )}
      </Panel>
    </PaneGroup>
  )
}
