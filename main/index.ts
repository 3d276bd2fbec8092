/** The Electron app: starts once; a second start hands its files to the first and ends. */
import { Menu, app, protocol } from 'electron'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { Workbench } from './app/workbench'
import { filesIn } from './app/arguments'
import { catchExceptions } from './app/crash'
import { lockNetwork } from './app/lockdown'
import { SCHEME } from './app/page'
import { runInTerminal, terminalArguments } from './terminal'

const SecondStart = z.object({ files: z.array(z.string()) })

const command = terminalArguments(process.argv, app.getAppPath())
if (command !== null) runInTerminal(join(__dirname, 'terminal-worker.js'), command)

catchExceptions()
// Root can run Electron without a sandbox only, and has asked for that.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
lockNetwork(app)
const { GUARDSCOPE_USER_DATA: userData } = process.env
app.setPath('userData', userData ?? join(app.getPath('appData'), 'guardscope'))
const files = filesIn(process.argv, process.cwd(), app.getAppPath())
const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }

if (app.requestSingleInstanceLock({ files })) start()
else app.exit(0)

function start(): void {
  // or Electron makes a menu of its own first
  Menu.setApplicationMenu(null)
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
  const guardscope = new Workbench(files)
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const second = SecondStart.safeParse(data)
    if (second.success && second.data.files.length > 0) guardscope.open(second.data.files)
    guardscope.showWindow()
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    guardscope.open([path])
    if (app.isReady()) guardscope.showWindow()
  })
  app.on('activate', () => guardscope.showWindow())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', () => guardscope.stop())
  void app.whenReady().then(() => guardscope.start())
}
