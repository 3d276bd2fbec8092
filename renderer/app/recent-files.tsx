/** The files that were opened before: pinned ones first, those that are gone marked. */
import { FileText, Pin, PinOff, ScrollText, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RecentFile } from '../../shared/recent'
import { IconButton } from '../components/icon-button'
import { KIND_NAMES } from '../components/kind-names'
import { plural } from '../components/format'
import { useServices, useSettings } from '../components/services'

/** As many as are shown before all are asked for. */
const FEW = 8

export function RecentFiles() {
  const { api, settings } = useServices()
  const recent = useSettings((state) => state.recent)
  const [all, setAll] = useState(false)
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    let wanted = true
    const look = async (): Promise<void> => {
      const gone = await api.missingFiles(recent.map(({ path }) => path))
      if (wanted) setMissing(new Set(gone))
    }
    const again = (): void => void look()
    again()
    window.addEventListener('focus', again)
    return () => {
      wanted = false
      window.removeEventListener('focus', again)
    }
  }, [api, recent])
  if (recent.length === 0) return null
  const shown = all ? recent : recent.slice(0, FEW)
  return (
    <section aria-label="Recent files">
      <div className="section-head">
        <h3>Recent</h3>
        {recent.some(({ pinned }) => !pinned) && (
          <button type="button" className="text-button" onClick={() => settings.getState().clearRecent()}>
            Clear
          </button>
        )}
      </div>
      <ul className="recent-files">
        {shown.map((file) => (
          <Row key={file.path} file={file} isMissing={missing.has(file.path)} />
        ))}
      </ul>
      {recent.length > FEW && (
        <button type="button" className="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${recent.length}`}
        </button>
      )}
    </section>
  )
}

function Row({ file, isMissing }: { readonly file: RecentFile; readonly isMissing: boolean }) {
  const { documents, settings } = useServices()
  const { path, pinned, kind } = file
  const name = path.split(/[\\/]/).pop() ?? path
  return (
    <li className={isMissing ? 'missing' : ''}>
      <button
        type="button"
        className="recent-file"
        title={path}
        onClick={() => void documents.getState().openPaths([path])}
      >
        {kind === 'log' ? <ScrollText size={15} aria-hidden /> : <FileText size={15} aria-hidden />}
        <span className="file-name">{name}</span>
        {/* the end of a long path tells more than its beginning */}
        <span className="file-folder">
          <bdi>{path.replace(/[\\/][^\\/]*$/, '')}</bdi>
        </span>
        <span className="recent-known">{isMissing ? 'not there any more' : knownOf(file)}</span>
      </button>
      <IconButton
        label={pinned ? `Unpin ${name}` : `Pin ${name}`}
        icon={pinned ? <PinOff size={14} /> : <Pin size={14} />}
        className={`small recent-act${pinned ? ' on' : ''}`}
        onClick={() => settings.getState().pin(path, !pinned)}
      />
      <IconButton
        label={`Take ${name} off the list`}
        icon={<X size={14} />}
        className="small recent-act"
        onClick={() => settings.getState().forget(path)}
      />
    </li>
  )
}

function knownOf({ kind, torch, guards }: RecentFile): string {
  const what = kind === 'guards_state' ? [] : [KIND_NAMES.get(kind) ?? '']
  const parts = [...what, torch === '' ? '' : `torch ${torch}`, guards === null ? '' : plural(guards, 'guard')]
  return parts.filter((part) => part !== '').join(' · ')
}
