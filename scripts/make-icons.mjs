/**
 * Makes resources/icons of resources/icon.svg: a PNG of each size that a desktop wants, and of them the containers of
 * Windows and macOS. The built app's Electron draws them. `node scripts/make-icons.mjs`, where the drawing has changed.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { resolveRuntime } from './electron-runtime.mjs'
import { icns, ico } from './icon-files.mjs'
import { root } from './process.mjs'
import { isRoot } from './system.mjs'

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const { exe } = await resolveRuntime()
const app = await _electron.launch({ executablePath: exe, args: [...(isRoot() ? ['--no-sandbox'] : []), root] })
const pngs = new Map()
try {
  const svg = readFileSync(join(root, 'resources', 'icon.svg'), 'base64')
  for (const size of SIZES) {
    const url = await app.evaluate(draw, { svg, size })
    pngs.set(size, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
  }
} finally {
  await app.close()
}
const folder = join(root, 'resources', 'icons')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
for (const [size, png] of pngs) writeFileSync(join(folder, `${size}x${size}.png`), png)
writeFileSync(join(folder, 'icon.ico'), ico(pngs))
writeFileSync(join(folder, 'icon.icns'), icns(pngs))

/** In Electron: the drawing at a size, as a data: address. */
async function draw({ BrowserWindow }, { svg, size }) {
  const window = new BrowserWindow({ show: false })
  await window.loadURL('about:blank')
  const drawn = await window.webContents.executeJavaScript(`(async () => {
    const image = new Image(${size}, ${size})
    image.src = 'data:image/svg+xml;base64,${svg}'
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} })
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size})
    return canvas.toDataURL('image/png')
  })()`)
  window.destroy()
  return drawn
}
