/** The window under axe, in both themes and each of its states; and with motion reduced. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ROOT, SAMPLE, expect, fileWith, test } from './harness/app'

const CONTAINER = join(ROOT, 'fixtures/containers/2.13.0/save_cache_artifacts_caching_precompile.bin')

/** What axe finds wrong: rule, and where. */
async function violations(page: Page): Promise<readonly string[]> {
  // In one frame, and a window has no other pages to finish in.
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // Menus and messages lie over the page, outside of its regions.
    .disableRules('region')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}

async function setTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  await expect(page.getByRole('menu')).toHaveCount(0)
}

for (const theme of ['dark', 'light'] as const) {
  test(`the tree, its panel, a search, a filter and the palette are accessible in the ${theme} theme`, async ({
    start,
  }) => {
    const { page } = await start([SAMPLE])
    await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
    await setTheme(page, theme)
    await page
      .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
      .first()
      .click()
    await expect(page.getByRole('row', { name: /^size/ })).toBeVisible()
    await page.getByText('About this guard').click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Control+f')
    await page.keyboard.type('_match')
    await page.getByRole('button', { name: /^tensor \d/ }).click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Shift+g')
    await expect(page.getByRole('listbox', { name: 'Chosen guards' })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })

  test(`the printed text and a container's menu are accessible in the ${theme} theme`, async ({ start }) => {
    const { page } = await start([CONTAINER])
    await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
    await setTheme(page, theme)
    await page.getByRole('button', { name: 'Which blob of the file' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+2')
    await expect(page.locator('.monaco-editor').first()).toContainText('RootGuardManager')
    // The editor's own insides are monaco's.
    const { violations: found } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .disableRules('region')
      .exclude('.monaco-editor')
      .analyze()
    expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
    await page.keyboard.press('Control+6')
    await expect(page.locator('.document-text .monaco-editor')).toContainText('guards_state of torch')
    const document = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .disableRules('region')
      .exclude('.monaco-editor')
      .analyze()
    expect(document.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)).toEqual([])
  })

  test(`a sweep as a strip, as a list and as a grid is accessible in the ${theme} theme`, async ({ start }) => {
    const { page } = await start([join(ROOT, 'fixtures/2.13.0/shape_env_gt.guards_state')])
    await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
    await setTheme(page, theme)
    await page.keyboard.press('Control+3')
    await page.getByRole('tab', { name: 'Sweep' }).click()
    await expect(page.getByRole('grid')).toHaveAccessibleName(/60 passed, 5 failed$/)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Second axis' }).click()
    await expect(page.getByRole('listbox', { name: 'What can be swept' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.type('dtype')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '14')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Swap across and down' }).click()
    await page.getByRole('button', { name: 'Take the second axis away' }).click()
    await expect(page.getByRole('listbox', { name: /dtype/ })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })

  test(`an edited guard, its history and a refused edit are accessible in the ${theme} theme`, async ({ start }) => {
    const { page } = await start([join(ROOT, 'fixtures/2.13.0/tensor_match_basic.guards_state')])
    await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
    await setTheme(page, theme)
    await page.getByRole('treeitem', { name: /^TENSOR_MATCH/ }).click()
    const panel = page.getByRole('complementary', { name: 'Selected node' })
    await panel.getByRole('button', { name: 'Let size at 0 be any' }).click()
    await expect(page.getByRole('toolbar', { name: 'Edits' })).toBeVisible()
    await panel.getByRole('textbox', { name: 'device' }).fill('nowhere')
    await panel.getByRole('textbox', { name: 'device' }).press('Enter')
    await expect(panel.getByRole('alert')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'The history of this blob' }).click()
    await expect(page.getByRole('menuitemradio')).toHaveCount(2)
    expect(await violations(page)).toEqual([])
  })

  test(`a call in its form and what it differs in are accessible in the ${theme} theme`, async ({ start }) => {
    const { page } = await start([join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state')])
    await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
    await setTheme(page, theme)
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: 'self', exact: true }).click()
    await page.getByRole('button', { name: /^autocast/ }).click()
    await page.getByRole('textbox', { name: 'x, shape' }).fill('3, 8')
    await expect(page.getByRole('button', { name: "Take back L['x'].shape[0]" })).toBeVisible()
    await page.getByRole('textbox', { name: 'dual level' }).fill('none')
    expect(await violations(page)).toEqual([])
  })

  test(`no file, and a file that fails, are accessible in the ${theme} theme`, async ({ start, folder }) => {
    const { page } = await start([await fileWith(folder, 'bad', 'no pickle')])
    await expect(page.getByRole('alert')).toBeVisible({ timeout: 30_000 })
    await setTheme(page, theme)
    expect(await violations(page)).toEqual([])
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
}

test('a screen reader is told level, place and number of each row', async ({ start }) => {
  const { page } = await start([join(ROOT, 'fixtures/2.13.0/dict_int_keys.guards_state')])
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  const rows = await page.getByRole('treeitem').evaluateAll((items) =>
    items.slice(0, 8).map((item) => {
      const said = ['level', 'posinset', 'setsize', 'expanded'].map((name) => item.getAttribute(`aria-${name}`) ?? '-')
      return `${item.getAttribute('aria-label')?.split(' ')[0]} ${said.join(' ')}`
    }),
  )
  expect(rows).toEqual([
    'RootGuardManager 1 1 1 true',
    'LAMBDA_GUARD 2 1 5 -',
    'GLOBAL_STATE 2 2 5 -',
    'TORCH_FUNCTION_MODE_STACK 2 3 5 -',
    'DEFAULT_DEVICE 2 4 5 -',
    "L['d'] 2 5 5 true",
    'TYPE_MATCH 3 1 3 -',
    "L['d'][1] 3 2 3 true",
  ])
})

test('nothing moves where motion is to be reduced', async ({ start }) => {
  const { page } = await start([SAMPLE])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  const longest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('*')].flatMap((part) => {
        const { transitionDuration, animationDuration } = getComputedStyle(part)
        return `${transitionDuration},${animationDuration}`.split(',').map(parseFloat)
      }),
    ),
  )
  expect(longest).toBeLessThan(0.001)
})
