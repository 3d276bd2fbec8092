/** The person's settings. */
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type SettingsHandlers = Pick<Handlers, 'changeSettings' | 'settingsText' | 'applySettings'>

export function settingsHandlers({ shared }: WindowParts): SettingsHandlers {
  const { settings } = shared
  return {
    changeSettings: (change) => {
      settings.update(change)
      shared.settingsChanged()
    },
    settingsText: () => settings.text,
    applySettings: (text) => {
      const reply = settings.replace(text)
      if (reply.ok) shared.settingsChanged()
      return reply
    },
  }
}
