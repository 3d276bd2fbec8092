/** Guards selected by a search, a filter and torch's own filters, looked at, dropped as one step and taken back. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

async function open(page: Page) {
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tree').focus()
  await page.keyboard.press('Control+Shift+g')
  return page.getByRole('complementary', { name: 'Select guards' })
}

const edits = (page: Page) => page.getByRole('toolbar', { name: 'Edits' })

test('guards are selected by what torch filters, dropped as one step, and are there again after undo', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state'), path)
  const { page, errors } = await start([path])
  const panel = await open(page)
  await expect(panel.getByRole('radio')).toHaveCount(8)
  const status = panel.locator('.select-summary').getByRole('status')
  await expect(status).toHaveText(/^\d+ of \d+ guards$/)
  const before = await status.innerText()
  await panel.getByRole('radio', { name: /skip_guard_on_inbuilt_nn_modules_unsafe/ }).click()
  await expect(panel.getByText(/Modules of torch.nn may change unseen/)).toBeVisible()
  await expect(status).not.toHaveText(before)
  const [dropped = 0, total = 0] = (await status.innerText()).split(' of ').map((text) => parseInt(text, 10))
  const list = panel.getByRole('listbox', { name: 'Chosen guards' })
  await page.screenshot({ path: test.info().outputPath('select.png') })
  await list.getByRole('option').nth(2).click()
  await expect(page.locator('.tree .row.selected')).toBeInViewport()
  await panel.getByRole('button', { name: `Drop ${dropped} guards` }).click()
  await expect(panel).toBeHidden()
  await expect(
    edits(page).getByText(`drop ${dropped} guards that skip_guard_on_inbuilt_nn_modules_unsafe skips`),
  ).toBeVisible()
  await page.keyboard.press('Control+Shift+g')
  await expect(status).toHaveText(`0 of ${total - dropped} guards`)
  await expect(panel.getByText('This filter leaves out none of the guards.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+g')
  await expect(status).toHaveText(`${dropped} of ${total} guards`)
  expect(errors).toEqual([])
})

test('a search and a filter select what they show, and tensors among it can be weakened', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state'), path)
  const { page } = await start([path])
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('textbox', { name: 'Search the tree' }).fill('fc2')
  const panel = await open(page)
  await expect(panel.getByRole('radio', { name: /Matches of the search/ })).toBeChecked()
  const list = panel.getByRole('listbox', { name: 'Chosen guards' })
  await expect(list.getByRole('option').first()).toHaveText(/fc2/)
  await panel.getByRole('button', { name: 'Weaken 2 guards of TENSOR_MATCH' }).click()
  await expect(edits(page).getByText('weaken 2 guards that match fc2')).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^TENSOR_MATCH.*fc2/ })).toHaveCount(0)
  await edits(page).getByRole('button', { name: 'Undo' }).click()

  await page.getByRole('button', { name: 'Clear the search' }).click()
  await page.getByRole('button', { name: 'Type', exact: true }).click()
  await page
    .getByRole('menuitemcheckbox', { name: /^DICT_CONTAINS|^TENSOR_MATCH/ })
    .first()
    .click()
  await page.keyboard.press('Escape')
  await page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name: 'Select guards' }).click()
  await expect(panel.getByRole('radio', { name: /What the filter shows/ })).toBeChecked()
  const shown = await page.getByRole('treeitem', { name: /^(TENSOR_MATCH|DICT_CONTAINS)/ }).count()
  await panel.getByRole('button', { name: `Drop ${shown} guards` }).click()
  await expect(edits(page).getByText(`drop ${shown} guards that the filter showed`)).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^TENSOR_MATCH/ })).toHaveCount(0)
  await edits(page).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('treeitem', { name: /^TENSOR_MATCH/ })).not.toHaveCount(0)
})
