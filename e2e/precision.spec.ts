/** The precision settings, looked at and changed as a person does it; what opens blobs has its blobs answer too. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

const blob = (name: string): string => join(ROOT, 'fixtures', `${name}.guards_state`)

const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const value = (page: Page, name: string): Locator => card(page, name).locator('.precision-value')
const choice = (page: Page, name: string, of: string): Locator =>
  card(page, name).getByRole('radio', { name: of, exact: true })

test('without a file: a toggle is previewed, applied, undone and copied as Python', async ({ start }) => {
  const { page, app, errors } = await start()
  await page.getByRole('button', { name: 'fp32 precision settings' }).click()
  await page.getByRole('combobox', { name: 'Model of torch' }).selectOption('2.13')
  await expect(value(page, 'cuda.conv')).toContainText('tf32')
  await expect(value(page, 'cuda.conv')).toContainText('torch’s default')
  await page.screenshot({ path: test.info().outputPath('start.png') })

  // the attribute of mkldnn that writes generic, and the one of cuda that does nothing, are told
  const force = page.getByRole('complementary', { name: 'In force' })
  await expect(force).toContainText('It reads mkldnn and writes generic')
  await expect(force).toContainText('an assignment does nothing')

  await choice(page, 'cuda.matmul', 'tf32').click()
  const preview = page.getByRole('complementary', { name: 'Preview' })
  await expect(preview.getByRole('status')).toHaveText('1 node changes, 2 legacy getters start to raise.')
  await expect(preview).toContainText('RuntimeError: PyTorch is checking the matmul precision without a specific')
  await expect(preview.getByRole('row', { name: /GLOBAL_STATE allow_tf32/ })).toHaveText(/False\s*True/)
  await page.screenshot({ path: test.info().outputPath('preview.png') })

  // the page that torch's text names opens in the browser
  await app.evaluate(({ shell }) => {
    shell.openExternal = async (url) => void Object.assign(globalThis, { opened: url })
  })
  await preview.getByRole('button', { name: 'torch’s documentation' }).first().click()
  await expect
    .poll(() => app.evaluate(() => (globalThis as { opened?: string }).opened))
    .toMatch(/^https:\/\/pytorch\.org\/docs\/main\/notes\/cuda\.html#/)

  await preview.getByRole('button', { name: 'Apply' }).click()
  await expect(preview).toHaveCount(0)
  await expect(choice(page, 'cuda.matmul', 'tf32')).toBeFocused()
  await expect(value(page, 'cuda.matmul')).toContainText('set here')
  await page.getByRole('button', { name: 'Copy as Python' }).click()
  await expect(page.getByText('Copied 2 lines of Python')).toBeVisible()
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    'import torch\ntorch.backends.cuda.matmul.fp32_precision = "tf32"\n',
  )
  await page.keyboard.press('Control+z')
  await expect(value(page, 'cuda.matmul')).toContainText('nothing set')
  await page.keyboard.press('Control+Shift+z')
  await expect(value(page, 'cuda.matmul')).toContainText('set here')
  // back to where files are opened
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Precision' }).click()
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  expect(errors).toEqual([])
})

test('of torch 2.15: the guard sees which precision cuda.matmul reads, and bfx9 is of that node alone', async ({
  start,
}) => {
  const { page, errors } = await start([blob('2.13.0/gpt_2layer')])
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+7')
  await page.getByRole('combobox', { name: 'Model of torch' }).selectOption('2.15')
  const force = page.getByRole('complementary', { name: 'In force' })
  const preview = page.getByRole('complementary', { name: 'Preview' })
  await expect(force.getByRole('row', { name: /GLOBAL_STATE cuda_matmul_precision/ })).toContainText('0 (none)')
  await expect(force).toContainText('what cuda.matmul reads: 0 for none, 1 for ieee, 2 for tf32, 5 for bfx9')
  // 2.14 saw no difference between none and ieee; a blob from then is compared as then
  await choice(page, 'cuda.matmul', 'ieee').click()
  await expect(preview.getByRole('row', { name: /GLOBAL_STATE cuda_matmul_precision/ })).toHaveText(
    /0 \(none\)\s*1 \(ieee\)/,
  )
  await expect(preview.getByRole('listitem')).toContainText('no guard says so')
  await choice(page, 'cuda.matmul', 'bfx9').click()
  await expect(preview.getByRole('listitem')).toContainText('recompiles at its next call')
  await page.screenshot({ path: test.info().outputPath('bfx9-preview.png') })
  await preview.getByRole('button', { name: 'Apply' }).click()
  await expect(force).toContainText('built with CUDA 12.9 or later')
  await page.screenshot({ path: test.info().outputPath('bfx9.png') })
  await choice(page, 'cuda.conv', 'bfx9').click()
  await expect(preview).toContainText("precision 'bfx9' is only supported for backend 'cuda' and op 'matmul'")
  expect(errors).toEqual([])
})

test('by keyboard: arrows look, Enter applies, Escape leaves; what is inherited or turned into none says so', async ({
  start,
}) => {
  const { page } = await start()
  await expect(page.getByRole('button', { name: 'Open file…' })).toBeVisible()
  await page.keyboard.press('Control+7')
  await choice(page, 'generic', 'none').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(choice(page, 'generic', 'bfx9')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(choice(page, 'generic', 'bf16')).toBeFocused()
  await expect(page.getByRole('complementary', { name: 'Preview' })).toContainText('If you set generic = bf16')
  await page.keyboard.press('Escape')
  await expect(choice(page, 'generic', 'none')).toBeFocused()
  await expect(value(page, 'mkldnn.conv')).toContainText('nothing set')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(value(page, 'mkldnn.conv')).toContainText('bf16')
  await page.keyboard.press('Enter')
  await expect(value(page, 'mkldnn.conv')).toContainText('from generic')
  await expect(value(page, 'cuda.conv').getByRole('img')).toHaveAccessibleName(
    /generic is bf16, which cuda does not support: torch reads none/,
  )
  // the way of the value is lit from where it is set
  await card(page, 'mkldnn.rnn').hover()
  await expect(page.locator('.precision-tree > svg > path.lit')).toHaveCount(2)
  await expect(page.locator('.precision-card.lit')).toHaveCount(3)
  await page.screenshot({ path: test.info().outputPath('inherited.png') })
  // torch refuses it, and says so
  await choice(page, 'cuda', 'bf16').click()
  await expect(page.getByRole('complementary', { name: 'Preview' })).toContainText(
    "RuntimeError: backend 'cuda' does not support precision 'bf16'",
  )
  await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled()
})

test('each open blob says whether its guard sees the change', async ({ start }) => {
  const files = ['2.13.0/gpt_2layer', '2.8.0/gpt_block', '2.13.0/global_state'].map(blob)
  const { page } = await start(files)
  await expect(page.getByRole('tab')).toHaveCount(3, { timeout: 30_000 })
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+7')
  const panel = (name: string): Locator => page.getByRole('complementary', { name }).getByRole('listitem')
  await expect(panel('In force')).toHaveCount(3, { timeout: 30_000 })
  await choice(page, 'cuda.matmul', 'tf32').click()
  await expect(panel('Preview').filter({ hasText: 'recompiles at its next call' })).toHaveCount(3)
  await page.screenshot({ path: test.info().outputPath('guarded.png') })
  await choice(page, 'mkldnn', 'bf16').click()
  await expect(panel('Preview').filter({ hasText: 'no guard says so' })).toHaveCount(3)
  await page.getByRole('button', { name: 'Presets' }).click()
  await page.getByRole('menuitem', { name: /^tf32 everywhere/ }).click()
  await expect(page.getByRole('complementary', { name: 'Preview' }).getByRole('status')).toHaveText('9 nodes change.')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(panel('In force').filter({ hasText: 'is refused' })).toHaveCount(2)
  await page.screenshot({ path: test.info().outputPath('refused.png') })
})

for (const theme of ['dark', 'light'] as const) {
  test(`the view is accessible in the ${theme} theme, in a small window too`, async ({ start }) => {
    const { page, app } = await start()
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await page.keyboard.press('Control+7')
    await choice(page, 'generic', 'ieee').click()
    await page.getByRole('button', { name: 'Apply' }).click()
    await choice(page, 'mkldnn', 'bf16').click()
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(value(page, 'mkldnn.rnn')).toContainText('from mkldnn')
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) })
    await choice(page, 'cuda.matmul', 'tf32').click()
    await expect(page.getByRole('complementary', { name: 'Preview' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: test.info().outputPath(`${theme}-preview.png`) })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 640))
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(900)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: test.info().outputPath(`${theme}-small.png`) })
  })
}

/** What axe finds wrong. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .disableRules('region')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
