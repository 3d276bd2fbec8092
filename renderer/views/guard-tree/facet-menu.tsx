/** A menu of the choices of one filter, with how many nodes each would leave. */
import { Check, ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useStore } from 'zustand'
import { grouped } from '../../components/format'
import type { TreeStore } from './tree-store'

export function FacetMenu({
  store,
  facet,
  label,
}: {
  readonly store: TreeStore
  readonly facet: 'types' | 'bases' | 'files'
  readonly label: string
}) {
  const { filters, filtered, toggleFilter } = useStore(store)
  const choices = filtered.facets[facet]
  const chosen = filters[facet]
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={`chip menu-chip${chosen.size > 0 ? ' on' : ''}`} disabled={choices.length === 0}>
        {label}
        {chosen.size > 0 && <span className="chip-count">{chosen.size}</span>}
        <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu facet-menu" align="start" sideOffset={4} collisionPadding={8}>
          {choices.map(({ value, count }) => (
            <DropdownMenu.CheckboxItem
              key={value}
              className="menu-item"
              checked={chosen.has(value)}
              onCheckedChange={() => toggleFilter(facet, value)}
              onSelect={(event) => event.preventDefault()}
            >
              <span className="menu-check">{chosen.has(value) && <Check size={13} aria-hidden />}</span>
              <code title={value}>{value}</code>
              <span className="menu-keys">{grouped(count)}</span>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
