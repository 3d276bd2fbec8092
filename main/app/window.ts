/** The window: made hidden in the colour of its theme, shown when there is something to see, back where it last stood. */
import { BrowserWindow, nativeImage, nativeTheme, screen } from 'electron'
import type { NativeImage } from 'electron'
import { join } from 'node:path'
import { resourcesFolder } from '../resources'
import type { WindowBounds } from './memory'

const GROUND = { dark: '#14171c', light: '#f4f6f8' }
const SIZE = { width: 1280, height: 800 }

/** The colour behind the page. */
export function groundColour(): string {
  return nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light
}

/** Makes the window and loads `url` into it. */
export function createWindow(bounds: WindowBounds | null, url: string, development: boolean): BrowserWindow {
  const remembered = onAScreen(bounds)
  const window = new BrowserWindow({
    ...SIZE,
    ...(remembered && { x: remembered.x, y: remembered.y, width: remembered.width, height: remembered.height }),
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: 'Guardscope',
    backgroundColor: groundColour(),
    webPreferences: {
      preload: join(__dirname, '../preload/preload.js'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: development,
    },
  })
  if (remembered?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url)
  return window
}

/** What is seen of a file while it is dragged out. */
export function dragIcon(): NativeImage {
  return nativeImage.createFromPath(join(resourcesFolder('icons'), '32x32.png'))
}

/** Where it stands, or stood before it was made as large as the screen. */
export function boundsOf(window: BrowserWindow): WindowBounds {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() }
}

/** Where it stood, if a screen still shows that place. */
function onAScreen(bounds: WindowBounds | null): WindowBounds | null {
  if (bounds === null) return null
  const { workArea } = screen.getDisplayMatching(bounds)
  const across = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x)
  const top = bounds.y >= workArea.y && bounds.y < workArea.y + workArea.height - 40
  return across >= 100 && top ? bounds : null
}
