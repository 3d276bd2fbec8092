/** What the window says when no file is open. */
import { FileText, FolderOpen } from 'lucide-react'
import { useServices, useSettings } from '../components/services'
import { CommandKeys } from '../components/shortcut-keys'

export function EmptyState() {
  const { documents, settings } = useServices()
  const recent = useSettings((state) => state.recent)
  return (
    <div className="empty">
      <div className="empty-column">
        <h2>Open a guards_state file</h2>
        <p>
          Guardscope draws the guard tree that <code>torch.compile</code> saved: every guard, where its value comes
          from, and the line of code that asked for it. Nothing in the file is executed.
        </p>
        <p className="empty-actions">
          <button type="button" className="button primary" onClick={() => void documents.getState().choose()}>
            <FolderOpen size={16} aria-hidden /> Open file… <CommandKeys id="open" />
          </button>
          <span>or drop files anywhere in this window</span>
        </p>
        {recent.length > 0 && (
          <section aria-label="Recent files">
            <div className="section-head">
              <h3>Recent</h3>
              <button type="button" className="text-button" onClick={() => settings.getState().clearRecent()}>
                Clear
              </button>
            </div>
            <ul className="recent">
              {recent.map((path) => (
                <li key={path}>
                  <button type="button" title={path} onClick={() => void documents.getState().openPaths([path])}>
                    <FileText size={15} aria-hidden />
                    <span className="recent-name">{path.split(/[\\/]/).pop()}</span>
                    <span className="recent-folder">{path.replace(/[\\/][^\\/]*$/, '')}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p>
          No file is needed for the{' '}
          <button type="button" className="text-button" onClick={() => settings.getState().setView('precision')}>
            fp32 precision settings
          </button>
          : what is set, what is in force, and what a change would do. Nor for a{' '}
          <button type="button" className="text-button" onClick={() => settings.getState().setView('live')}>
            live torch process
          </button>
          , whose compiles become files as they happen.
        </p>
        <p className="hint">
          Bare blobs, DynamoStore and caching-precompile entries, aot_compile files and cache artifacts are recognised
          by their content.
        </p>
      </div>
    </div>
  )
}
