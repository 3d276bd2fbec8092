/** The tour, walked by doing what it says: from a call that fails to a copy that lets it pass. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

const tour = (page: Page) => page.getByRole('complementary', { name: 'Tour' })

test('the tour goes on by what is done, and ends in a copy that passes', async ({ start, folder }) => {
  const { app, page, errors } = await start()
  const copy = join(folder, 'mended.guards_state')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, copy)
  await page.getByRole('button', { name: /Take the tour/ }).click()
  const heading = (name: RegExp) => expect(tour(page).getByRole('heading', { name })).toBeVisible()
  await heading(/What torch checks/)
  await tour(page).getByRole('button', { name: 'Next' }).click()

  await heading(/Find the guard/)
  await page.keyboard.press('Control+f')
  await page.keyboard.type("L['x']")
  await page.keyboard.press('Enter')
  await heading(/What it expects/)
  await tour(page).getByRole('button', { name: 'Back' }).click()
  await heading(/Find the guard/)
  await tour(page).getByRole('button', { name: 'Next' }).click()
  await heading(/What it expects/)
  await expect(page.getByRole('row', { name: /^size/ })).toContainText('8')
  await tour(page).getByRole('button', { name: 'Next' }).click()

  await heading(/Replay a call/)
  await page.keyboard.press('Control+3')
  await heading(/Make a call that fails/)
  await page.getByRole('textbox', { name: 'x, shape' }).fill('3, 8')
  await page.getByRole('textbox', { name: 'x, shape' }).press('Enter')
  await heading(/Read why/)
  const panel = page.getByRole('complementary', { name: 'Replay' })
  await expect(panel.getByText(/size mismatch at index 0/).first()).toBeVisible()
  await tour(page).getByRole('button', { name: 'Next' }).click()

  await heading(/Mend the blob/)
  await panel.getByRole('button', { name: /size at 0 be any/ }).click()
  await heading(/It passes/)
  await expect(panel.getByText('This call passes')).toBeVisible()
  await page.keyboard.press('Control+Shift+s')
  await heading(/That is the way/)
  await tour(page).getByRole('button', { name: 'Finish' }).click()
  await expect(tour(page)).toHaveCount(0)
  expect(existsSync(copy)).toBe(true)
  const delivered = await readFile(join(ROOT, 'resources/samples/mlp.guards_state'))
  expect((await readFile(copy)).equals(delivered)).toBe(false)
  expect(delivered.equals(await readFile(join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state')))).toBe(true)
  expect(errors).toEqual([])
})

test('the tour waits where its file is not in front, is there again at the next start, and ends by Escape', async ({
  start,
}) => {
  const first = await start()
  await first.page.getByRole('button', { name: /Take the tour/ }).click()
  await tour(first.page).getByRole('button', { name: 'Next' }).click()
  await first.page.keyboard.press('Control+7')
  await first.page.keyboard.press('Control+1')
  await first.page.waitForTimeout(1500)
  await first.app.close()
  const { page } = await start([join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')])
  await expect(tour(page).getByText('The tour goes on in its own file.')).toBeVisible()
  await tour(page).getByRole('button', { name: 'Show it' }).click()
  await expect(page.getByRole('tab', { name: 'mlp.guards_state' })).toHaveAttribute('aria-selected', 'true')
  await expect(tour(page).getByRole('heading', { name: /Find the guard/ })).toBeVisible()
  await tour(page).getByRole('button', { name: 'Back' }).press('Escape')
  await expect(tour(page)).toHaveCount(0)
})
