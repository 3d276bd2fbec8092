/** Two blobs compared, as a person does it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { ROOT, expect, fileWith, test } from './harness/app'
import type { Start, StartedApp } from './harness/app'

const fixture = (path: string): string => join(ROOT, 'fixtures', path)
const CONTAINER = fixture('containers/2.13.0/DiskDynamoStore_eager__entry.pkl')
const RECOMPILED = join(ROOT, 'main/documents/recorded/recompiled-2.13.0.entry')
const HUGE = fixture('2.13.0/huge_5000_guards.guards_state')
const GPT = fixture('2.13.0/gpt_2layer.guards_state')

interface Opened extends StartedApp {
  readonly list: Locator
}

async function open(start: Start, files: readonly string[], isAlone = false): Promise<Opened> {
  const started = await start(files)
  const { page } = started
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('tab')).toHaveCount(files.length)
  await page.keyboard.press('Control+4')
  if (!isAlone) await page.getByRole('button', { name: 'Texts', exact: true }).click()
  return { ...started, list: page.getByRole('listbox', { name: 'Differences' }) }
}

const status = (page: Page): Locator => page.locator('.diff-head').getByRole('status')
const line = (page: Page, text: string | RegExp): Locator =>
  page.locator('.diff-host .view-line').filter({ hasText: text })

test('two recompilations are laid side by side; what is chosen is shown in both texts and in the tree', async ({
  start,
}) => {
  const { page, list, errors } = await open(start, [CONTAINER])
  await expect(status(page)).toHaveText(/^\d+ differences\.$/)
  const size = list.getByRole('option').filter({ hasText: 'size [6, 3] → [any, 3]' })
  await expect(size).toHaveText(/^≠changed: L\['x'\] TENSOR_MATCH/)
  await expect(list.getByRole('option').filter({ hasText: "2 <= L['x'].size()[0]" })).toHaveText(/^\+there only: /)
  await expect(line(page, 'size [6, 3]')).toBeVisible()
  await expect(line(page, 'size [any, 3]')).toBeVisible()
  await size.click()
  await expect(size).toHaveAttribute('aria-selected', 'true')
  await page.screenshot({ path: test.info().outputPath('recompilations.png') })
  await page.getByRole('button', { name: 'Swap sides' }).click()
  await expect(list.getByRole('option').filter({ hasText: 'size [any, 3] → [6, 3]' })).toBeVisible()
  await page.getByRole('button', { name: 'Swap sides' }).click()
  await size.click()
  await page.getByRole('button', { name: 'Show in the tree' }).click()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^TENSOR_MATCH/)
  expect(errors).toEqual([])
})

test('two trees stand side by side: what differs alone, or whole, and what is chosen in one is chosen in the other', async ({
  start,
}) => {
  const { page, list, errors } = await open(start, [CONTAINER])
  await page.getByRole('button', { name: 'Trees', exact: true }).click()
  const trees = page.getByRole('treegrid')
  const changed = trees.getByRole('row').filter({ has: page.getByRole('gridcell', { name: /^changed TENSOR_MATCH/ }) })
  await expect(changed.getByRole('gridcell', { name: /size=\[6, 3\]/ })).toBeVisible()
  await expect(changed.getByRole('gridcell', { name: /size=\[None, 3\]/ })).toBeVisible()
  await expect(trees.getByRole('gridcell', { name: /^there only TYPE_MATCH/ })).toBeVisible()
  await expect(trees.getByRole('gridcell', { name: 'nothing' }).first()).toBeVisible()
  const folded = await trees.getByRole('row').count()
  await changed.click()
  await expect(list.getByRole('option', { selected: true })).toHaveText(/TENSOR_MATCH/)
  await list
    .getByRole('option')
    .filter({ hasText: /TYPE_MATCH\s*type </ })
    .click()
  await expect(trees.getByRole('row', { selected: true })).toHaveAccessibleName(/TYPE_MATCH/)
  await page.getByRole('button', { name: 'Whole trees' }).click()
  expect(await trees.getByRole('row').count()).toBeGreaterThan(folded)
  await trees.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(trees.getByRole('row')).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await expect(trees.getByRole('row').nth(1)).toBeVisible()
  expect(errors).toEqual([])
})

test('a guard that only the other blob has is shown in the tree of that one', async ({ start }) => {
  const { page, list } = await open(start, [CONTAINER])
  await list
    .getByRole('option')
    .filter({ hasText: /TYPE_MATCH\s*type </ })
    .dblclick()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^TYPE_MATCH/)
  await expect(page.getByRole('button', { name: 'Which blob of the file' })).toHaveText(/recompilation 1/)
})

test('without another blob it says so; a file that is opened then is the other side', async ({ start }) => {
  const { page, app } = await open(start, [fixture('2.13.0/shape_env_gt.guards_state')], true)
  await expect(page.getByRole('heading', { name: 'Nothing to compare with' })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('empty.png') })
  await app.evaluate(({ BrowserWindow }, path) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:openPaths', [path])
  }, fixture('2.13.0/shape_env_mod.guards_state'))
  await expect(page.getByRole('combobox', { name: 'against' })).toBeVisible()
  await expect(status(page)).toHaveText('13 differences.')
  await page.getByRole('button', { name: /^Lines of code/ }).click()
  await expect(page.getByRole('option').filter({ hasText: 'if x.shape[0] > 4' })).toHaveCount(2)
})

test('5,000 guards are compared while one waits, and blobs that ask for the same say so', async ({ start, folder }) => {
  const { page, app, list, errors } = await open(start, [GPT, HUGE])
  await expect(status(page)).toHaveText(/^\d.\d{3} differences\.$/, { timeout: 30_000 })
  await list.focus()
  await page.keyboard.press('End')
  await expect(list.getByRole('option', { selected: true })).toBeInViewport()
  // its line is found in the text, far down
  await expect(line(page, /no.other.tensor.is.L/).last()).toBeInViewport({ timeout: 30_000 })
  await page.screenshot({ path: test.info().outputPath('huge.png') })
  const copy = await fileWith(folder, 'copy.guards_state', await readFile(HUGE))
  await app.evaluate(({ BrowserWindow }, path) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:openPaths', [path])
  }, copy)
  await expect(page.getByRole('tab')).toHaveCount(3)
  await page.getByRole('combobox', { name: 'against' }).selectOption('huge_5000_guards.guards_state')
  await expect(status(page)).toHaveText('The two ask for the same.', { timeout: 30_000 })
  await page.screenshot({ path: test.info().outputPath('same.png') })
  expect(errors).toEqual([])
})

test('why each recompilation was made is said with the guard that refused, its tree and both sides a press away', async ({
  start,
}) => {
  const { page, errors } = await open(start, [RECOMPILED])
  await page.getByRole('button', { name: 'Recompilations' }).click()
  await expect(status(page)).toHaveText('recompiled was compiled 5 times.')
  const list = page.getByRole('region', { name: 'Recompilations', exact: true })
  const third = list.getByRole('region', { name: /^0\/3 was compiled/ })
  await expect(third.getByRole('listitem')).toHaveCount(3)
  const row = third.getByRole('listitem').filter({ has: page.getByText('0/2', { exact: true }) })
  await expect(row).toContainText("tensor 'L['x']' dtype mismatch. expected Float, actual Double")
  await expect(row.getByRole('row').nth(1)).toHaveText(/^dtypetorch\.float32torch\.float64/)
  await row.getByRole('button', { name: "TENSOR_MATCH on L['x']" }).click()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^TENSOR_MATCH/)
  const picker = page.getByRole('button', { name: 'Which blob of the file' })
  await expect(picker).toHaveText(/recompilation 2/)
  await picker.click()
  await page.getByRole('menuitem', { name: 'Why it was compiled again' }).click()
  await third.getByRole('button', { name: 'Compare 0/1 with 0/3' }).click()
  await expect(picker).toHaveText(/recompilation 1/)
  await expect(page.getByRole('combobox', { name: 'against' })).toHaveValue(/\d/)
  await expect(page.locator('.diff-names')).toHaveText(/recompiled 0\/1.*recompiled 0\/3/)
  await expect(status(page)).toHaveText(/^\d+ differences/)
  expect(errors).toEqual([])
})

for (const theme of ['dark', 'light'] as const) {
  test(`the reasons of recompilations are accessible in the ${theme} theme`, async ({ start }) => {
    const { page } = await open(start, [RECOMPILED])
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await page.getByRole('button', { name: 'Recompilations' }).click()
    const list = page.getByRole('region', { name: 'Recompilations', exact: true })
    await list.getByText('things that 0/2 wants otherwise').first().click()
    await page.screenshot({ path: test.info().outputPath(`recompilations-${theme}.png`) })
    expect(await violations(page)).toEqual([])
  })
}

for (const theme of ['dark', 'light'] as const) {
  test(`the view is accessible in the ${theme} theme, in a narrow window too`, async ({ start }) => {
    const { page, app, list } = await open(start, [
      fixture('2.14.1/mlp_safe.guards_state'),
      fixture('2.13.0/mlp_safe.guards_state'),
    ])
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(page.locator('.diff-host .view-line').first()).toBeVisible({ timeout: 30_000 })
    await list.getByRole('option').first().click()
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Trees', exact: true }).click()
    await expect(page.getByRole('treegrid')).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`${theme}-trees.png`) })
    expect(await violations(page)).toEqual([])
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(760, 600))
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(800)
    await page.screenshot({ path: test.info().outputPath(`${theme}-narrow.png`) })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await violations(page)).toEqual([])
  })
}

/** What axe finds wrong, in the editor's own insides, too. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).disableRules('region').analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
