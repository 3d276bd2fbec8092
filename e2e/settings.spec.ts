/** Settings as a form and as JSON, recent files that are pinned, gone or taken off, samples, and the size of everything. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SAMPLES } from '../shared/samples'
import { ROOT, SAMPLE, expect, test } from './harness/app'

test('what is set in the form is in the JSON, and JSON that does not fit is never taken', async ({
  start,
  profile,
}) => {
  await mkdir(profile)
  await writeFile(join(profile, 'settings.json'), '{"theme": "dark", "mine": {"kept": true}}')
  const { app, page, errors } = await start()
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('combobox', { name: 'Theme' }).selectOption('light')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await dialog.getByRole('tab', { name: 'JSON' }).click()
  const editor = dialog.locator('.monaco-editor').first()
  await expect(editor).toContainText('"light"')
  await expect(editor).toContainText('"mine"')
  const type = async (text: string): Promise<void> => {
    await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text)
    await dialog.getByRole('textbox', { name: 'The settings as JSON' }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+v')
  }
  await type('{"theme": "pink"}')
  await expect(dialog.getByRole('status').getByRole('button').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Not applied: theme')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  expect(JSON.parse(await readFile(join(profile, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'light' })
  await type('{"theme": "dark", "zoom": 1.25, "mine": 5}')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(JSON.parse(await readFile(join(profile, 'settings.json'), 'utf8'))).toMatchObject({ zoom: 1.25, mine: 5 })
  await dialog.getByRole('tab', { name: 'Form' }).click()
  await expect(dialog.getByRole('combobox', { name: 'Size of everything' })).toHaveValue('1.25')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  expect(errors).toEqual([])
})

test('a recent file tells what it is, is pinned, is marked once it is gone, and is taken off', async ({
  start,
  folder,
}) => {
  const gone = join(folder, 'gone.guards_state')
  await copyFile(SAMPLE, gone)
  const { page } = await start([gone, SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.getByRole('tab', { name: 'gone.guards_state' }).click()
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await rm(gone)
  await page.keyboard.press('Control+w')
  await page.keyboard.press('Control+w')
  const recent = page.getByRole('region', { name: 'Recent files' })
  const rows = recent.locator('.recent-file')
  await expect(rows).toHaveText([/^sample.*torch 2\.13 · \d+ guards$/, /^gone.*not there any more$/])
  await recent.getByRole('button', { name: 'Pin gone.guards_state' }).click()
  await expect(rows.first()).toContainText('gone')
  await recent.getByRole('button', { name: 'Clear' }).click()
  await expect(rows).toHaveText([/^gone/])
  await recent.getByRole('button', { name: 'Take gone.guards_state off the list' }).click()
  await expect(recent).toHaveCount(0)
})

test('each sample opens as a copy that is no recent file, and teaches what it says', async ({ start, profile }) => {
  const { page, errors } = await start()
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  for (const { title, file } of SAMPLES) {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(`Sample: ${title}`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tab', { name: file })).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('treeitem').first()).toBeVisible()
  }
  await page.keyboard.press('Control+5')
  await expect(page.getByText(/torch will not load this file/).first()).toBeVisible()
  await page.getByRole('tab', { name: 'compiled-twice.pkl' }).click()
  await page.getByRole('button', { name: 'Which blob of the file' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveCount(2)
  await page.keyboard.press('Escape')
  const memory = JSON.parse(await readFile(join(profile, 'memory.json'), 'utf8')) as { recent: unknown[] }
  expect([memory.recent, errors]).toEqual([[], []])
})

test('everything is larger and smaller by the keys, within bounds', async ({ start }) => {
  const { app, page } = await start([join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')])
  const zoom = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0)
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+=')
  await expect.poll(zoom).toBeCloseTo(1.1)
  for (let times = 0; times < 12; times++) await page.keyboard.press('Control+Shift++')
  await expect.poll(zoom).toBeCloseTo(3)
  await page.keyboard.press('Control+0')
  await expect.poll(zoom).toBeCloseTo(1)
  await page.keyboard.press('Control+-')
  await expect.poll(zoom).toBeCloseTo(0.9)
})
