/** A blob edited in the window, taken back, saved, and taken up again after the app was killed. */
import { execFile } from 'node:child_process'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, ROOT, test } from './harness/app'

const fixture = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)

async function treeText(path: string): Promise<string> {
  const run = promisify(execFile)
  return (await run(process.execPath, [join(ROOT, 'out/main/cli.js'), 'tree', path])).stdout
}

async function selectGuard(page: Page, name: RegExp) {
  await page.getByRole('treeitem', { name }).first().click()
  return page.getByRole('complementary', { name: 'Selected node' })
}

test('a constant is edited, taken back, done again and saved, the original beside it', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_int'), path)
  const { page, errors } = await start([path])
  const panel = await selectGuard(page, /EQUALS_MATCH/)
  const equals = panel.getByRole('textbox', { name: 'equals' })
  await expect(equals).toHaveValue('5')
  await equals.fill('open(1)')
  await expect(panel.getByText('column 1: a call of open is not a literal')).toBeVisible()
  await equals.fill('1208925819614629174706176')
  await equals.press('Enter')
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 1208925819614629174706176/ })).toBeVisible()
  const bar = page.getByRole('toolbar', { name: 'Edits' })
  await expect(bar.getByText('1 edit, not saved')).toBeVisible()
  await bar.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 5\b/ })).toBeVisible()
  await page.getByRole('tree').focus()
  await page.keyboard.press('Control+Shift+z')
  await expect(page.getByRole('treeitem', { name: /== 1208925819614629174706176/ })).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(bar.getByText('1 edit, saved')).toBeVisible()
  expect(await treeText(path)).toContain("EQUALS_MATCH: L['n'] == 1208925819614629174706176")
  expect(await readFile(`${path}.orig`)).toEqual(await readFile(fixture('constant_int')))
  expect(errors).toEqual([])
})

test('Enter edits once, however soon the field is left after it', async ({ start, folder }) => {
  const paths = ['tensor_match_basic', 'constant_int'].map((name) => join(folder, `${name}.guards_state`))
  for (const [i, name] of ['tensor_match_basic', 'constant_int'].entries())
    await copyFile(fixture(name), paths[i] ?? '')
  const { page } = await start(paths)
  const enterAndLeave = (input: HTMLElement | SVGElement): void => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    input.blur()
  }
  const once = page.getByRole('toolbar', { name: 'Edits' }).getByText('1 edit, not saved')
  const equals = (await selectGuard(page, /EQUALS_MATCH/)).getByRole('textbox', { name: 'equals' })
  await equals.fill('77')
  await equals.evaluate(enterAndLeave)
  await expect(page.getByRole('treeitem', { name: /== 77/ })).toBeVisible()
  await expect(once).toBeVisible()
  await page.getByRole('tab', { name: /tensor_match/ }).click()
  const size = (await selectGuard(page, /^TENSOR_MATCH/)).getByRole('textbox', { name: 'size' })
  await size.fill('any, 4')
  await size.evaluate(enterAndLeave)
  await expect(once).toBeVisible()
})

test('an edit that torch would die of is refused with the reason, and nothing is changed', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('tensor_match_basic'), path)
  const { page } = await start([path])
  const panel = await selectGuard(page, /^TENSOR_MATCH/)
  await panel.getByRole('textbox', { name: 'device' }).fill('nowhere')
  await panel.getByRole('textbox', { name: 'device' }).press('Enter')
  await expect(panel.getByRole('alert')).toContainText('Not edited')
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toBeHidden()
})

test('what would make a call pass is done to the blob, and the call passes', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('tensor_match_basic'), path)
  const { page } = await start([path])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+3')
  const replay = page.getByRole('complementary', { name: 'Replay' })
  await replay.getByRole('textbox', { name: 'x, shape' }).fill('9, 4')
  await expect(replay.getByText('This call fails.')).toBeVisible()
  await replay.getByRole('button', { name: "let L['x'] size at 0 be any" }).click()
  await expect(replay.getByText('This call passes.')).toBeVisible()
  await expect(page.getByRole('toolbar', { name: 'Edits' }).getByText('1 edit, not saved')).toBeVisible()
})

test('edits that were not saved when the app was killed are taken up again', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_int'), path)
  const first = await start([path])
  const panel = await selectGuard(first.page, /EQUALS_MATCH/)
  await panel.getByRole('textbox', { name: 'equals' }).fill('7')
  await panel.getByRole('textbox', { name: 'equals' }).press('Enter')
  await expect(first.page.getByRole('treeitem', { name: /== 7\b/ })).toBeVisible()
  first.app.process().kill('SIGKILL')
  const { page } = await start([path])
  await page.getByRole('button', { name: 'Restore them' }).click()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 7\b/ })).toBeVisible()
  expect(await readFile(path)).toEqual(await readFile(fixture('constant_int')))
})

test('an edited blob is laid beside itself as it was opened, and both answer the same calls', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_int'), path)
  const { page } = await start([path])
  const panel = await selectGuard(page, /EQUALS_MATCH/)
  await panel.getByRole('textbox', { name: 'equals' }).fill('7')
  await panel.getByRole('textbox', { name: 'equals' }).press('Enter')
  await expect(page.getByRole('treeitem', { name: /== 7\b/ })).toBeVisible()
  await page.keyboard.press('Control+4')
  await expect(page.getByText(/equals.*[57].*[57]/).first()).toBeVisible()
  await page.keyboard.press('Control+3')
  await page.getByRole('tab', { name: 'Compare' }).click()
  await page
    .getByRole('combobox', { name: 'This blob against' })
    .selectOption({ label: 'x.guards_state as it was opened' })
  await expect(page.getByRole('table').getByRole('row').nth(1)).toHaveText(/^as savedpassesfailsL\['n'\] == 5/)
  await expect(page.getByText('They part on 1 of 1 scenario.')).toBeVisible()
})

test('the global state is edited as JSON, and one that torch would die of is refused', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('global_state'), path)
  const { app, page } = await start([path])
  const panel = await selectGuard(page, /^GLOBAL_STATE/)
  await expect(page.locator('.json-host .view-lines')).toContainText('allow_tf32', { timeout: 30_000 })
  const write = async (text: string): Promise<void> => {
    await app.evaluate(({ clipboard }, json) => clipboard.writeText(json), text)
    await page.getByRole('textbox', { name: 'The global state as JSON' }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+v')
  }
  const sidecar = gunzipSync(await readFile(join(ROOT, 'fixtures/2.13.0/global_state.json.gz'))).toString()
  const { global_state: state } = JSON.parse(sidecar) as { global_state: { num_threads?: number } }
  await write('{"grad_mode": true}')
  await panel.getByRole('button', { name: 'Apply' }).click()
  await expect(panel.getByRole('alert')).toContainText('Not edited')
  await write(JSON.stringify({ ...state, num_threads: 3 }))
  await panel.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('treeitem', { name: /"num_threads":3/ })).toBeVisible()
})
