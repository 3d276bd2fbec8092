/** Every view and dialog under axe (WCAG 2.2 AA), in both themes, with a real document, with 5,000 guards and without any. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const fixture = (name: string): string => join(ROOT, `fixtures/2.13.0/${name}.guards_state`)

/** Rule, place and what is wrong; the insides of an editor are monaco's. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // menus, dialogs and messages lie over the page, outside of its regions
    .disableRules('region')
    .exclude('.monaco-editor')
    .withTags(TAGS)
    .analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}

/** What opens each view of a blob, and what is there once it is drawn. */
const VIEWS = [
  ['Control+1', '[role=tree]'],
  ['Control+2', '.monaco-editor .view-line'],
  ['Control+3', '.replay-tabs'],
  ['Control+4', '.diff-view, .empty'],
  ['Control+5', '.findings-view'],
  ['Control+6', '.document-text .view-line'],
  ['Control+Shift+O', '.overhead-view, .empty'],
  ['Control+7', '.precision-view'],
  ['Control+8', 'main h2, main h3'],
  ['Control+9', 'main h2'],
] as const

const FILES = [
  ['a network', fixture('mlp_safe')],
  ['5,000 guards', fixture('huge_5000_guards')],
  ['no guards', fixture('nn_module_error')],
] as const

for (const theme of ['dark', 'light'] as const) {
  for (const [name, file] of FILES) {
    test(`every view of ${name} is accessible in the ${theme} theme`, async ({ start }) => {
      test.setTimeout(240_000)
      const { page } = await start([file])
      await expect(page.getByRole('tree')).toBeVisible({ timeout: 60_000 })
      await page.keyboard.press('Control+k')
      await page.keyboard.type(`Theme: ${theme}`)
      await page.keyboard.press('Enter')
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      for (const [keys, sign] of VIEWS) {
        await page.keyboard.press(keys)
        await expect(page.locator(sign).first()).toBeVisible({ timeout: 60_000 })
        expect.soft(await violations(page), `${keys} of ${name}`).toEqual([])
        // out of an editor, that has keys of its own
        await page.getByRole('button', { name: 'Commands' }).focus()
      }
    })
  }

  test(`every dialog, the start page and the tour are accessible in the ${theme} theme`, async ({ start }) => {
    test.setTimeout(180_000)
    const { page } = await start()
    await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
    await page.keyboard.press('Control+,')
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme)
    expect.soft(await violations(page), 'settings').toEqual([])
    await page.getByRole('tab', { name: 'JSON' }).click()
    await expect(page.locator('.json-host .view-line').first()).toBeVisible()
    expect.soft(await violations(page), 'settings as JSON').toEqual([])
    await page.keyboard.press('Escape')
    expect.soft(await violations(page), 'start page').toEqual([])
    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    expect.soft(await violations(page), 'shortcuts').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /Take the tour/ }).click()
    await expect(page.getByRole('tree')).toBeVisible()
    expect.soft(await violations(page), 'tour').toEqual([])
    for (const command of ['Add a guard', 'Strip the blob', 'Migrate the blob']) {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(command)
      expect.soft(await violations(page), `palette with ${command}`).toEqual([])
      await page.keyboard.press('Enter')
      await expect(page.locator('.dialog')).toBeVisible()
      expect.soft(await violations(page), command).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.locator('.dialog')).toHaveCount(0)
    }
    await page.getByRole('tab', { name: 'mlp.guards_state' }).press('Delete')
    await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible()
    expect.soft(await violations(page), 'start page with a tour under way').toEqual([])
  })
}
