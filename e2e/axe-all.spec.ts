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

async function inBothThemes(page: Page, what: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((chosen) => {
      const { guardscope } = globalThis as unknown as { guardscope: { changeSettings(change: object): Promise<void> } }
      return guardscope.changeSettings({ theme: chosen })
    }, theme)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    expect.soft(await violations(page), `${what} in the ${theme} theme`).toEqual([])
  }
}

for (const [name, file] of FILES) {
  test(`every view of ${name} is accessible in both themes`, async ({ start }) => {
    test.setTimeout(300_000)
    const { page } = await start([file])
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await expect(page.getByRole('tree')).toBeVisible({ timeout: 60_000 })
    for (const [keys, sign] of VIEWS) {
      await page.keyboard.press(keys)
      await expect(page.locator(sign).first()).toBeVisible({ timeout: 60_000 })
      await inBothThemes(page, keys)
      // out of an editor, that has keys of its own
      await page.getByRole('button', { name: 'Commands' }).focus()
    }
  })
}

test('every dialog, the start page and the tour are accessible in both themes', async ({ start }) => {
  test.setTimeout(300_000)
  const { page } = await start()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  await inBothThemes(page, 'start page')
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('combobox', { name: 'Theme' })).toBeVisible()
  await inBothThemes(page, 'settings')
  await page.getByRole('tab', { name: 'JSON' }).click()
  await expect(page.locator('.json-host .view-line').first()).toBeVisible()
  await inBothThemes(page, 'settings as JSON')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await inBothThemes(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Take the tour/ }).click()
  await expect(page.getByRole('tree')).toBeVisible()
  await inBothThemes(page, 'tour')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await inBothThemes(page, 'palette')
  await page.keyboard.press('Escape')
  for (const command of ['Add a guard', 'Strip the blob', 'Migrate the blob']) {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(command)
    await page.keyboard.press('Enter')
    await expect(page.locator('.dialog')).toBeVisible()
    await inBothThemes(page, command)
    await page.keyboard.press('Escape')
    await expect(page.locator('.dialog')).toHaveCount(0)
  }
})
