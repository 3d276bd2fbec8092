/** The views at the left, and the theme. */
import { FilePenLine, GitCompareArrows, ListTree, PlayCircle, ScrollText, Stethoscope } from 'lucide-react'
import { IconButton } from '../components/icon-button'
import { useDocuments, useServices, useSettings } from '../components/services'
import { activeBlob } from '../stores/documents'
import type { ViewName } from '../stores/settings'
import { useUnapplied } from '../views/document/document-badge'
import { useFindingsBadge } from '../views/findings/findings-badge'
import { ThemeMenu } from './theme-menu'

const VIEWS = [
  { name: 'tree', label: 'Guard tree', shortcut: 'Mod+1', icon: <ListTree size={18} /> },
  { name: 'text', label: 'Printed text', shortcut: 'Mod+2', icon: <ScrollText size={18} /> },
  { name: 'replay', label: 'Replay', shortcut: 'Mod+3', icon: <PlayCircle size={18} /> },
  { name: 'diff', label: 'Differences', shortcut: 'Mod+4', icon: <GitCompareArrows size={18} /> },
  { name: 'findings', label: 'Findings', shortcut: 'Mod+5', icon: <Stethoscope size={18} /> },
  { name: 'document', label: 'Document', shortcut: 'Mod+6', icon: <FilePenLine size={18} /> },
] as const satisfies readonly {
  readonly name: ViewName
  readonly label: string
  readonly shortcut: string
  readonly icon: unknown
}[]

export function ViewRail() {
  const { settings } = useServices()
  const view = useSettings((state) => state.view)
  const ready = useDocuments((state) => activeBlob(state)?.status === 'ready')
  const badge = useFindingsBadge()
  const unapplied = useUnapplied()
  const marks: { readonly [V in ViewName]?: Mark | null } = {
    findings: badge === null ? null : { words: badge.words, text: badge.count, kind: badge.worst },
    document: unapplied ? { words: 'changes not applied', text: '', kind: 'unapplied' } : null,
  }
  return (
    <nav className="rail" aria-label="Views">
      {ready &&
        VIEWS.map(({ name, label, shortcut, icon }) => {
          const mark = marks[name] ?? null
          return (
            <IconButton
              key={name}
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
              aria-current={view === name ? 'page' : undefined}
              onClick={() => settings.getState().setView(name)}
            />
          )
        })}
      <span className="space" />
      <ThemeMenu />
    </nav>
  )
}

/** A mark on a view's button. */
interface Mark {
  readonly words: string
  readonly text: string
  readonly kind: 'error' | 'warning' | 'unapplied'
}
