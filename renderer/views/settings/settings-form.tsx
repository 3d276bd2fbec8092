/** The settings as a form: each counts at once. */
import { ZOOM_STEPS } from '../../../shared/preferences'
import type { ThemeChoice } from '../../../shared/api'
import { useServices, useSettings } from '../../components/services'

const THEMES: readonly { readonly choice: ThemeChoice; readonly label: string }[] = [
  { choice: 'system', label: 'As the system' },
  { choice: 'dark', label: 'Dark' },
  { choice: 'light', label: 'Light' },
]

export function SettingsForm() {
  const { settings } = useServices()
  const { theme, zoom, restoreFiles, notifications, problemDetails } = useSettings((state) => state.preferences)
  const { change } = settings.getState()
  const sizes = ZOOM_STEPS.some((step) => step === zoom) ? ZOOM_STEPS : [...ZOOM_STEPS, zoom].sort((a, b) => a - b)
  return (
    <div className="settings-form">
      <label>
        <span>Theme</span>
        <select value={theme} onChange={({ target }) => change({ theme: target.value as ThemeChoice })}>
          {THEMES.map(({ choice, label }) => (
            <option key={choice} value={choice}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Size of everything</span>
        <select value={String(zoom)} onChange={({ target }) => change({ zoom: Number(target.value) })}>
          {sizes.map((size) => (
            <option key={size} value={String(size)}>
              {Math.round(size * 100)} %
            </option>
          ))}
        </select>
      </label>
      <Check
        label="Open the files of the last session again"
        hint="With their view, filters and selection; a file is read when its tab comes to the front."
        on={restoreFiles}
        set={(on) => change({ restoreFiles: on })}
      />
      <Check
        label="Say when long work is done"
        hint="By the system, where it took over 10 seconds and another program is in front."
        on={notifications}
        set={(on) => change({ notifications: on })}
      />
      <Check
        label="Write down messages and whole paths of problems"
        hint="They can hold what a file says. Help > Problems shows what is written; nothing is sent."
        on={problemDetails}
        set={(on) => change({ problemDetails: on })}
      />
    </div>
  )
}

interface CheckProps {
  readonly label: string
  readonly hint: string
  readonly on: boolean
  readonly set: (on: boolean) => void
}

function Check({ label, hint, on, set }: CheckProps) {
  return (
    <label className="dialog-choice">
      <input type="checkbox" checked={on} onChange={({ target }) => set(target.checked)} />
      <span>
        {label}
        <small>{hint}</small>
      </span>
    </label>
  )
}
