/** What happens when something breaks: a page that died is loaded again; an exception is told, and never waited on in a test. */
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { noteProblem, noteThrown } from '../problems'

/** A page that dies again this soon is left alone. */
const AGAIN_MS = 10_000

/** Loads the page again when its process is gone. */
export function reloadAfterCrash(window: BrowserWindow): void {
  let last = -Infinity
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = performance.now()
    console.error(`the page's process is gone (${reason})`)
    noteProblem({ source: 'page', kind: 'ended', name: `${reason} ${exitCode}`, code: null, frames: [], message: null })
    if (now - last > AGAIN_MS) window.webContents.reload()
    else tell(`The window's process keeps stopping (${reason}).`)
    last = now
  })
  window.on('unresponsive', () =>
    noteProblem({ source: 'page', kind: 'hung', name: 'unresponsive', code: null, frames: [], message: null }),
  )
}

/** Electron's own dialog for an exception stops everything; this one does not. */
export function catchExceptions(): void {
  process.on('uncaughtException', (error) => {
    console.error(error)
    noteThrown('main', 'uncaught', error)
    if (process.env['GUARDSCOPE_TEST'] !== undefined) app.exit(70)
    else tell(error.message)
  })
  process.on('unhandledRejection', (reason) => {
    console.error(reason)
    noteThrown('main', 'rejected', reason)
    if (process.env['GUARDSCOPE_TEST'] !== undefined) app.exit(70)
  })
}

function tell(detail: string): void {
  if (!app.isReady() || process.env['GUARDSCOPE_TEST'] !== undefined) return
  const buttons = ['Go on', 'Quit']
  const question = {
    type: 'error' as const,
    message: 'Something went wrong in Guardscope',
    detail,
    buttons,
    cancelId: 0,
  }
  void dialog.showMessageBox(question).then(({ response }) => {
    if (response === 1) app.quit()
  })
}
