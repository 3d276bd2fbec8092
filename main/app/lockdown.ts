/** What no page of the app may do: navigate, open windows, embed others, ask for permissions, reach the network. */
import type { App, Session, WebContents } from 'electron'
import { ORIGIN } from './page'

/** Locks every page that is ever made. `origin` is the window's own. */
export function lockPages(app: App, origin: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    const stay = (event: { preventDefault(): void }, url: string): void => {
      if (!isOwn(url, origin)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Before Electron is ready: no name of another machine is ever looked up by it. */
export function lockNetwork({ commandLine }: Pick<App, 'commandLine'>): void {
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE localhost')
  commandLine.appendSwitch('disable-background-networking')
}

/** Refuses permissions and devices, and every request that is not for the window's own files. */
export function lockSession(session: Session, origin: string): void {
  // Chromium fetches a dictionary for its spell checker at the start, whatever a page's own settings say
  session.setSpellCheckerLanguages([])
  session.setSpellCheckerEnabled(false)
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowed(details.url, origin) }))
}

/** Whether a message comes from the main frame of `contents`, showing a page of `origin`. */
export function isTrusted(
  sender: { readonly senderFrame: { readonly url: string } | null; readonly sender: unknown },
  contents: Pick<WebContents, 'mainFrame'> | null,
  origin: string,
): boolean {
  if (contents === null || sender.sender !== contents) return false
  const frame = sender.senderFrame
  return frame !== null && frame === contents.mainFrame && isOwn(frame.url, origin)
}

function isOwn(url: string, origin: string): boolean {
  return url === origin || url.startsWith(`${origin}/`)
}

function isAllowed(url: string, origin: string): boolean {
  const development = origin !== ORIGIN && url.startsWith(origin.replace(/^http/, 'ws'))
  return isOwn(url, origin) || development || /^(data|blob|devtools|chrome-extension):/.test(url)
}
