/** The bar above: the tabs of the open documents, and the search. */
import { SquareTerminal } from 'lucide-react'
import { commandInfo } from '../../shared/commands'
import { IconButton } from '../components/icon-button'
import { useDocuments, useServices } from '../components/services'
import { activeBlob } from '../stores/documents'
import { SearchBox } from './search-box'
import { TabStrip } from './tab-strip'

export function TopBar() {
  const { settings } = useServices()
  const blob = useDocuments(activeBlob)
  return (
    <header className="top-bar">
      <h1 className="logo">
        <span aria-hidden>G</span>
        <span className="unseen">Guardscope</span>
      </h1>
      <TabStrip />
      {blob?.status === 'ready' && <SearchBox store={blob.tree} />}
      <IconButton
        label="Commands"
        shortcut={commandInfo('palette').keys}
        icon={<SquareTerminal size={16} />}
        onClick={() => settings.getState().setPaletteOpen(true)}
      />
    </header>
  )
}
