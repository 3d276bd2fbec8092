/** The ways a file comes into the window, and what a file that cannot be opened looks like. */
import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, SAMPLE, environment, executable, expect, fileWith, startArguments, test } from './harness/app'

const MLP = join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state')

test('a file from the command line is drawn as a tree', async ({ start }) => {
  const { page, errors } = await start([SAMPLE])
  await expect(page.getByRole('tab', { name: 'sample.guards_state' })).toBeVisible()
  await expect(page.getByRole('tree').getByRole('treeitem').first()).toBeVisible()
  expect(errors).toEqual([])
})

test('a second start opens its file in the first window and ends', async ({ start, profile, folder }) => {
  const { app, page } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  const second = await fileWith(folder, 'second.guards_state', await readFile(SAMPLE))
  const process = spawn(executable(), startArguments([second]), { env: environment(profile), stdio: 'ignore' })
  const status = await new Promise((done) => process.on('exit', done))
  await expect(page.getByRole('tab', { name: 'second.guards_state' })).toHaveAttribute('aria-selected', 'true')
  expect([status, await page.getByRole('tab').count(), app.windows().length]).toEqual([0, 2, 1])
})

test('what was opened is among the recent files of the next start', async ({ start }) => {
  const first = await start([SAMPLE])
  await expect(first.page.getByRole('treeitem').first()).toBeVisible()
  await first.page.keyboard.press('Control+w')
  await first.app.close()
  const { page } = await start()
  const recent = page
    .getByRole('region', { name: 'Recent files' })
    .getByRole('button', { name: /^sample\.guards_state/ })
  await recent.click()
  await expect(page.getByRole('treeitem').first()).toBeVisible()
})

test('the file dialog, and a file dropped on the window', async ({ start, folder }) => {
  const { app, page } = await start()
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, SAMPLE)
  await page
    .getByRole('button', { name: /Open file/ })
    .first()
    .click()
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await drop(page, await fileWith(folder, 'dropped.guards_state', await readFile(SAMPLE)))
  await expect(page.getByRole('tab', { name: 'dropped.guards_state' })).toHaveAttribute('aria-selected', 'true')
})

test('settings that cannot be read do not stop the start, and are kept', async ({ start, profile }) => {
  await mkdir(profile)
  await writeFile(join(profile, 'settings.json'), '{"theme": "light", "recent": 5')
  const { page } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  expect(await readFile(join(profile, 'settings.json.unreadable'), 'utf8')).toBe('{"theme": "light", "recent": 5')
})

test('a bad file shows one clear line, and the window goes on', async ({ start, folder }) => {
  const blob = await readFile(SAMPLE)
  const truncated = blob.subarray(0, blob.length / 2)
  const inFolder = join(folder, 'a folder')
  await mkdir(inFolder)
  const bad = [
    [await fileWith(folder, 'text.txt', 'hello, this is no pickle\n'), /\S/],
    [await fileWith(folder, 'empty', ''), /the file is empty$/],
    [inFolder, /no torch log in this folder$/],
    [join(folder, 'missing'), /no such file$/],
    [await fileWith(folder, 'truncated', truncated), /\S/],
  ] as const
  const { page, errors } = await start(bad.map(([path]) => path))
  for (const [path, line] of bad) {
    await page.getByRole('tab', { name: path.split('/').at(-1) ?? '' }).click()
    const shown = page.getByRole('alert').locator('.error-line')
    await expect(shown).toHaveText(line)
    expect((await shown.innerText()).split('\n')).toHaveLength(1)
  }
  await drop(page, SAMPLE)
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  expect(errors).toEqual([])
})

test('a tab whose file is on disk as it is shown is dragged out, one with edits is not', async ({ start, folder }) => {
  const file = await fileWith(folder, 'mlp.guards_state', await readFile(MLP))
  const { app, page } = await start([file])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const dragged: string[] = []
    Object.assign(globalThis, { dragged })
    if (contents)
      contents.startDrag = ({ file: path, icon }) =>
        void dragged.push(`${path} ${typeof icon === 'string' || icon.isEmpty()}`)
  })
  const tab = page.getByRole('tab', { name: 'mlp.guards_state' })
  await tab.dispatchEvent('dragstart')
  const dragged = (): Promise<unknown> =>
    app.evaluate(() => (globalThis as unknown as { readonly dragged: readonly string[] }).dragged)
  await expect.poll(dragged).toEqual([`${file} false`])
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Let size at 0 be any' }).click()
  await expect(tab).toHaveAttribute('draggable', 'false')
})

test('a page whose process dies comes back with its files', async ({ start }) => {
  const { app, page } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const loaded = new Promise<void>((done) => contents?.once('did-finish-load', () => done()))
    contents?.forcefullyCrashRenderer()
    await loaded
  })
  // Playwright's own page died with the process
  const rows = (): Promise<unknown> =>
    app.evaluate(({ BrowserWindow }) => {
      const count = 'document.querySelectorAll("[role=treeitem]").length'
      return BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(count) as Promise<unknown>
    })
  await expect.poll(rows).toBeGreaterThan(0)
})

/** As the system hands over a file that was dropped. */
async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'drop-source' })
    document.body.append(input)
  })
  await page.setInputFiles('#drop-source', path)
  await page.evaluate(() => {
    const input = document.getElementById('drop-source') as HTMLInputElement
    const dataTransfer = new DataTransfer()
    for (const file of input.files ?? []) dataTransfer.items.add(file)
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    }
    input.remove()
  })
}
