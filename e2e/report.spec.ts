/** A report as a person makes and reads one: exported in each format, opened again, searched; of a file that means harm, too. */
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { hostileBlob } from '../main/documents/testing/hostile'
import { ROOT, expect, fileWith, test } from './harness/app'
import type { Start } from './harness/app'

const GPT = join(ROOT, 'fixtures/2.13.0/gpt_block.guards_state')
const OTHER = join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state')
const HUGE = join(ROOT, 'fixtures/2.13.0/huge_5000_guards.guards_state')

const LONG = 30_000

async function dialogOver(start: Start, files: readonly string[]) {
  const started = await start(files)
  await expect(started.page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  return { ...started, dialog: await reportDialog(started.page) }
}

async function reportDialog(page: Page) {
  await page.keyboard.press('Control+e')
  const dialog = page.getByRole('dialog', { name: 'Export a report' })
  await expect(dialog.getByRole('status')).toHaveText(/^(printed from )?\d[\d.]* [KM]?B$/, { timeout: 30_000 })
  return dialog
}

/** Writes what the dialog is set to; it closes once that is there. */
async function written(app: ElectronApplication, page: Page, path: string): Promise<Buffer> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, path)
  await page.getByRole('dialog').getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 })
  return readFile(path)
}

/** Opens a report as a browser does, in a window without a bridge; with what its console said. */
async function reading(app: ElectronApplication, path: string) {
  const opened = app.waitForEvent('window')
  await app.evaluate(async ({ BrowserWindow, session }, file) => {
    const webPreferences = { sandbox: true, session: session.fromPartition('reader') }
    await new BrowserWindow({ width: 1200, height: 900, webPreferences }).loadFile(file)
  }, path)
  const page = await opened
  const told: string[] = []
  page.on('console', (message) => told.push(message.text()))
  page.on('pageerror', (error) => told.push(String(error)))
  await page.reload()
  return { page, told }
}

test('a blob in each format: what was chosen is in it, and what was left out is not', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(GPT, path)
  const { app, page, dialog, errors } = await dialogOver(start, [OTHER, path])
  const axe = await new AxeBuilder({ page }).setLegacyMode().include('[role=dialog]').analyze()
  expect(axe.violations.map(({ id }) => id)).toEqual([])
  await dialog.getByLabel('Comparison').check()
  await dialog.getByLabel('Folders of file names').check()
  const html = (await written(app, page, join(folder, 'x.html'))).toString()
  expect(html).toContain('<h1>x.guards_state against gpt_2layer.guards_state</h1>')
  expect(html).not.toContain(folder)
  expect(html).not.toContain('/code/')

  await reportDialog(page)
  await dialog.getByLabel('Markdown').check()
  await dialog.getByLabel('Guard tree').uncheck()
  const markdown = (await written(app, page, join(folder, 'x.md'))).toString()
  expect([markdown.includes('## Summary'), markdown.includes('Guard tree')]).toEqual([true, false])

  await reportDialog(page)
  await dialog.getByLabel('JSON').check()
  await dialog.getByLabel('Precision settings').check()
  const json = JSON.parse((await written(app, page, join(folder, 'x.json'))).toString()) as object
  expect(json).toMatchObject({
    format: 'guardscope-report',
    version: 1,
    parts: ['summary', 'findings', 'replay', 'global-state', 'shapes', 'precision', 'tree'],
    blobs: [{ replay: { rows: [{ answer: true }] } }],
  })

  await reportDialog(page)
  await dialog.getByLabel('PDF').check()
  const pdf = (await written(app, page, join(folder, 'x.pdf'))).toString('latin1')
  expect([pdf.startsWith('%PDF'), (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length > 2]).toEqual([true, true])
  expect(errors).toEqual([])
})

test('a log, and the precision settings without a file', async ({ start, folder }) => {
  const { app, page, errors } = await start([join(ROOT, 'fixtures/traces/demo')])
  await expect(page.getByText('shape_rel').first()).toBeVisible({ timeout: LONG })
  await reportDialog(page)
  await page.getByRole('dialog').getByLabel('Markdown').check()
  const log = (await written(app, page, join(folder, 'log.md'))).toString()
  expect(log).toContain("tensor 'x' size mismatch at index 0. expected 6, actual 3")

  await page.keyboard.press('Control+w')
  await page.keyboard.press('Control+7')
  await expect(page.getByRole('complementary', { name: 'In force' })).toBeVisible({ timeout: LONG })
  await reportDialog(page)
  await page.getByRole('dialog').getByLabel('JSON').check()
  const settings = JSON.parse((await written(app, page, join(folder, 'precision.json'))).toString()) as object
  expect(settings).toMatchObject({ source: null, parts: ['precision'], title: 'Precision settings' })
  expect(errors).toEqual([])
})

test('5,000 guards are searched, folded and walked by keys', async ({ start, folder }) => {
  test.slow()
  const { app, page, dialog } = await dialogOver(start, [HUGE])
  await dialog.getByLabel('Theme').selectOption('dark')
  const path = join(folder, 'huge.html')
  expect((await written(app, page, path)).length).toBeLessThan(3_000_000)
  const { page: report, told } = await reading(app, path)
  // to look for roles takes long among so many rows
  const field = report.locator('#find')
  const found = report.locator('#found')
  const now = report.locator('.tree .now')
  await field.fill('check_tensor')
  // a machine with other work lays out 6,300 rows slowly
  await expect(found).toHaveText('1 of 841', { timeout: LONG })
  await field.press('Enter')
  await expect(found).toHaveText('2 of 841', { timeout: LONG })
  await expect(now).toBeInViewport({ timeout: LONG })
  await report.locator('button[data-fold=shut]').click()
  await expect(now).toBeHidden({ timeout: LONG })
  await field.press('Enter')
  await expect(now).toBeInViewport({ timeout: LONG })
  await field.press('Escape')
  await expect(report.locator('.tree [tabindex="0"]')).toBeFocused({ timeout: LONG })
  await report.keyboard.press('Home')
  await expect(report.locator('.tree summary').first()).toBeFocused({ timeout: LONG })
  await report.keyboard.press('ArrowDown')
  await expect(report.locator('.tree p').first()).toBeFocused({ timeout: LONG })
  expect(told).toEqual([])
})

test('a reader with a screen reader finds no fault with the page', async ({ start, folder }) => {
  const { app, page } = await dialogOver(start, [GPT])
  const path = join(folder, 'x.html')
  await written(app, page, path)
  const { page: report } = await reading(app, path)
  for (const colorScheme of ['light', 'dark'] as const) {
    await report.emulateMedia({ colorScheme })
    // the policy of the page lets no other script in: the rules are run from outside of it
    const axe = await new AxeBuilder({ page: report }).setLegacyMode().analyze()
    expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  }
})

test('names that mean harm run nothing and reach nothing', async ({ start, folder }) => {
  const path = await fileWith(folder, 'a<b>.guards_state', hostileBlob(await readFile(GPT)))
  const { app, page } = await dialogOver(start, [path])
  const file = join(folder, 'x.html')
  await written(app, page, file)
  const { page: report, told } = await reading(app, file)
  await expect(report.getByRole('heading', { level: 1 })).toHaveText('a<b>.guards_state')
  await report.getByRole('searchbox').fill('<script>')
  await expect(report.getByRole('status')).toHaveText(/^1 of \d+$/)
  expect(await report.title()).toBe('a<b>.guards_state')
  expect(await report.locator('img, script, b b').count()).toBe(1)
  expect(await report.locator('.esc').first().textContent()).toMatch(/^\\/)
  expect(told).toEqual([])
  await reportDialog(page)
  await page.getByRole('dialog').getByLabel('PDF').check()
  expect((await written(app, page, join(folder, 'x.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
})
