/** Edits that no single guard has a form for: a new guard, a blob stripped to be shared, one for another torch. */
import { execFile } from 'node:child_process'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, ROOT, test } from './harness/app'

const fixture = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)

async function printed(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [join(ROOT, 'out/main/cli.js'), ...args])).stdout
}

async function choose(page: Page, command: RegExp) {
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: command }).click()
  return page.getByRole('dialog')
}

test('a guard is added to the source that is selected, with the keyword that its kind needs', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('dict_contains'), path)
  const { page, errors } = await start([path])
  await page.getByRole('treeitem', { name: /^L\['d'\]/ }).click()
  const dialog = await choose(page, /Add a guard/)
  await expect(dialog.getByLabel('Source')).toHaveValue("L['d']")
  await dialog.getByLabel('Kind').selectOption('DICT_CONTAINS')
  const add = dialog.getByRole('button', { name: 'Add' })
  await expect(add).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'key' }).fill("'extra'")
  await add.click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('treeitem', { name: /DICT_CONTAINS.*'extra'/ })).toBeVisible()

  await choose(page, /Add a guard/)
  await dialog.getByLabel('Kind').selectOption('TYPE_MATCH')
  await dialog.getByLabel('Source').fill("L['nobody']")
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog.getByRole('alert')).toContainText("the file holds no value for L['nobody']")
  expect(errors).toEqual([])
})

test('what a blob carries for show is stripped, and its tree stays', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('shape_env_gt'), path)
  const { page } = await start([path])
  const dialog = await choose(page, /Strip/)
  await dialog.getByLabel(/^Stacks/).check()
  await dialog.getByLabel(/^Your lines/).check()
  await dialog.getByRole('button', { name: 'Strip' }).click()
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toContainText('1 edit, not saved')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toContainText('1 edit, saved')
  expect((await readFile(path)).includes('demo_models.py')).toBe(false)
  const guards = async (file: string): Promise<string> => (await printed('tree', file)).replace(/ +(?:# .*)?$/gm, '')
  expect(await guards(path)).toBe(await guards(fixture('shape_env_gt')))
})

test('a copy is saved for another torch, and what is open stays of its own', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('tensor_match_basic'), path)
  const { app, page } = await start([path])
  const copy = join(folder, 'copy.guards_state')
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, copy)
  const dialog = await choose(page, /Migrate/)
  await expect(dialog).toContainText('The blob is of torch 2.13')
  await dialog.getByLabel('torch 2.14').check()
  const axe = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(axe.violations.map(({ id }) => id)).toEqual([])
  await dialog.getByRole('button', { name: 'Save a migrated copy' }).click()
  await expect(dialog).toBeHidden()
  expect(JSON.parse(await printed('info', '--json', copy))).toMatchObject({ torch: '2.14' })
  expect(await readFile(path)).toEqual(await readFile(fixture('tensor_match_basic')))
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toContainText('0 edits')
})
