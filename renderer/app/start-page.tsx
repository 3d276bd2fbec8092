/** What the window shows when no file is open: what can be opened, what was, samples, and what needs no file. */
import { FolderOpen, Gpu, Network, ScrollText, SquareActivity } from 'lucide-react'
import type { ReactNode } from 'react'
import { CommandKeys } from '../components/shortcut-keys'
import { useServices } from '../components/services'
import type { ViewName } from '../../shared/view'
import { RecentFiles } from './recent-files'
import { SampleList } from './sample-list'

export function StartPage() {
  const { documents } = useServices()
  return (
    <div className="start-page">
      <div className="start-column">
        <header className="start-head">
          <h2>Open a guards_state file</h2>
          <p>
            Guardscope draws the guard tree that <code>torch.compile</code> saved: every guard, where its value comes
            from, and the line of code that asked for it. Nothing in the file is executed.
          </p>
          <p className="start-actions">
            <button type="button" className="button primary" onClick={() => void documents.getState().choose()}>
              <FolderOpen size={16} aria-hidden /> Open file… <CommandKeys id="open" />
            </button>
            <button type="button" className="button" onClick={() => void documents.getState().choose('folder')}>
              <ScrollText size={16} aria-hidden /> Open a folder of logs…
            </button>
            <span>or drop files anywhere in this window</span>
          </p>
        </header>
        <RecentFiles />
        <SampleList />
        <section aria-label="Without a file">
          <h3>Without a file</h3>
          <ul className="start-cards">
            <ViewCard view="live" icon={<SquareActivity size={18} aria-hidden />} title="Start a live process">
              Run a script under your torch: its compiles become files as they happen
            </ViewCard>
            <ViewCard view="precision" icon={<Network size={18} aria-hidden />} title="fp32 precision settings">
              What is set, what is in force, and what a change would do
            </ViewCard>
            <ViewCard view="devices" icon={<Gpu size={18} aria-hidden />} title="Devices">
              The GPUs of this machine, and the error of a matrix product on each
            </ViewCard>
          </ul>
        </section>
        <p className="start-hint">
          Bare blobs, DynamoStore and caching-precompile entries, aot_compile files, cache artifacts, TORCH_TRACE and
          TORCH_LOGS logs are recognised by their content.
        </p>
      </div>
    </div>
  )
}

function ViewCard({
  view,
  icon,
  title,
  children,
}: {
  readonly view: ViewName
  readonly icon: ReactNode
  readonly title: string
  readonly children: string
}) {
  const { settings } = useServices()
  return (
    <li>
      <button type="button" className="start-card" onClick={() => settings.getState().setView(view)}>
        {icon}
        <span className="card-title">{title}</span>
        <span className="card-text">{children}</span>
      </button>
    </li>
  )
}
