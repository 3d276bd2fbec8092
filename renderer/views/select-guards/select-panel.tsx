/** Many guards at once: what chooses them, which they are, and what is done to them. */
import { TriangleAlert, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { toast } from '../../components/toast'
import { useStore } from 'zustand'
import type { FilterCount, GuardSelection } from '../../../shared/selection'
import { SELECT_ID, focusSelect, focusTree } from '../../components/focus'
import { grouped, plural } from '../../components/format'
import { IconButton } from '../../components/icon-button'
import { RefusalLine } from '../../components/refusal-line'
import type { TreeStore } from '../guard-tree/tree-store'
import { FlipPreview } from '../replay/preview/flip-preview'
import { ChosenByList } from './chosen-by-list'
import { type BulkEdit, type ChosenBy, editsOf, type SelectStore } from './select-store'
import { SelectionList } from './selection-list'

/** While a query is typed it is not asked for each letter. */
const TYPING_MS = 150

/** Kinds of guards that are counted by name. */
const KINDS = 5

interface SelectPanelProps {
  readonly store: SelectStore
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
}

export function SelectPanel({ store, tree, document, blob }: SelectPanelProps) {
  const { by, filters, selection, error, asking } = useStore(store)
  const state = useStore(tree)
  const { search, filtered } = state
  useEffect(focusSelect, [])
  useEffect(() => {
    const timer = setTimeout(() => void store.getState().look(tree.getState()), by === 'search' ? TYPING_MS : 0)
    return () => clearTimeout(timer)
    // what is chosen follows from these
  }, [store, tree, by, search.matches, filtered])
  const close = (): void => {
    store.getState().close()
    focusTree()
  }
  const show = (node: number): void => {
    const { filtered: now, clearFilters, select } = tree.getState()
    if (now.included?.[node] === 0) clearFilters()
    select(node)
  }
  return (
    <aside
      id={SELECT_ID}
      className="select-panel"
      aria-label="Select guards"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        close()
      }}
    >
      <header className="select-head">
        <h2>Select guards</h2>
        <IconButton label="Close" shortcut="Escape" icon={<X size={15} />} className="small" onClick={close} />
      </header>
      <ChosenByList store={store} tree={state} />
      <Unsound by={by} filters={filters} />
      {error !== null && (
        <p className="detail-error select-note" role="alert">
          {error}
        </p>
      )}
      {selection !== null && (
        <>
          <Summary selection={selection} asking={asking} />
          {selection.guards.names.length + selection.unknown.names.length > 0 ? (
            <SelectionList key={by} selection={selection} tree={state.tree} onShow={show} onGo={focusTree} />
          ) : (
            <p className="quiet-line select-none">{emptyWords(by, state.search.query)}</p>
          )}
          <Actions
            store={store}
            selection={selection}
            query={search.query}
            document={document}
            blob={blob}
            onDone={focusTree}
          />
        </>
      )}
    </aside>
  )
}

function emptyWords(by: ChosenBy, query: string): string {
  if (by === 'search') return query === '' ? 'Search the tree, and what matches is listed here.' : 'No guard matches.'
  if (by === 'filter') return 'Filter the tree, and the guards it shows are listed here.'
  return 'This filter leaves out none of the guards.'
}

function Unsound({ by, filters }: { readonly by: ChosenBy; readonly filters: readonly FilterCount[] | null }) {
  const filter = filters?.find(({ name }) => name === by)
  const words = filter?.unsound ?? 'What a guard asks for may change unseen once it is dropped.'
  return (
    <p className="select-note select-unsound">
      <TriangleAlert size={14} aria-hidden />
      <span>
        <b>Unsafe.</b> {words}
      </span>
    </p>
  )
}

function Summary({ selection, asking }: { readonly selection: GuardSelection; readonly asking: boolean }) {
  const { guards, unknown, total, withoutGuard } = selection
  const kinds = useMemo(() => countsOf(guards.createFns), [guards])
  const rest = kinds.slice(KINDS)
  return (
    <div className={`select-summary${asking ? ' asking' : ''}`}>
      <p role="status">
        <b>{grouped(guards.names.length)}</b> of {plural(total, 'guard')}
        {unknown.names.length > 0 && <>, {grouped(unknown.names.length)} cannot be told and stay</>}
        {withoutGuard > 0 && <>, {plural(withoutGuard, 'row')} of torch’s own stay</>}
      </p>
      {kinds.length > 0 && (
        <ul className="select-kinds" aria-label="By kind">
          {kinds.slice(0, KINDS).map(([createFn, count]) => (
            <li key={createFn}>
              {createFn} <span>{grouped(count)}</span>
            </li>
          ))}
          {rest.length > 0 && (
            <li title={rest.map(([createFn, count]) => `${createFn} ${grouped(count)}`).join('\n')}>
              and {plural(rest.length, 'kind')} more
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

/** The most frequent first. */
function countsOf(createFns: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const createFn of createFns) counts.set(createFn, (counts.get(createFn) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

const DONE = {
  'drop-guards': 'Dropped',
  'weaken-guards': 'Weakened',
  'free-sizes': 'Let sizes be any of',
} as const satisfies Readonly<Record<BulkEdit, string>>

interface ActionsProps {
  readonly store: SelectStore
  readonly selection: GuardSelection
  readonly query: string
  readonly document: string
  readonly blob: number
  readonly onDone: () => void
}

function Actions({ store, selection, query, document, blob, onDone }: ActionsProps) {
  const { asking, editing, refusal } = useStore(store)
  const guards = selection.guards.names.length
  const { tensors } = selection
  /** What is previewed: the button that is pointed at, or the first. */
  const [pointed, setPointed] = useState<BulkEdit>('drop-guards')
  const edits = useMemo(() => editsOf(selection, pointed), [selection, pointed])
  const at = (kind: BulkEdit) => ({
    onPointerEnter: () => setPointed(kind),
    onFocus: () => setPointed(kind),
    onClick: () => void edit(kind),
  })
  const edit = async (kind: BulkEdit, force = false): Promise<void> => {
    const count = await store.getState().edit(kind, query, force)
    if (count === null) return
    store.getState().close()
    onDone()
    toast(`${DONE[kind]} ${plural(count, 'guard')}`)
  }
  return (
    <footer className="select-actions">
      <div className="select-preview">
        {guards > 0 && <FlipPreview document={document} blob={blob} edits={edits} />}
      </div>
      {refusal !== null && (
        <RefusalLine
          refused={{ why: refusal.why, edits: editsOf(selection, refusal.edit) }}
          onForce={() => void edit(refusal.edit, true)}
        />
      )}
      <button
        type="button"
        className="button primary"
        disabled={guards === 0 || asking || editing}
        {...at('drop-guards')}
      >
        Drop {plural(guards, 'guard')}
      </button>
      <button
        type="button"
        className="button"
        disabled={tensors === 0 || asking || editing}
        aria-label={`Weaken ${plural(tensors, 'guard')} of TENSOR_MATCH`}
        title="TENSOR_MATCH becomes TYPE_MATCH: the class stays, all else may change"
        {...at('weaken-guards')}
      >
        Weaken {grouped(tensors)}
      </button>
      <button
        type="button"
        className="button"
        disabled={tensors === 0 || asking || editing}
        aria-label={`Let sizes be any of ${plural(tensors, 'guard')} of TENSOR_MATCH`}
        title="Sizes and strides may be any; dtype, device and the number of dimensions stay"
        {...at('free-sizes')}
      >
        Any size
      </button>
    </footer>
  )
}
