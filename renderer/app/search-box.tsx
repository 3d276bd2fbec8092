/** The search over the tree in front: the query, where one is among the matches, next and previous. */
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useStore } from 'zustand'
import { commandInfo } from '../../shared/commands'
import { SEARCH_ID, focusTree } from '../components/focus'
import { grouped } from '../components/format'
import { IconButton } from '../components/icon-button'
import { useServices } from '../components/services'
import { CommandKeys } from '../components/shortcut-keys'
import type { TreeStore } from '../views/guard-tree/tree-store'

export function SearchBox({ store }: { readonly store: TreeStore }) {
  const { settings } = useServices()
  const { search, setQuery, step, prepareSearch } = useStore(store)
  const { query, matches, current, error } = search
  const found = matches.length > 0
  return (
    <div className={`search${error !== null || (query !== '' && !found) ? ' none' : ''}`} role="search">
      <Search size={14} aria-hidden />
      <input
        id={SEARCH_ID}
        type="text"
        value={query}
        spellCheck={false}
        autoComplete="off"
        placeholder="Search guards, sources, types"
        aria-label="Search the tree"
        title="Text, or /a regular expression/"
        onFocus={prepareSearch}
        onChange={(event) => {
          // the icicles show what is found as well
          if (settings.getState().view !== 'overhead') settings.getState().setView('tree')
          setQuery(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') {
            setQuery('')
            focusTree()
          } else if (event.key === 'ArrowDown') focusTree()
          else return
          event.preventDefault()
        }}
      />
      {query === '' ? (
        <CommandKeys id="find" />
      ) : (
        <>
          <span className="search-count" role="status" title={error ?? undefined}>
            {error !== null
              ? 'not an expression'
              : found
                ? `${grouped(current + 1)} of ${grouped(matches.length)}`
                : 'none'}
          </span>
          <IconButton
            label="Previous match"
            shortcut={commandInfo('find-previous').keys}
            icon={<ChevronUp size={14} />}
            className="small"
            disabled={!found}
            onClick={() => step(-1)}
          />
          <IconButton
            label="Next match"
            shortcut={commandInfo('find-next').keys}
            icon={<ChevronDown size={14} />}
            className="small"
            disabled={!found}
            onClick={() => step(1)}
          />
          <IconButton label="Clear the search" icon={<X size={14} />} className="small" onClick={() => setQuery('')} />
        </>
      )}
    </div>
  )
}
