/** Long work called off, as a person does it: what was there before it stays. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ROOT, expect, fileWith, test } from './harness/app'

const GPT = join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state')

/** Sweeps over so many sizes that it takes minutes. */
async function startLongSweep(page: Page): Promise<void> {
  await page.keyboard.press('Control+3')
  await page.getByRole('tab', { name: 'Sweep' }).click()
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('textbox', { name: /\[0\], to$/ }).fill('99000')
}

for (const theme of ['dark', 'light'] as const) {
  test(`a sweep is called off; the one before it stays, and so does the window (${theme})`, async ({
    start,
    folder,
  }) => {
    const { page, errors } = await start([await fileWith(folder, 'x.guards_state', await readFile(GPT))])
    await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await startLongSweep(page)
    const cancel = page.getByRole('button', { name: 'Cancel: Sweeping' })
    await expect(cancel).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`sweep-${theme}.png`) })
    expect(await violations(page)).toEqual([])
    await cancel.click()
    await expect(page.getByText('Cancelled.')).toBeVisible()
    await expect(cancel).toBeHidden()
    await expect(page.getByRole('grid')).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`cancelled-${theme}.png`) })
    // the document answers as before
    await page.keyboard.press('Control+1')
    await page
      .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
      .first()
      .click()
    await expect(page.getByRole('complementary', { name: 'Selected node' })).toContainText('TENSOR_MATCH')
    expect(errors).toEqual([])
  })
}

test('a repair is called off while other work goes on: the history stays, with its steps and their names', async ({
  start,
  folder,
}) => {
  const path = await fileWith(folder, 'x.guards_state', await readFile(GPT))
  const { page, errors } = await start([path])
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  await page
    .getByRole('complementary', { name: 'Selected node' })
    .getByRole('button', { name: /^Weaken/ })
    .first()
    .click()
  const edits = page.getByRole('toolbar', { name: 'Edits' })
  await expect(edits).toContainText('1 edit, not saved')
  const label = (await edits.locator('.edit-last').textContent()) ?? ''
  await page.keyboard.press('Control+5')
  const repair = page.getByRole('button', { name: /^Repair all/ })
  await expect(repair).toBeEnabled({ timeout: 30_000 })
  await startLongSweep(page)
  await expect(page.getByRole('button', { name: 'Cancel: Sweeping' })).toBeVisible()
  await page.keyboard.press('Control+5')
  await repair.click()
  await page.getByRole('button', { name: 'Cancel: Repairing' }).click()
  await expect(page.getByText('Nothing was repaired: cancelled')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel: Sweeping' }).click()
  await expect(page.getByRole('region', { name: 'Work under way' })).toBeHidden()
  await expect(edits).toContainText('1 edit, not saved')
  await page.screenshot({ path: test.info().outputPath('repair-cancelled.png') })
  await edits.getByRole('button', { name: 'Undo' }).click()
  await expect(edits).toContainText('0 edits, saved')
  await edits.getByRole('button', { name: 'The history of this blob' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveText([/as it was opened/, label])
  await page.getByRole('menuitemradio', { name: label }).click()
  await edits.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(edits).toContainText('1 edit, saved')
  expect(errors).toEqual([])
})

/** What axe finds wrong with the bar: the sweep goes on meanwhile. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).include('.work-bar').analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
