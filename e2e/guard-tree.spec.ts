/** The guard tree as a person uses it: keys, search, filters, the detail panel, copying, tabs, the printed text. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { ROOT, SAMPLE, expect, test } from './harness/app'
import type { Start } from './harness/app'

const CONTAINER = join(ROOT, 'fixtures/containers/2.13.0/save_cache_artifacts_caching_precompile.bin')
const SMALL = join(ROOT, 'fixtures/2.13.0/dict_int_keys.guards_state')

async function openTree(
  start: Start,
  files: readonly string[] = [SAMPLE],
): Promise<{ app: ElectronApplication; page: Page; tree: Locator }> {
  const { app, page } = await start(files)
  const tree = page.getByRole('tree', { name: 'Guard tree' })
  await expect(tree).toBeFocused({ timeout: 30_000 })
  return { app, page, tree }
}

const selected = (page: Page): Locator => page.locator('[role=treeitem][aria-selected=true]')
const clipboard = (app: ElectronApplication): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText())

/** What torch printed for the fixture, with what only that process knew masked. */
function printed(name: string): string {
  const sidecar = JSON.parse(gunzipSync(readFileSync(join(ROOT, `fixtures/${name}.json.gz`))).toString()) as {
    loaded_tree: string
  }
  return masked(sidecar.loaded_tree)
}

function masked(text: string): string {
  return text
    .replace(/\b\d{9,}\b/g, '#')
    .replace(/framelocals_idx=\d+/g, 'framelocals_idx=#')
    .trim()
}

test('the arrows walk, close and open the tree', async ({ start }) => {
  const { page, tree } = await openTree(start)
  await expect(selected(page)).toHaveText(/RootGuardManager/)
  await page.keyboard.press('ArrowDown')
  await expect(selected(page)).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('End')
  await expect(selected(page)).toHaveText(/LAMBDA_GUARD/)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('treeitem')).toHaveCount(1)
  await expect(selected(page)).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('*')
  await page.keyboard.type('tensor')
  await expect(selected(page)).toHaveText(/^TENSOR_MATCH/)
  const active = await tree.getAttribute('aria-activedescendant')
  expect(active).toBe(await selected(page).getAttribute('id'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Selected node' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(tree).toBeFocused()
})

test('the path of the selected node leads back up', async ({ start }) => {
  const { page } = await openTree(start)
  await page.keyboard.press('Control+f')
  await page.keyboard.type("/^L.*mask'\\]$/")
  const path = page.getByRole('navigation', { name: 'Path of the selected node' })
  await path.getByRole('button', { name: "['blocks']" }).click()
  await expect(selected(page)).toHaveText(/^L\['self'\]\._modules\['blocks'\]/)
  await expect(page.getByRole('tree')).toBeFocused()
})

test('search marks, counts, opens what hides a match, and goes round', async ({ start }) => {
  const { page } = await openTree(start)
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('NO_tensor')
  const count = page.getByRole('search').getByRole('status')
  await expect(count).toHaveText('1 of 3')
  await expect(selected(page).locator('mark')).toHaveText('NO_TENSOR')
  await page.keyboard.press('Shift+Enter')
  await expect(count).toHaveText('3 of 3')
  await page.keyboard.press('Enter')
  await expect(count).toHaveText('1 of 3')
  await page.keyboard.press('F3')
  await expect(count).toHaveText('2 of 3')
  await expect(selected(page)).toBeInViewport()
  await page.keyboard.press('Escape')
  await expect(page.locator('mark')).toHaveCount(0)
})

test('filters leave the matches and what leads to them', async ({ start }) => {
  const { page } = await openTree(start)
  const chips = page.getByRole('group', { name: 'Guard families' })
  const relation = chips.getByRole('button', { name: /^relation/ })
  const count = /\d+$/.exec((await relation.textContent()) ?? '')?.[0] ?? ''
  await relation.click()
  await expect(page.getByRole('button', { name: `${count} nodes` })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^NO_TENSOR_ALIASING/ })).toHaveCount(3)
  await expect(page.getByRole('treeitem', { name: /^TENSOR_MATCH/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Source', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: "L['idx']" }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('treeitem')).toHaveText([/^RootGuardManager/, /^L\['idx'\]/, /^NO_TENSOR_ALIASING/])
  await page.getByRole('button', { name: /Clear all/ }).click()
  await expect(page.getByRole('treeitem', { name: /^TENSOR_MATCH/ }).first()).toBeVisible()
})

test('the panel tells all about a guard', async ({ start }) => {
  const { page } = await openTree(start)
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  const panel = page.getByRole('complementary', { name: 'Selected node' })
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('TENSOR_MATCH')
  await expect(panel.locator('section').filter({ hasText: 'Source' }).first().locator('pre')).toHaveText("L['idx']")
  await expect(panel.getByRole('row', { name: /^size/ })).toHaveText(/\[2, 7\]/)
  await expect(panel.getByText('return F.embedding(', { exact: true })).toBeVisible()
  await expect(panel.getByText(/^bytes/).first()).toHaveText(/of 156.753/)
  await page.getByRole('treeitem', { name: /^L\['idx'\]/ }).click()
  await expect(panel.getByText(/^FrameLocalsGuardAccessor\(key='idx'/)).toBeVisible()
})

test('copies a node, a node with all below it, and the whole tree as torch prints them', async ({ start }) => {
  const { app, page } = await openTree(start, [SMALL])
  const lines = printed('2.13.0/dict_int_keys').split('\n')
  await page.getByRole('treeitem', { name: /^L\['d'\]\[1\]/ }).click()
  await page.keyboard.press('Control+c')
  await expect(page.getByText('Copied the node')).toBeVisible()
  const from = lines.findIndex((line) => line.includes("source=L['d'][1],"))
  expect(masked(await clipboard(app))).toBe(lines[from]?.replace(/^[| ]*\+- /, ''))
  await page.keyboard.press('Control+Shift+C')
  await expect(page.getByText('Copied the node and all below, 8 lines')).toBeVisible()
  expect(masked(await clipboard(app))).toBe(
    lines
      .slice(from, from + 8)
      .map((line) => line.slice(4))
      .join('\n'),
  )
  await page.keyboard.press('Control+k')
  await page.keyboard.type('whole tree as text')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Copied the whole tree/)).toBeVisible()
  expect(masked(await clipboard(app))).toBe(lines.join('\n'))
})

test('tabs keep what was done in them', async ({ start }) => {
  const { page } = await openTree(start, [SAMPLE, SMALL])
  await expect(page.getByRole('tab', { selected: true })).toHaveText('dict_int_keys.guards_state')
  await page.keyboard.type('tensor')
  const before = await selected(page).textContent()
  await page.keyboard.press('Control+Tab')
  await expect(page.getByRole('tab', { selected: true })).toHaveText('sample.guards_state')
  await expect(selected(page)).toHaveText(/RootGuardManager/)
  await page.keyboard.press('Control+Shift+Tab')
  await expect(selected(page)).toHaveText(before ?? '')
  await page.keyboard.press('Control+w')
  await expect(page.getByRole('tab')).toHaveText(['sample.guards_state'])
  await page.getByTitle('Close sample.guards_state').click()
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
})

test('the blobs of a container are chosen by function', async ({ start }) => {
  const { page } = await openTree(start, [CONTAINER])
  await page.getByRole('button', { name: 'Which blob of the file' }).click()
  const blobs = page.getByRole('menuitemradio')
  expect(await blobs.count()).toBeGreaterThan(1)
  const second = blobs.nth(1)
  await second.click()
  await expect(page.getByRole('button', { name: 'Which blob of the file' })).toHaveText(/2 of/)
  await expect(page.getByRole('treeitem', { name: /^RootGuardManager/ })).toBeVisible()
})

test('the printed text stands on the line of the selected node', async ({ start }) => {
  const { page } = await openTree(start)
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  await page.keyboard.press('Control+2')
  const editor = page.locator('.monaco-editor').first()
  await expect(editor).toContainText("TENSOR_MATCH: check_tensor(L['idx'], Tensor")
  const line = printed('2.13.0/gpt_2layer')
    .split('\n')
    .findIndex((text) => text.includes("check_tensor(L['idx']"))
  // The text begins with an empty line that the fixture was trimmed of.
  await expect(editor.locator('.active-line-number')).toHaveText(String(line + 2))
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Control+1')
  await expect(selected(page)).toHaveText(/^L\['idx'\]/)
})

test('the palette does what it is told', async ({ start }) => {
  const { page } = await openTree(start)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('theme light')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('works in a window of 1,000 pixels without running over its edges', async ({ start }) => {
  const { app, page } = await openTree(start)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 640))
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1000)
  const over = await page.evaluate(() =>
    [...document.querySelectorAll('.top-bar, .filter-bar, .path, .tree, .detail, .status-bar')]
      .filter(
        (part) =>
          part.getBoundingClientRect().right > 1000.5 ||
          (part.matches('.filter-bar, .detail') && part.scrollWidth > part.clientWidth + 1),
      )
      .map((part) => part.className),
  )
  expect(over).toEqual([])
})
