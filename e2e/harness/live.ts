/** A live process in the window, driven as a person does, and what it looks like. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { ROOT, type StartedApp, expect, test } from './app'

const PYTHON = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const SCRIPT = join(ROOT, 'e2e/torch/models.py')
/** For torch to be imported and to compile. */
export const SLOW = { timeout: 90_000 }

export const compileRow = (page: Page, name: string): Locator => page.getByRole('treeitem', { name })

/** Runs the models; who is asked agrees. */
export async function run({ app, page }: StartedApp, args: string): Promise<void> {
  await app.evaluate(({ dialog, BrowserWindow }) => {
    dialog.showMessageBox = (async () => ({ response: 0, checkboxChecked: false })) as never
    BrowserWindow.getAllWindows()[0]?.setSize(1480, 940)
  })
  await expect(page.getByRole('button', { name: 'Open file…' })).toBeVisible()
  await page.keyboard.press('Control+9')
  await page.getByLabel('Python').fill(PYTHON)
  await page.getByRole('textbox', { name: 'Script' }).fill(SCRIPT)
  await page.getByLabel('Arguments').fill(args)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
}

async function theme(page: Page, name: 'Dark' | 'Light'): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name }).click()
}

/** A picture in each, and what axe finds wrong. */
export async function inBothThemes(page: Page, name: string): Promise<void> {
  for (const one of ['Dark', 'Light'] as const) {
    await theme(page, one)
    await page.screenshot({ path: test.info().outputPath(`${name}-${one.toLowerCase()}.png`) })
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .disableRules('region')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
      .analyze()
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
    expect(found).toEqual([])
  }
}
