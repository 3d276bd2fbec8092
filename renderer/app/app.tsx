/** The shell: tabs and search above, views at the left, the document, its state below. */
import { Tooltip } from 'radix-ui'
import { useEffect, useMemo } from 'react'
import type { CSSProperties } from 'react'
import { Toaster } from 'sonner'
import { useServices, useSettings } from '../components/services'
import { shownTheme } from '../stores/settings'
import { CommandPalette } from './command-palette'
import { createCommands } from './commands'
import { DocumentArea } from './document-area'
import { DropOverlay } from './drop-overlay'
import { EditDialogs } from '../views/edit-dialogs/edit-dialogs'
import { commandFor } from './shortcuts'
import { ShortcutsDialog } from './shortcuts-dialog'
import { SettingsDialog } from '../views/settings/settings-dialog'
import { TourPanel } from '../views/tour/tour-panel'
import { StatusBar } from './status-bar'
import { TopBar } from './top-bar'
import { ViewRail } from './view-rail'
import { WorkBar } from './work-bar'

const MAC = /Mac/.test(navigator.platform)

export function App() {
  const services = useServices()
  const theme = useSettings(shownTheme)
  const paletteOpen = useSettings((state) => state.paletteOpen)
  const commands = useMemo(() => createCommands(services), [services])
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const command = event.defaultPrevented ? null : commandFor(commands, event, MAC)
      if (command === null) return
      event.preventDefault()
      command.perform()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [commands])
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <div className="shell">
        <TopBar />
        <ViewRail />
        <main className="main">
          <DocumentArea />
          <WorkBar />
        </main>
        <StatusBar />
      </div>
      <DropOverlay />
      <EditDialogs />
      <ShortcutsDialog commands={commands} />
      <SettingsDialog />
      <TourPanel />
      {paletteOpen && <CommandPalette commands={commands} />}
      <Toaster
        theme={theme}
        position="bottom-center"
        offset={38}
        duration={2200}
        toastOptions={{ className: 'toast' }}
        style={{ '--width': '300px' } as CSSProperties}
      />
    </Tooltip.Provider>
  )
}
