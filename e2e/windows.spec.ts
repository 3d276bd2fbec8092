/** Several windows: each with its tabs, all with the same settings; a file is open once. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { ROOT, SAMPLE, environment, executable, expect, startArguments, test } from './harness/app'

const OTHER = join(ROOT, 'fixtures/2.13.0/dict_int_keys.guards_state')
const THIRD = join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')

const tabs = (page: Page) => page.getByRole('tab')
const isFocused = (app: ElectronApplication, page: Page): Promise<boolean> =>
  app.browserWindow(page).then((window) => window.evaluate((one) => one.isFocused()))

async function inNewWindow(app: ElectronApplication, press: () => Promise<void>): Promise<Page> {
  const opened = app.waitForEvent('window')
  await press()
  const page = await opened
  await expect(page.getByRole('button', { name: 'Commands' })).toBeVisible()
  return page
}

test('a tab moves to a window of its own, and each window goes on by itself when the other is closed', async ({
  start,
}) => {
  const { app, page, errors } = await start([SAMPLE, OTHER])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  const second = await inNewWindow(app, async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('Move tab to a new window')
    await page.keyboard.press('Enter')
  })
  await expect(tabs(second)).toHaveText(['dict_int_keys.guards_state'])
  await expect(tabs(page)).toHaveText(['sample.guards_state'])
  await expect(second.getByRole('treeitem').first()).toBeVisible()
  // settings are those of all
  await second.keyboard.press('Control+,')
  await second.getByRole('combobox', { name: 'Theme' }).selectOption('light')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await second.keyboard.press('Escape')
  // both have a document-1 of their own
  await second.keyboard.press('Control+3')
  await expect(second.getByRole('complementary', { name: 'Replay' }).getByText('This call passes')).toBeVisible()
  await second.close()
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  await expect(page.getByRole('row', { name: /^size/ })).toBeVisible()
  expect(errors).toEqual([])
})

test('a second start opens its file in the window in front, and one that is open elsewhere comes to the front there', async ({
  start,
  profile,
}) => {
  const { app, page } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  const second = await inNewWindow(app, () => page.keyboard.press('Control+Shift+N'))
  await expect(second.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  const again = async (file: string): Promise<void> => {
    const other = spawn(executable(), startArguments([file]), { env: environment(profile), stdio: 'ignore' })
    await new Promise((done) => other.on('exit', done))
  }
  await again(OTHER)
  await expect(tabs(second)).toHaveText(['dict_int_keys.guards_state'])
  await again(SAMPLE)
  await expect(tabs(second)).toHaveText(['dict_int_keys.guards_state'])
  await expect(tabs(page)).toHaveText(['sample.guards_state'])
  await expect.poll(() => isFocused(app, page)).toBe(true)
  await again(THIRD)
  await expect(tabs(page)).toHaveText(['sample.guards_state', 'constant_int.guards_state'])
})

test('all windows are there again with their tabs, but one that was closed is not', async ({ start }) => {
  const first = await start([SAMPLE])
  await expect(first.page.getByRole('treeitem').first()).toBeVisible()
  const press = (): Promise<void> => first.page.keyboard.press('Control+Shift+N')
  const second = await inNewWindow(first.app, press)
  await first.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, OTHER)
  await second.keyboard.press('Control+o')
  await expect(second.getByRole('treeitem').first()).toBeVisible()
  const third = await inNewWindow(first.app, press)
  await third.close()
  await second.waitForTimeout(1500)
  await first.app.close()

  const { app } = await start()
  await expect.poll(() => app.windows().length).toBe(2)
  const names = await Promise.all(
    app.windows().map(async (page) => {
      await expect(page.getByRole('treeitem').first()).toBeVisible()
      return tabs(page).allInnerTexts()
    }),
  )
  expect(names.flat().sort()).toEqual(['dict_int_keys.guards_state', 'sample.guards_state'])
})
