/** Scenarios kept beside a file, the GLOBAL_STATE guard from outside, and two blobs on the same scenarios. */
import { execFile } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, fileWith, ROOT, test } from './harness/app'

const fixture = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)

async function replay(page: Page) {
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+3')
  const panel = page.getByRole('complementary', { name: 'Replay' })
  await expect(panel.getByText('This call passes.')).toBeVisible()
  return { panel, table: page.getByRole('listbox', { name: 'Scenarios and their results' }) }
}

test('scenarios are saved beside the file, come back with it, and are what the terminal reads', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('tensor_match_basic'), path)
  const first = await start([path])
  const { panel } = await replay(first.page)
  await panel.getByRole('button', { name: 'Copy this scenario' }).click()
  const name = panel.getByRole('textbox', { name: 'Name of the scenario' })
  await name.fill('a square')
  await name.press('Enter')
  await panel.getByRole('button', { name: 'Save the scenarios beside the file' }).click()
  await expect(panel.getByRole('button', { name: 'The scenarios are saved' })).toBeDisabled()
  await first.app.close()

  const second = await start([path])
  const { table } = await replay(second.page)
  await expect(table.getByRole('option', { name: /a square.*passes/ })).toBeVisible()

  const beside = `${path}.scenarios.json`
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [join(ROOT, 'out/main/cli.js'), 'check', path, '--scenarios', beside])
  expect(stdout).toContain('a square')
})

test('what was not saved is there again at the next start', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('tensor_match_basic'), path)
  const first = await start([path])
  const { panel } = await replay(first.page)
  await panel.getByRole('button', { name: 'Copy this scenario' }).click()
  await expect(panel.getByRole('textbox', { name: 'Name of the scenario' })).toHaveValue('call 1')
  await first.page.waitForTimeout(1500)
  first.app.process().kill('SIGKILL')
  const second = await start([path])
  const { table, panel: again } = await replay(second.page)
  await expect(table.getByRole('option', { name: /call 1.*passes/ })).toBeVisible()
  await expect(again.getByRole('button', { name: 'Save the scenarios beside the file' })).toBeEnabled()
})

test('a file of scenarios that another program changed is left alone', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('tensor_match_basic'), path)
  const { page } = await start([path])
  const { panel } = await replay(page)
  await panel.getByRole('button', { name: 'Copy this scenario' }).click()
  await writeFile(`${path}.scenarios.json`, '{"scenarios": []}')
  await panel.getByRole('button', { name: 'Save the scenarios beside the file' }).click()
  await expect(panel.locator('.detail-error')).toContainText('changed by another program')
  await expect(panel.getByRole('button', { name: 'Save the scenarios beside the file' })).toBeEnabled()
  expect(await readFile(`${path}.scenarios.json`, 'utf8')).toBe('{"scenarios": []}')
})

test('the GLOBAL_STATE guard is built from a file or the clipboard, and what differs is said by name', async ({
  start,
  folder,
}) => {
  const { app, page } = await start([fixture('global_state')])
  const { panel } = await replay(page)
  const sidecar = gunzipSync(await readFile(join(ROOT, 'fixtures/2.13.0/global_state.json.gz'))).toString()
  const state = (JSON.parse(sidecar) as { global_state: object }).global_state
  const own = JSON.stringify(state)
  const other = JSON.stringify({ ...state, default_dtype: 7 })
  await panel.getByLabel('A file with a global state').setInputFiles(await fileWith(folder, 'double.json', other))
  await expect(panel.getByText('This call fails.')).toBeVisible()
  await expect(panel.getByRole('row', { name: /default_dtype torch\.float32 torch\.float64/ }).first()).toBeVisible()

  await panel.getByLabel('A file with a global state').setInputFiles(await fileWith(folder, 'bad.json', '{}'))
  await expect(panel.locator('.detail-error')).toContainText('bad.json: global state: grad_mode')

  await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), own)
  await panel.getByRole('button', { name: 'What the GLOBAL_STATE guard is built from' }).click()
  await page.getByRole('menuitem', { name: 'the clipboard' }).click()
  await expect(panel.getByText('This call passes.')).toBeVisible()
  await expect(panel.getByText('It is the blob’s own state.')).toBeVisible()
})

test('the GLOBAL_STATE guard is built from the state that a live process hands over', async ({ start }) => {
  const { app, page } = await start([fixture('global_state')])
  const { panel } = await replay(page)
  const sidecar = gunzipSync(await readFile(join(ROOT, 'fixtures/2.13.0/global_state.json.gz'))).toString()
  const globalState = { ...(JSON.parse(sidecar) as { global_state: object }).global_state, num_threads: 9 }
  // stands in for the process, which hands its state over in this form
  await app.evaluate(
    ({ BrowserWindow }, state) => BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:liveState', state),
    { pid: 4711, torch: '2.13.0', python: '3.11.7', globalState, process: { global_state: globalState } },
  )
  await panel.getByRole('button', { name: 'What the GLOBAL_STATE guard is built from' }).click()
  await page.getByRole('menuitem', { name: 'the live process 4711, torch 2.13.0' }).click()
  await expect(panel.getByText('This call fails.')).toBeVisible()
  await expect(panel.getByText('GLOBAL_STATE changed: num_threads')).toBeVisible()
})

test('two blobs are compared on the same scenarios, those first where they part', async ({ start }) => {
  const { page } = await start([fixture('shape_env_basic'), fixture('shape_env_gt')])
  const { panel } = await replay(page)
  await panel.getByRole('textbox', { name: /shape/ }).first().fill('3, 3')
  await expect(panel.getByText('This call fails.')).toBeVisible()
  await page.getByRole('tab', { name: 'Compare' }).click()
  await expect(page.getByText('They agree on all 2 scenarios.')).toBeVisible()
  await page
    .getByRole('combobox', { name: 'This blob against' })
    .selectOption({ label: 'shape_env_basic.guards_state' })
  await expect(page.getByText(/They part on 1 of 2 scenarios/)).toBeVisible()
  await expect(page.getByRole('table').getByRole('row').nth(1)).toHaveText(/call 1failspasses/)
})
