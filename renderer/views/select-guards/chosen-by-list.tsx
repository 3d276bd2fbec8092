/** What can choose guards: the search, the filter of the tree, and each of torch's own filters with what it leaves out. */
import { useStore } from 'zustand'
import type { ReactNode } from 'react'
import { grouped } from '../../components/format'
import { isFiltering } from '../guard-tree/filter'
import type { TreeState } from '../guard-tree/tree-store'
import type { ChosenBy, SelectStore } from './select-store'

export function ChosenByList({ store, tree }: { readonly store: SelectStore; readonly tree: TreeState }) {
  const { by, filters, choose } = useStore(store)
  const { search, filters: facets } = tree
  const option = (value: ChosenBy, label: ReactNode, count: string) => (
    <label className={`select-by${by === value ? ' on' : ''}`} title={typeof label === 'string' ? label : value}>
      <input type="radio" name="chosen-by" checked={by === value} onChange={() => choose(value)} />
      <span className="select-by-name">{label}</span>
      <span className="select-by-count">{count}</span>
    </label>
  )
  return (
    <fieldset className="select-by-list">
      <legend className="unseen">Chosen by</legend>
      {option('search', 'Matches of the search', search.pattern === null ? 'no search' : search.query)}
      {option('filter', 'What the filter shows', isFiltering(facets) ? '' : 'no filter')}
      <p className="select-by-head">
        Left out by torch.compiler’s filters
        <span className="select-by-count">guards</span>
      </p>
      {filters?.map(({ name, drops, unknown }) => (
        <div key={name}>
          {option(name, <code>{name}</code>, `${grouped(drops)}${unknown > 0 ? ` + ${grouped(unknown)}?` : ''}`)}
        </div>
      ))}
    </fieldset>
  )
}
