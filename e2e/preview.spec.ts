/** Which calls an edit would flip, told before it is made; shape expressions and constants typed as Python. */
import { execFile } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, ROOT, type Start, test } from './harness/app'

/** A fixture in a folder of the test's own, with the calls that torch answered beside it. */
async function open(start: Start, folder: string, name: string) {
  const path = join(folder, 'x.guards_state')
  await copyFile(join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`), path)
  const recorded = gunzipSync(await readFile(join(ROOT, 'fixtures/2.13.0', `${name}.json.gz`)))
  await writeFile(`${path}.scenarios.json`, recorded)
  return { path, ...(await start([path])) }
}

async function select(page: Page, name: RegExp) {
  await page.getByRole('treeitem', { name }).first().click()
  return page.getByRole('complementary', { name: 'Selected node' })
}

/** Writes over all that stands in an editor. */
async function write(app: ElectronApplication, page: Page, editor: string, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text)
  await page.getByRole('textbox', { name: editor }).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+v')
}

async function violations(page: Page): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().include('.detail').analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** A look at it, for a person. */
const look = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`) })

test('while a constant is typed the calls that flip are listed, and nothing is edited', async ({ start, folder }) => {
  const { page, path, errors } = await open(start, folder, 'constant_int')
  const panel = await select(page, /EQUALS_MATCH/)
  const preview = panel.getByRole('group', { name: 'Preview' })
  await panel.getByRole('textbox', { name: 'equals' }).fill('0x_6')
  await expect(preview.getByRole('status')).toHaveText('4 of 6 scenarios flip.')
  const flips = preview.getByRole('list', { name: 'Scenarios that flip' })
  await expect(flips.getByRole('listitem').filter({ hasText: /^6/ })).toHaveText("6fails passesL['n'] == 5")
  await expect(flips.getByRole('listitem').filter({ hasText: /^as saved/ })).toHaveText(
    "as savedpasses failsL['n'] == 6",
  )
  await look(page, 'constant')
  expect(await violations(page)).toEqual([])
  await panel.getByRole('textbox', { name: 'equals' }).fill('[5,')
  await expect(panel.getByText('column 4: the literal ends too early')).toBeVisible()
  await panel.getByRole('textbox', { name: 'equals' }).fill("'five'")
  await expect(preview.getByRole('status')).toHaveText('3 of 6 scenarios flip.')
  await panel.getByRole('textbox', { name: 'equals' }).press('Escape')
  await expect(preview.getByText('Type or point at an action')).toBeVisible()
  await panel.getByRole('textbox', { name: 'equals' }).press('Escape')
  await expect(page.getByRole('tree')).toBeFocused()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 5\b/ })).toBeVisible()
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toBeHidden()
  expect(await readFile(path)).toEqual(await readFile(join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')))
  expect(errors).toEqual([])
})

test('an action tells what it would do when it is pointed at or focused, and a refusal is told too', async ({
  start,
  folder,
}) => {
  const { page } = await open(start, folder, 'tensor_match_basic')
  const panel = await select(page, /^TENSOR_MATCH/)
  const preview = panel.getByRole('group', { name: 'Preview' })
  await panel.getByRole('button', { name: 'Let size at 0 be any' }).hover()
  await expect(preview.getByText('Let size at 0 be any')).toBeVisible()
  await expect(preview.getByRole('listitem').filter({ hasText: 'dim0 5' })).toContainText('fails passes')
  await panel.getByRole('button', { name: 'Drop TENSOR_MATCH' }).focus()
  await expect(preview.getByText('Drop TENSOR_MATCH')).toBeVisible()
  await expect(preview.getByRole('status')).toHaveText(/ scenarios flip\.$/)
  await look(page, 'action')
  await panel.getByRole('textbox', { name: 'device' }).fill('nowhere')
  await expect(preview.getByRole('status')).toHaveText(/^It would be refused: .*nowhere/)
})

test('a blob without scenarios is asked the call it was saved with', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(join(ROOT, 'fixtures/2.13.0/constant_int.guards_state'), path)
  const { page } = await start([path])
  const panel = await select(page, /EQUALS_MATCH/)
  const status = panel.getByRole('group', { name: 'Preview' }).getByRole('status')
  await panel.getByRole('textbox', { name: 'equals' }).fill('6')
  await expect(status).toHaveText('The call it was saved with flips.')
  await panel.getByRole('button', { name: 'Drop CONSTANT_MATCH' }).hover()
  await expect(status).toHaveText('The call it was saved with still passes.')
})

test('shape expressions are edited together as Python, each problem at its place', async ({ start, folder }) => {
  const { app, page, errors } = await open(start, folder, 'shape_env_gt')
  const panel = await select(page, /^LAMBDA_GUARD.*size/)
  await expect(panel.locator('.view-lines')).toContainText("5 <= L['x'].size()[0]", { timeout: 30_000 })
  const lines = ["L['x'].stride()[0] == L['x'].size()[1]", "5 <= L['x'].size()[0]", "2 <= L['x'].size()[1]"]
  await write(app, page, 'Shape expressions', [lines[0], '5 <= <', "3 <= L['y'].size()[0]", 'f(2)'].join('\n'))
  const problems = panel.getByRole('button', { name: /^line/ })
  await expect(problems).toHaveText([
    'line 2, column 6: < is not expected',
    "line 3, column 6: L['y'] is not in the file",
    'line 4, column 1: a call of f is not evaluated',
  ])
  await expect(panel.getByRole('button', { name: 'Apply' })).toBeDisabled()
  await look(page, 'shape-problems')
  await write(app, page, 'Shape expressions', [lines[0], "3 <= L['x'].size()[0]", lines[2]].join('\n'))
  await expect(problems).toHaveCount(0)
  await expect(panel.getByRole('listitem').filter({ hasText: /^4/ })).toHaveText("4fails passes5 <= L['x'].size()[0]")
  await look(page, 'shape')
  expect(await violations(page)).toEqual([])
  await panel.getByRole('button', { name: 'Apply' }).click()
  await expect(panel.getByRole('row', { name: /^holds 3 <= / })).toBeVisible()
  // the comment of the text stays with the expression
  await expect(panel.getByText("3 <= L['x'].size()[0]  # if x.shape[0] > 4:").first()).toBeVisible()
  await expect(page.getByRole('toolbar', { name: 'Edits' }).getByText('1 edit, not saved')).toBeVisible()
  expect(errors).toEqual([])
})

test('a long constant has an editor, on several lines', async ({ start, folder }) => {
  const path = join(folder, 'x.guards_state')
  const edits = join(folder, 'edits.json')
  const items = Array.from({ length: 12 }, (_, i) => ({ kind: 'str', value: `item number ${i}` }))
  const value = { kind: 'sequence', type: 'builtins.tuple', items }
  await writeFile(edits, JSON.stringify([{ do: 'set-value', at: "L['n']", value }]))
  const cli = [join(ROOT, 'out/main/cli.js'), 'edit', join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')]
  await promisify(execFile)(process.execPath, [...cli, '--edits', edits, '-o', path])
  const { app, page } = await start([path])
  const panel = await select(page, /EQUALS_MATCH/)
  await expect(panel.locator('.view-lines')).toContainText("'item number 5'", { timeout: 30_000 })
  await write(app, page, 'equals', "(\n  'a',\n  open(1)\n)")
  await expect(panel.getByRole('button', { name: /^line/ })).toHaveText(
    'line 3, column 3: a call of open is not a literal',
  )
  await look(page, 'long')
  await write(app, page, 'equals', "(\n  'a',\n  1_0\n)")
  await expect(panel.getByRole('status').filter({ hasText: 'flips' })).toHaveText('The call it was saved with flips.')
  await panel.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== \('a', 10\)/ })).toBeVisible()
})

test('the global state tells what flips while it is edited', async ({ start, folder }) => {
  const { app, page } = await open(start, folder, 'global_state')
  const panel = await select(page, /^GLOBAL_STATE/)
  await expect(page.locator('.json-host .view-lines')).toContainText('allow_tf32', { timeout: 30_000 })
  const sidecar = gunzipSync(await readFile(join(ROOT, 'fixtures/2.13.0/global_state.json.gz'))).toString()
  const { global_state: state } = JSON.parse(sidecar) as { global_state: object }
  await write(app, page, 'The global state as JSON', JSON.stringify({ ...state, grad_mode: false }, null, 2))
  await expect(panel.getByRole('listitem').filter({ hasText: /^as saved/ })).toContainText('passes fails')
  await look(page, 'global-state')
})

test('a repair tells what it would flip', async ({ start, folder }) => {
  const { page } = await open(start, folder, 'tensor_match_basic')
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+5')
  const list = page.getByRole('region', { name: 'Findings' })
  await list
    .getByRole('button', { name: /^Preview the repair of/ })
    .first()
    .click()
  await expect(list.getByRole('status')).toHaveText(/^None of \d+ scenarios flips\.$/)
  await look(page, 'repair')
})
