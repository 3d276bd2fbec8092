/** The views at the left: those of the blob in front above, those of no document below, and the theme. */
import { GitCompareArrows, Gpu, ListTree, Network, PlayCircle, ScrollText, Stethoscope } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../components/icon-button'
import { useDocuments, useServices, useSettings } from '../components/services'
import { activeBlob } from '../stores/documents'
import { type ViewName, WITHOUT_DOCUMENT } from '../stores/settings'
import { useFindingsBadge } from '../views/findings/findings-badge'
import { ThemeMenu } from './theme-menu'

interface View {
  readonly name: ViewName
  readonly label: string
  readonly shortcut: string
  readonly icon: ReactNode
}

const VIEWS: readonly View[] = [
  { name: 'tree', label: 'Guard tree', shortcut: 'Mod+1', icon: <ListTree size={18} /> },
  { name: 'text', label: 'Printed text', shortcut: 'Mod+2', icon: <ScrollText size={18} /> },
  { name: 'replay', label: 'Replay', shortcut: 'Mod+3', icon: <PlayCircle size={18} /> },
  { name: 'diff', label: 'Differences', shortcut: 'Mod+4', icon: <GitCompareArrows size={18} /> },
  { name: 'findings', label: 'Findings', shortcut: 'Mod+5', icon: <Stethoscope size={18} /> },
  { name: 'precision', label: 'Precision', shortcut: 'Mod+7', icon: <Network size={18} className="rail-precision" /> },
  { name: 'devices', label: 'Devices', shortcut: 'Mod+8', icon: <Gpu size={18} /> },
]

export function ViewRail() {
  const ready = useDocuments((state) => activeBlob(state)?.status === 'ready')
  const badge = useFindingsBadge()
  const ofDocument = VIEWS.filter(({ name }) => !WITHOUT_DOCUMENT.has(name))
  return (
    <nav className="rail" aria-label="Views">
      {ready &&
        ofDocument.map((view) =>
          view.name === 'findings' && badge !== null ? (
            <ViewButton
              key={view.name}
              {...view}
              label={`${view.label}: ${badge.words}`}
              icon={
                <>
                  {view.icon}
                  <span className={`rail-badge ${badge.worst}`} aria-hidden>
                    {badge.count}
                  </span>
                </>
              }
            />
          ) : (
            <ViewButton key={view.name} {...view} />
          ),
        )}
      <span className="space" />
      {VIEWS.filter(({ name }) => WITHOUT_DOCUMENT.has(name)).map((view) => (
        <ViewButton key={view.name} {...view} />
      ))}
      <ThemeMenu />
    </nav>
  )
}

function ViewButton({ name, label, shortcut, icon }: View) {
  const { settings } = useServices()
  const isFront = useSettings((state) => state.view === name)
  return (
    <IconButton
      label={label}
      shortcut={shortcut}
      icon={icon}
      side="right"
      className="rail-button"
      aria-current={isFront ? 'page' : undefined}
      // a view of no document is left by its own button, too: without a blob there is no other
      onClick={() => settings.getState().setView(isFront && WITHOUT_DOCUMENT.has(name) ? 'tree' : name)}
    />
  )
}
