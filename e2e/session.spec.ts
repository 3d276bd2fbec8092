/** What a start finds again of the one before it. */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, SAMPLE, expect, test } from './harness/app'

const tab = (page: Page, name: string) => page.getByRole('tab', { name })

test('tabs, the one in front, its view, search, filter and selection, panes and size are there again', async ({
  start,
  folder,
}) => {
  const other = join(folder, 'other.guards_state')
  const gone = join(folder, 'gone.guards_state')
  await copyFile(join(ROOT, 'fixtures/2.13.0/dict_int_keys.guards_state'), other)
  await copyFile(other, gone)
  const first = await start([SAMPLE, gone, other])
  await expect(first.page.getByRole('treeitem').first()).toBeVisible()
  await tab(first.page, 'sample.guards_state').click()
  await first.page.keyboard.press('Control+f')
  await first.page.keyboard.type('tensor_match')
  await first.page.getByRole('button', { name: /^tensor \d/ }).click()
  await first.page.keyboard.press('F3')
  const selected = await first.page.getByRole('treeitem', { selected: true }).getAttribute('aria-label')
  const splitter = first.page.getByRole('separator', { name: 'Width of the detail panel' })
  await splitter.focus()
  for (let times = 0; times < 4; times++) await first.page.keyboard.press('ArrowLeft')
  const width = await splitter.getAttribute('aria-valuenow')
  await first.page.keyboard.press('Control+=')
  await first.page.waitForTimeout(1500)
  await first.app.close()
  await rm(gone)

  const { app, page, errors } = await start()
  await expect(tab(page, 'sample.guards_state')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText(/Of the last session a file is gone: .*gone\.guards_state/)).toBeVisible()
  await expect(page.getByRole('tab')).toHaveCount(2)
  await expect(page.getByRole('searchbox').or(page.getByRole('textbox', { name: 'Search the tree' }))).toHaveValue(
    'tensor_match',
  )
  await expect(page.getByRole('button', { name: /^tensor \d/ })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-label', selected ?? '')
  await expect(page.getByRole('separator', { name: 'Width of the detail panel' })).toHaveAttribute(
    'aria-valuenow',
    width ?? '',
  )
  const zoom = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor())
  expect(zoom).toBeCloseTo(1.1)
  await tab(page, 'other.guards_state').click()
  await expect(page.getByRole('treeitem', { name: /^L\['d'\]/ }).first()).toBeVisible()
  expect(errors).toEqual([])
})

test('a file that is named is in front of those of the last session, and these are not opened where that is not wanted', async ({
  start,
  profile,
}) => {
  const first = await start([SAMPLE])
  await expect(first.page.getByRole('treeitem').first()).toBeVisible()
  await first.page.waitForTimeout(1500)
  await first.app.close()
  const named = join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')
  const second = await start([named])
  await expect(tab(second.page, 'constant_int.guards_state')).toHaveAttribute('aria-selected', 'true')
  await expect(second.page.getByRole('tab')).toHaveText(['sample.guards_state', 'constant_int.guards_state'])
  await second.app.close()
  const settings = join(profile, 'settings.json')
  await writeFile(settings, JSON.stringify({ restoreFiles: false }))
  const { page } = await start()
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  expect(JSON.parse(await readFile(settings, 'utf8'))).toEqual({ restoreFiles: false })
})
