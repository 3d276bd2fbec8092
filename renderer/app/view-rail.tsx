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
import { commandInfo, titleOf } from '../../shared/commands'
import { VIEW_NAMES } from '../../shared/view'
import type { ViewName } from '../../shared/view'
import { IconButton } from '../components/icon-button'
import { useDocuments, useServices, useSettings } from '../components/services'
import { activeBlob } from '../stores/documents'
import { WITHOUT_DOCUMENT } from '../stores/settings'
import { useUnapplied } from '../views/document/document-badge'
import { useFindingsBadge } from '../views/findings/findings-badge'
import { isThere, standingOf } from '../views/live/live-session'
import { ThemeMenu } from './theme-menu'

const ICONS: { readonly [V in ViewName]: ReactNode } = {
  tree: <ListTree size={18} />,
  text: <ScrollText size={18} />,
  replay: <PlayCircle size={18} />,
  diff: <GitCompareArrows size={18} />,
  findings: <Stethoscope size={18} />,
  document: <FilePenLine size={18} />,
  overhead: <ChartGantt size={18} />,
  precision: <Network size={18} className="rail-precision" />,
  devices: <Gpu size={18} />,
  live: <SquareActivity size={18} />,
}

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
  const button = (name: ViewName) => <ViewButton key={name} name={name} mark={marks[name] ?? null} />
  return (
    <nav className="rail" aria-label="Views">
      {ready && VIEW_NAMES.filter((name) => !WITHOUT_DOCUMENT.has(name)).map(button)}
      <span className="space" />
      {VIEW_NAMES.filter((name) => WITHOUT_DOCUMENT.has(name)).map(button)}
      <ThemeMenu />
    </nav>
  )
}

function ViewButton({ name, mark }: { readonly name: ViewName; readonly mark: Mark | null }) {
  const { settings } = useServices()
  const command = commandInfo(`view-${name}`)
  const label = titleOf(command)
  const icon = ICONS[name]
  const isFront = useSettings((state) => state.view === name)
  return (
    <IconButton
      label={mark === null ? label : `${label}: ${mark.words}`}
      shortcut={command.keys}
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
