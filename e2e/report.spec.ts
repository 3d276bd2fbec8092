/** A report as a person makes and reads one: exported in each format, opened again, searched; of a file that means harm, too. */
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'
import type { Start } from './harness/app'

const GPT = join(ROOT, 'fixtures/2.13.0/gpt_block.guards_state')
const OTHER = join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state')
const CALLS = join(ROOT, 'fixtures/2.13.0/gpt_block.json.gz')

async function dialogOver(start: Start, files: readonly string[]) {
  const started = await start(files)
  await expect(started.page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await started.page.keyboard.press('Control+e')
  const dialog = started.page.getByRole('dialog', { name: 'Export a report' })
  await expect(dialog.getByRole('status')).toHaveText(/^\d[\d.]* [KM]B$/)
  return { ...started, dialog }
}

/** Writes what the dialog is set to; it closes once that is there. */
async function written(app: ElectronApplication, page: Page, path: string): Promise<Buffer> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, path)
  await page.getByRole('dialog').getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 30_000 })
  return readFile(path)
}

test('a blob in each format: what was chosen is in it, and what was left out is not', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(GPT, path)
  const { app, page, dialog, errors } = await dialogOver(start, [OTHER, path])
  await page.screenshot({ path: process.env.SHOT + '-dialog.png' })
})
