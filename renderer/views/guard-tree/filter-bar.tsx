/** The filters over the tree: families as chips, types, sources and files as menus, and what they leave. */
import { FoldVertical, ListChecks, UnfoldVertical, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { commandInfo } from '../../../shared/commands'
import type { Family } from '../../../shared/tree'
import { grouped, plural } from '../../components/format'
import { IconButton } from '../../components/icon-button'
import { FacetMenu } from './facet-menu'
import { isFiltering } from './filter'
import type { TreeStore } from './tree-store'

interface FilterBarProps {
  readonly store: TreeStore
  readonly lead: ReactNode
  /** Where guards can be selected to be edited together, and whether they are being. */
  readonly select?: { readonly on: boolean; readonly toggle: () => void }
}

export function FilterBar({ store, lead, select }: FilterBarProps) {
  const { filters, filtered, selected, toggleFilter, clearFilters, setBelow } = useStore(store)
  const filtering = isFiltering(filters)
  return (
    <div className="filter-bar" role="toolbar" aria-label="Filters">
      {lead}
      <IconButton
        label="Expand all below"
        shortcut={commandInfo('expand-below').keys}
        icon={<UnfoldVertical size={15} />}
        onClick={() => setBelow(selected, false)}
      />
      <IconButton
        label="Collapse all below"
        shortcut={commandInfo('collapse-below').keys}
        icon={<FoldVertical size={15} />}
        onClick={() => setBelow(selected, true)}
      />
      {select !== undefined && (
        <IconButton
          label="Select guards"
          shortcut={commandInfo('select-guards').keys}
          icon={<ListChecks size={15} />}
          aria-pressed={select.on}
          onClick={select.toggle}
        />
      )}
      <FacetMenu store={store} facet="types" label="Type" />
      <FacetMenu store={store} facet="bases" label="Source" />
      <FacetMenu store={store} facet="files" label="File" />
      <span className="filter-result" role="status">
        {filtering && (
          <button type="button" className="clear-filters" onClick={clearFilters}>
            {plural(filtered.matches, 'node')} <X size={13} aria-hidden /> <span>Clear all</span>
          </button>
        )}
      </span>
      <span className="chips" role="group" aria-label="Guard families">
        {filtered.facets.families.map(({ value, count }) => (
          <FamilyChip
            key={value}
            family={value}
            count={count}
            on={filters.families.has(asFamily(value))}
            toggle={() => toggleFilter('families', value)}
          />
        ))}
      </span>
    </div>
  )
}

function FamilyChip({
  family,
  count,
  on,
  toggle,
}: {
  readonly family: string
  readonly count: number
  readonly on: boolean
  toggle(): void
}) {
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={on}
      disabled={count === 0 && !on}
      onClick={toggle}
      title={`Only ${family} guards`}
    >
      <i className={`swatch ${family}`} aria-hidden />
      <span className="chip-name">{family}</span> <span className="chip-count">{grouped(count)}</span>
    </button>
  )
}

function asFamily(value: string): Family {
  switch (value) {
    case 'tensor':
    case 'type':
    case 'value':
    case 'state':
    case 'shape':
    case 'relation':
      return value
    default:
      return 'none'
  }
}
