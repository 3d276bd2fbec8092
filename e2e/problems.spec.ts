/** What went wrong is written down here and shown, without what files hold; and nothing is ever sent. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { _electron } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { SAMPLE, environment, executable, expect, fileWith, startArguments, test } from './harness/app'

const SECRET = 'SECRET_OF_A_FILE'
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Problems' })

async function lookAtProblems(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Type a command').fill('problems')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toBeVisible()
}

/** All files of the folder and below, as one text. */
function textIn(folder: string): string {
  if (!existsSync(folder)) return ''
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory() ? textIn(join(folder, entry.name)) : readFileSync(join(folder, entry.name), 'latin1'),
    )
    .join('\n')
}

test('a page that crashed leaves a record and a dump, to look at and to delete', async ({ start, profile }) => {
  const first = await start([SAMPLE])
  await expect(first.page.getByRole('tree', { name: 'Guard tree' })).toBeVisible()
  await lookAtProblems(first.page)
  await expect(dialog(first.page)).toContainText('Nothing has gone wrong so far.')
  await first.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const loaded = new Promise<void>((done) => contents?.once('did-finish-load', () => done()))
    contents?.forcefullyCrashRenderer()
    await loaded
  })
  // Playwright's own page died with the process: the next session has the record
  await first.app.close()
  const { app, page } = await start()
  await expect(page.getByRole('button', { name: 'Open file…' })).toBeVisible()
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('problems')?.click())
  await expect(dialog(page).getByRole('listitem')).toHaveText(/^The window ended: (crashed|killed) \d+/)
  await expect(dialog(page)).toContainText(/1 crash dump, \d/)
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: test.info().outputPath(`problems-${theme}.png`) })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).disableRules('region').analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([])
  }
  await dialog(page).getByRole('button', { name: 'Copy all' }).click()
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/ Guardscope .*: The window ended: /)
  await dialog(page).getByRole('button', { name: 'Delete all' }).click()
  await expect(dialog(page)).toContainText('Nothing has gone wrong so far.')
  await expect(dialog(page)).not.toContainText('crash dump')
  expect(readdirSync(join(profile, 'logs'))).toEqual([])
})

test('what a file holds is in no log, unless the person lets it', async ({ start, folder, profile }) => {
  const hostile = await fileWith(folder, `${SECRET}.guards_state`, `(c${SECRET}\n${SECRET}\nX${SECRET}`)
  const { page } = await start([hostile])
  await expect(page.getByRole('alert')).toBeVisible()
  const fail = (secret: string): Promise<void> =>
    page.evaluate((text) => {
      setTimeout(() => {
        throw new TypeError(`${text}\n    at ${text} (${text}.js:1:1)`)
      }, 0)
      void Promise.reject(new Error(text))
    }, secret)
  await fail(SECRET)
  await lookAtProblems(page)
  const records = dialog(page).getByRole('listitem')
  await expect(records).toHaveCount(2)
  await expect(dialog(page)).toContainText('TypeError that nobody caught, in the window')
  expect(textIn(join(profile, 'logs'))).not.toContain(SECRET)
  await expect(dialog(page)).not.toContainText(SECRET)
  await dialog(page).getByRole('checkbox').check()
  await fail(`${SECRET}_ALLOWED`)
  await page.keyboard.press('Escape')
  await lookAtProblems(page)
  await expect(records).toHaveCount(4)
  await expect(dialog(page)).toContainText(`${SECRET}_ALLOWED`)
  await page.screenshot({ path: test.info().outputPath('problems-detailed.png') })
})

test('nothing is ever sent: no name is looked up and no connection opened', async ({ folder, profile }) => {
  const [netLog, calls] = [join(folder, 'net.json'), join(folder, 'calls.txt')]
  const watch = await fileWith(
    folder,
    'watch.cjs',
    [
      "const { appendFileSync } = require('node:fs')",
      'const note = (what) => appendFileSync(process.env.WATCH_CALLS, what + "\\n")',
      "note('watched')",
      // in every thread as well
      "const threads = require('node:worker_threads'); const Real = threads.Worker",
      "threads.Worker = class extends Real { constructor(script, options) { super(script, { ...options, execArgv: ['--require', __filename] }) } }",
      'const spy = (module, name) => { const real = module[name]; module[name] = function (...args) { note(name); return real.apply(this, args) } }',
      "spy(require('node:dns'), 'lookup')",
      "spy(require('node:dgram').Socket.prototype, 'send')",
      "const net = require('node:net'); const connect = net.Socket.prototype.connect",
      // a pipe between processes is none
      'net.Socket.prototype.connect = function (...args) { const to = args[0]?.[0] ?? args[0]; if (to?.port !== undefined) note("connect"); return connect.apply(this, args) }',
    ].join('\n'),
  )
  const env = { ...environment(profile), WATCH_CALLS: calls }
  writeFileSync(calls, '')
  const args = ['-r', watch, `--log-net-log=${netLog}`, ...startArguments([SAMPLE])]
  const app = await _electron.launch({ executablePath: executable(), args, env, chromiumSandbox: true })
  const page = await app.firstWindow()
  await expect(page.getByRole('tree', { name: 'Guard tree' })).toBeVisible()
  for (const key of '234567890') await page.keyboard.press(`Control+${key}`)
  await lookAtProblems(page)
  await page.evaluate(() => fetch('https://example.invalid/').catch(() => null))
  await app.close()
  const made = readFileSync(calls, 'utf8').trim().split('\n')
  expect(made.filter((what) => what !== 'watched')).toEqual([])
  // the app's own thread, and one that reads files
  expect(made.length).toBeGreaterThan(1)
  const log = readFileSync(netLog, 'utf8')
  const { constants } = JSON.parse(`${log.trim().replace(/,?\s*(\]\})?$/, '')}]}`) as {
    readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  }
  const types = new Set([...log.matchAll(/"type":(\d+)/g)].map(([, type]) => Number(type)))
  const opened = [
    'TCP_CONNECT',
    'UDP_CONNECT',
    'HOST_RESOLVER_MANAGER_REQUEST',
    'SOCKET_POOL',
    'HTTP_TRANSACTION_SEND_REQUEST',
  ]
  expect(opened.filter((name) => types.has(constants.logEventTypes[name] ?? -1))).toEqual([])
  expect(opened.filter((name) => !(name in constants.logEventTypes))).toEqual([])
})
