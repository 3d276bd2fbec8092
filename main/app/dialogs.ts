/** The system's own dialogs, over their window where it is there. */
import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { visible, visibleLines } from '../../shared/visible'
import type { Question } from './live-host'

/** Asks outside of the page, which could not answer for the person. */
export async function agrees(window: BrowserWindow | null, { message, detail, yes }: Question): Promise<boolean> {
  const options = {
    type: 'warning' as const,
    message: visible(message),
    detail: visibleLines(detail),
    buttons: [yes, 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response === 0
}

export async function choosePaths(
  window: BrowserWindow | null,
  properties: ('openFile' | 'openDirectory' | 'multiSelections')[],
): Promise<string[]> {
  const options = { title: 'Open', properties }
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return filePaths
}

export async function chooseSavePath(
  window: BrowserWindow | null,
  title: string,
  defaultPath: string | null,
): Promise<string | null> {
  const options = { title, ...(defaultPath === null ? {} : { defaultPath }) }
  const { filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  // Electron before 30 says undefined where none was chosen
  return filePath ? filePath : null
}
