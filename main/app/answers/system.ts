/** What the page asks of the system around it: the clipboard, the browser, a notification. */
import { Notification, clipboard, shell } from 'electron'
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type SystemHandlers = Pick<Handlers, 'readClipboard' | 'writeClipboard' | 'openPage' | 'tellDone'>

export function systemHandlers({ shared: { settings }, window }: WindowParts): SystemHandlers {
  return {
    readClipboard: () => clipboard.readText(),
    writeClipboard: (text) => clipboard.writeText(text),
    // one of the contract's own pages, whatever the window asks
    openPage: (url) => shell.openExternal(url),
    tellDone: (title, body) => {
      const isWanted = settings.value.notifications && window()?.isFocused() !== true
      if (isWanted && Notification.isSupported()) new Notification({ title, body }).show()
    },
  }
}
