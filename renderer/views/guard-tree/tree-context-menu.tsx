/** What can be done with the node under the pointer. */
import { ContextMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { commandInfo } from '../../../shared/commands'
import { shortcutText } from '../../components/shortcut-keys'
import { useServices } from '../../components/services'
import { copyNode, copySubtree, copyTree } from './copy'
import type { FacetName } from './filter'
import { hasChildren } from './flatten'
import type { TreeStore } from './tree-store'

export function TreeContextMenu({ store, children }: { readonly store: TreeStore; readonly children: ReactNode }) {
  const services = useServices()
  const { tree, selected, filters, toggleFilter, setBelow } = useStore(store)
  const string = (ids: Uint32Array): string => tree.strings[ids[selected] ?? 0] ?? ''
  const parent = hasChildren(tree, selected)
  const filter = (facet: FacetName, value: string, label: string): ReactNode =>
    value !== '' && (
      <ContextMenu.Item className="menu-item" onSelect={() => toggleFilter(facet, value)}>
        {new Set<string>(filters[facet]).has(value) ? 'Stop filtering by' : 'Filter by'} {label} <code>{value}</code>
      </ContextMenu.Item>
    )
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" collisionPadding={8}>
          <Item label="Copy as text" shortcut="Mod+C" act={() => void copyNode(services)} />
          <Item
            label="Copy with all below"
            shortcut={commandInfo('copy-subtree').keys}
            act={() => void copySubtree(services)}
          />
          <Item label="Copy the whole tree" act={() => void copyTree(services)} />
          <ContextMenu.Separator className="menu-line" />
          <Item
            label="Expand all below"
            shortcut={commandInfo('expand-below').keys}
            disabled={!parent}
            act={() => setBelow(selected, false)}
          />
          <Item
            label="Collapse all below"
            shortcut={commandInfo('collapse-below').keys}
            disabled={!parent}
            act={() => setBelow(selected, true)}
          />
          <Item label="Show in the printed text" act={() => services.settings.getState().setView('text')} />
          <ContextMenu.Separator className="menu-line" />
          {tree.family[selected] !== 0 && filter('types', string(tree.titleId), 'type')}
          {filter('bases', string(tree.baseId), 'source')}
          {filter('files', string(tree.fileId), 'file')}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function Item({
  label,
  shortcut,
  disabled = false,
  act,
}: {
  readonly label: string
  readonly shortcut?: string | undefined
  readonly disabled?: boolean
  act(): void
}) {
  return (
    <ContextMenu.Item className="menu-item" disabled={disabled} onSelect={act}>
      {label}
      {shortcut !== undefined && <span className="menu-keys">{shortcutText(shortcut)}</span>}
    </ContextMenu.Item>
  )
}
