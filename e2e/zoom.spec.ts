/** With everything twice as large, in a small window and in a large one: nothing is cut off, and nothing lies over anything else. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

const VIEWS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((key) => `Control+${key}`)
/** Those of the page, and of a rail that scrolls; an editor scrolls by itself. */
const CONTROLS = 'main, nav, header, footer'

/** Controls that cannot be brought into view whole, or that something else lies over. */
function hidden(page: Page, within = CONTROLS): Promise<readonly string[]> {
  return page.evaluate(async (parts) => {
    const found: string[] = []
    const controls = [...document.querySelectorAll(parts)].flatMap((part) => [
      ...part.querySelectorAll<HTMLElement>('button, input, select, [role=tab]'),
    ])
    for (const control of controls) {
      if (control.closest('.monaco-editor') !== null || !control.checkVisibility()) continue
      control.scrollIntoView({ block: 'center', inline: 'center' })
      const { x, y, right, bottom, width, height } = control.getBoundingClientRect()
      if (width <= 1 || getComputedStyle(control).opacity === '0') continue
      const name = control.getAttribute('aria-label') ?? control.textContent ?? control.tagName
      const isOutside = x < -1 || y < -1 || right > innerWidth + 1 || bottom > innerHeight + 1
      const top = document.elementFromPoint(x + width / 2, y + height / 2)
      const isCovered = top === null || !(control.contains(top) || top.contains(control))
      if (isOutside && width <= innerWidth) found.push(`${name} is cut: ${Math.round(x)} to ${Math.round(right)}`)
      else if (isCovered) found.push(`${name} lies under ${top?.className ?? 'nothing'}`)
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window')
    return [...new Set(found)]
  }, within)
}

for (const [width, height] of [
  [1100, 700],
  [1600, 1000],
  // 320 CSS pixels
  [640, 700],
] as const) {
  test(`at 200 % nothing is out of reach in a window of ${width} by ${height}`, async ({ start }) => {
    test.setTimeout(120_000)
    const { app, page } = await start([join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state')])
    await expect(page.getByRole('treeitem').first()).toBeVisible()
    await page.keyboard.press('Control+,')
    await page.getByRole('combobox', { name: 'Size of everything' }).selectOption('2')
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width / 2)
    expect.soft(await hidden(page, '[role=dialog]'), 'settings').toEqual([])
    await page.keyboard.press('Escape')
    for (const keys of VIEWS) {
      await page.keyboard.press(keys)
      await page.waitForTimeout(500)
      expect.soft(await hidden(page), keys).toEqual([])
      // out of an editor, that has keys of its own, and where no hint opens
      await page.getByRole('tab', { name: 'mlp_safe.guards_state' }).focus()
    }
    await page.getByRole('tab', { name: 'mlp_safe.guards_state' }).press('Delete')
    await page.keyboard.press('Control+9')
    await page.getByRole('button', { name: /^Live process/ }).click()
    expect.soft(await hidden(page), 'start page').toEqual([])
  })
}
