/** The views at the left: those of the blob in front above, those of no document below, and the theme. */
import {
  ChartGantt,
  FilePenLine,
  GitCompareArrows,
  Gpu,
  ListTree,
  Network,
  PlayCircle,
  ScrollText,
  SquareActivity,
  Stethoscope,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../components/icon-button'
import { useDocuments, useServices, useSettings } from '../components/services'
import { activeBlob } from '../stores/documents'
import { type ViewName, WITHOUT_DOCUMENT } from '../stores/settings'
import { useUnapplied } from '../views/document/document-badge'
import { useFindingsBadge } from '../views/findings/findings-badge'
import { isThere, standingOf } from '../views/live/live-session'
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
  { name: 'document', label: 'Document', shortcut: 'Mod+6', icon: <FilePenLine size={18} /> },
  { name: 'overhead', label: 'Overhead', shortcut: 'Mod+0', icon: <ChartGantt size={18} /> },
  { name: 'precision', label: 'Precision', shortcut: 'Mod+7', icon: <Network size={18} className="rail-precision" /> },
  { name: 'devices', label: 'Devices', shortcut: 'Mod+8', icon: <Gpu size={18} /> },
  { name: 'live', label: 'Live process', shortcut: 'Mod+9', icon: <SquareActivity size={18} /> },
]

/** What stands at a view's icon. */
interface Mark {
  readonly words: string
  readonly text: string
  readonly kind: string
}

export function ViewRail() {
  const ready = useDocuments((state) => activeBlob(state)?.status === 'ready')
  const badge = useFindingsBadge()
  const unapplied = useUnapplied()
  const running = useStore(useServices().process, ({ session }) =>
    isThere(session) ? standingOf(session).words : null,
  )
  const marks: { readonly [V in ViewName]?: Mark | null } = {
    findings: badge === null ? null : { words: badge.words, text: String(badge.count), kind: badge.worst },
    live: running === null ? null : { words: running, text: '', kind: 'unapplied' },
    document: unapplied ? { words: 'changes not applied', text: '', kind: 'unapplied' } : null,
  }
  const button = (view: View) => <ViewButton key={view.name} view={view} mark={marks[view.name] ?? null} />
  return (
    <nav className="rail" aria-label="Views">
      {ready && VIEWS.filter(({ name }) => !WITHOUT_DOCUMENT.has(name)).map(button)}
      <span className="space" />
      {VIEWS.filter(({ name }) => WITHOUT_DOCUMENT.has(name)).map(button)}
      <ThemeMenu />
    </nav>
  )
}

function ViewButton({ view, mark }: { readonly view: View; readonly mark: Mark | null }) {
  const { settings } = useServices()
  const { name, label, shortcut, icon } = view
  const isFront = useSettings((state) => state.view === name)
  return (
    <IconButton
      label={mark === null ? label : `${label}: ${mark.words}`}
      shortcut={shortcut}
      icon={
        mark === null ? (
          icon
        ) : (
          <>
            {icon}
            <span className={`rail-badge ${mark.kind}`} aria-hidden>
              {mark.text}
            </span>
          </>
        )
      }
      side="right"
      className="rail-button"
      aria-current={isFront ? 'page' : undefined}
      // a view of no document is left by its own button, too: without a blob there is no other
      onClick={() => settings.getState().setView(isFront && WITHOUT_DOCUMENT.has(name) ? 'tree' : name)}
    />
  )
}
