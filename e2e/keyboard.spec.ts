/** Every task by the keyboard alone, with the focus to be seen at each stop on the way. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

const FILE = join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state')
const OTHER = join(ROOT, 'fixtures/2.13.0/mlp_portable.guards_state')
const LOG = join(ROOT, 'fixtures/traces')

interface Stop {
  readonly name: string
  readonly shown: boolean
}

/** What has the focus, and whether that can be seen: by an outline, or by what the control has in its place. */
function stop(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body) return { name: '', shown: true }
    const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = accent
    const colour = getComputedStyle(probe).color
    probe.remove()
    const outlined = (element: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0
    }
    const framed = (element: Element | null): boolean =>
      element !== null && getComputedStyle(element).borderTopColor === colour
    const active = at.getAttribute('aria-activedescendant')
    const row = active === null ? null : document.getElementById(active)
    const shown =
      outlined(at) ||
      framed(at) ||
      framed(at.parentElement) ||
      getComputedStyle(at, '::after').backgroundColor === colour ||
      (row !== null && (outlined(row) || getComputedStyle(row).backgroundColor !== 'rgba(0, 0, 0, 0)')) ||
      at.closest('.monaco-editor, [cmdk-root]') !== null
    const label = at.getAttribute('aria-label') ?? at.closest('label')?.textContent ?? at.textContent ?? ''
    return { name: `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${label.trim()}`, shown }
  })
}

/** A colour that is on its way is none to judge. */
async function settle(page: Page): Promise<void> {
  await page.addStyleTag({ content: '*, *::after { transition: none !important; animation: none !important }' })
}

/** Goes on by Tab until the focus is on what `name` fits; what cannot be seen on the way is told. */
async function tabTo(page: Page, name: RegExp, unseen: string[], key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let times = 0; times < 150; times++) {
    await page.keyboard.press(key)
    const at = await stop(page)
    if (!at.shown) unseen.push(at.name)
    if (name.test(at.name)) return
    passed.push(at.name)
  }
  throw new Error(`${String(name)} is not reached: ${passed.slice(0, 60).join(' | ')}`)
}

test('open, search, edit, replay, mend, save, compare, read a log and set, without a pointer', async ({
  start,
  folder,
}) => {
  test.setTimeout(180_000)
  const { app, page, errors } = await start()
  await settle(page)
  const unseen: string[] = []
  const copy = join(folder, 'copy.guards_state')
  const choose = (paths: readonly string[]): Promise<void> =>
    app.evaluate(
      ({ dialog }, [filePaths, filePath]) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      },
      [paths, copy] as const,
    )
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  await choose([FILE])
  await tabTo(page, /^button Open file…/, unseen)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('treeitem').first()).toBeVisible()

  await page.keyboard.press('Control+f')
  await page.keyboard.type("L['x']")
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('tree')).toBeFocused()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^TENSOR_MATCH/)
  await page.keyboard.press('Enter')
  await tabTo(page, /Let size at 1 be any/, unseen)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toContainText('1 edit, not saved')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+1')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toContainText('0 edits')

  await page.keyboard.press('Control+3')
  const panel = page.getByRole('complementary', { name: 'Replay' })
  await expect(panel.getByText('This call passes')).toBeVisible()
  await tabTo(page, /x, shape$/, unseen)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('3, 8')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await tabTo(page, /size at 0 be any/, unseen, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('This call passes')).toBeVisible()
  await page.keyboard.press('Control+Shift+s')
  await expect.poll(() => existsSync(copy)).toBe(true)

  await choose([OTHER])
  await page.keyboard.press('Control+o')
  await expect(page.getByRole('tab', { name: 'mlp_portable.guards_state' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+4')
  await expect(page.locator('.diff-view')).toBeVisible()
  for (let times = 0; times < 30; times++) {
    await page.keyboard.press('Tab')
    const at = await stop(page)
    if (!at.shown) unseen.push(at.name)
  }

  await choose([LOG])
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Open a folder of logs')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'traces' })).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.press('Control+,')
  await tabTo(page, /Theme/, unseen)
  await page.keyboard.type('Light')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(unseen).toEqual([])
  expect(errors).toEqual([])
})

for (const [keys, name] of [
  ['Control+5', 'Findings'],
  ['Control+6', 'Document'],
  ['Control+7', 'Precision'],
  ['Control+8', 'Devices'],
  ['Control+9', 'Live process'],
  ['F1', 'the shortcuts'],
] as const) {
  test(`the focus is seen at each stop of ${name}`, async ({ start }) => {
    const { page } = await start([FILE])
    await settle(page)
    await expect(page.getByRole('treeitem').first()).toBeVisible()
    await page.keyboard.press(keys)
    await page.waitForTimeout(1000)
    const unseen = new Set<string>()
    for (let times = 0; times < 60; times++) {
      await page.keyboard.press('Tab')
      const at = await stop(page)
      if (!at.shown) unseen.add(at.name)
    }
    expect([...unseen]).toEqual([])
  })
}
