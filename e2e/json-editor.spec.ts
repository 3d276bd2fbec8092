/** The scenario edited as JSON: what is offered, what is found wrong, and what survives an edit from the form. */
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { ROOT, expect, test } from './harness/app'
import type { StartedApp, Start } from './harness/app'

const BASIC = join(ROOT, 'fixtures/2.13.0/tensor_match_basic.guards_state')
const HUGE = join(ROOT, 'fixtures/2.13.0/huge_5000_guards.guards_state')

interface Opened extends StartedApp {
  readonly box: Locator
  readonly panel: Locator
}

/** Opens a blob's own scenario in the editor. */
async function open(start: Start, file = BASIC): Promise<Opened> {
  const started = await start([file])
  const { page } = started
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+3')
  await page.getByRole('tab', { name: 'JSON' }).click()
  const box = page.getByRole('textbox', { name: 'The scenario as JSON' })
  await expect(page.locator('.json-host .view-line').first()).toBeVisible({ timeout: 30_000 })
  await page.locator('.json-editor').scrollIntoViewIfNeeded()
  return { ...started, box, panel: page.getByRole('complementary', { name: 'Replay' }) }
}

/** Puts the cursor behind the first place where a text stands. */
async function cursorBehind(page: Page, box: Locator, text: string): Promise<void> {
  await box.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+f')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
  await expect(page.locator('.find-widget .matchesCount')).toHaveText(/^1 of/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
}

/** Puts another text in place of all that stands there. */
async function replaceText({ app, page, box }: Opened, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text)
  await box.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+v')
}

const offered = (page: Page, name: string): Locator =>
  page.locator('.suggest-widget .monaco-list-row').filter({ hasText: name })
const line = (page: Page, text: string): Locator => page.locator('.json-host .view-line').filter({ hasText: text })
const problem = (page: Page): Locator => page.locator('.json-problem')

test('kinds are offered where a kind stands, and the fields of a tensor inside one', async ({ start }) => {
  const { page, box, errors } = await open(start)
  await cursorBehind(page, box, '"kind": ')
  await page.keyboard.press('Control+Space')
  await expect(offered(page, '"bool"')).toBeVisible()
  await page.keyboard.type('"ten')
  await expect(offered(page, '"tensor"')).toBeVisible()
  await page.keyboard.press('Escape')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Backspace')
  await cursorBehind(page, box, '"kind": "tensor",')
  await page.keyboard.press('Enter')
  await page.keyboard.type('"')
  for (const name of ['context', 'grad', 'inner', 'marks']) await expect(offered(page, name)).toBeVisible()
  // those that are there already are not
  await expect(offered(page, 'dtype')).toHaveCount(0)
  await page.keyboard.type('stor')
  await expect(offered(page, 'storage')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(line(page, '"storage": 0,')).toBeVisible()
  expect(errors).toEqual([])
})

test('the editor has all that it needs also where another was opened first', async ({ start }) => {
  const { page, errors } = await start([BASIC])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+2')
  await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible()
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  await page.getByRole('tab', { name: 'JSON' }).click()
  const box = page.getByRole('textbox', { name: 'The scenario as JSON' })
  await expect(page.locator('.json-host .view-line').first()).toBeVisible()
  await cursorBehind(page, box, '"kind": ')
  await page.keyboard.press('Control+Space')
  await expect(offered(page, '"bool"')).toBeVisible()
  expect(errors).toEqual([])
})

test('the widget with what is offered lies over the panel, uncut', async ({ start }) => {
  const { page, box } = await open(start)
  await cursorBehind(page, box, '"kind": ')
  await page.keyboard.press('Control+Space')
  await expect(offered(page, '"bool"')).toBeVisible()
  const seen = await page.locator('.suggest-widget').evaluate((widget) => {
    const { left, top, right, bottom } = widget.getBoundingClientRect()
    const corners = [left + 2, right - 2].flatMap((x) => [top + 2, bottom - 2].map((y) => [x, y] as const))
    return corners.map(([x, y]) => widget.contains(document.elementFromPoint(x, y)))
  })
  expect(seen).toEqual([true, true, true, true])
})

test('a field of a wrong type and one that is missing are underlined, with path and expectation', async ({ start }) => {
  const { page, box, errors } = await open(start)
  await cursorBehind(page, box, '"dtype": ')
  await page.keyboard.press('Shift+End')
  await page.keyboard.type('6,')
  await expect(problem(page)).toHaveText('f_locals.x.dtype: expected text')
  await expect(page.locator('.json-host .squiggly-error')).toHaveCount(1)
  await expect(page.getByRole('status').filter({ has: problem(page) })).toBeVisible()
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('Delete')
  await expect(problem(page)).toHaveText('f_locals.x: Missing property "dtype".')
  await expect(page.locator('.json-host .squiggly-error')).toHaveCount(1)
  await problem(page).click()
  await expect(box).toBeFocused()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(line(page, '"torch.float32"')).toBeVisible()
  await expect(problem(page)).toHaveCount(0)
  expect(errors).toEqual([])
})

test('an edit from the form keeps the cursor and can be undone, and what was typed before, too', async ({ start }) => {
  const { page, box, panel, errors } = await open(start)
  const dtype = panel.getByRole('combobox', { name: 'x, dtype' })
  // the values the blob was saved with stay as they are: what is typed there makes a copy of another name
  await panel.getByRole('button', { name: 'Copy this scenario' }).click()
  await expect(line(page, '"name": "call 1"')).toBeVisible()
  await cursorBehind(page, box, '"layout": ')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('one')
  await expect(line(page, '"onetorch.strided"')).toBeVisible()
  await page.getByRole('tab', { name: 'Inputs' }).click()
  await dtype.selectOption('float64')
  await page.getByRole('tab', { name: 'JSON' }).click()
  await expect(line(page, '"dtype": "torch.float64"')).toBeVisible()
  await box.focus()
  await page.keyboard.type('two')
  await expect(line(page, '"onetwotorch.strided"')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(line(page, '"onetorch.strided"')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(line(page, '"dtype": "torch.float32"')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(line(page, '"torch.strided"')).toBeVisible()
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+Shift+z')
  await expect(line(page, '"dtype": "torch.float64"')).toBeVisible()
  expect(errors).toEqual([])
})

test('text that is no JSON yet stays, and is said to be none', async ({ start }) => {
  const opened = await open(start)
  const { page } = opened
  await replaceText(opened, '{"name": "x", "f_locals": {"x": {"kind": }')
  await expect(problem(page).filter({ hasText: 'f_locals.x.kind: Value expected' })).toBeVisible()
  await expect(line(page, '"kind": }')).toBeVisible()
})

test('it formats, folds and finds, and its keys leave those of the window alone', async ({ start }) => {
  const opened = await open(start)
  const { page, box } = opened
  await replaceText(opened, '{"name": "x", "f_locals": {"x": {"kind": "none"}}}')
  await page.getByRole('button', { name: 'Format the JSON' }).click()
  await expect(page.locator('.json-host .view-line')).toHaveCount(8)
  await expect(page.locator('.json-host .codicon-folding-expanded')).toHaveCount(3)
  await page.locator('.json-host .codicon-folding-expanded').nth(1).click()
  await expect(page.locator('.json-host .view-line')).toHaveCount(5)
  await box.focus()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await box.focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Format the JSON' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(box).toBeFocused()
  await page.keyboard.press('Control+m')
  await page.keyboard.press('Tab')
  await expect(box).toBeFocused()
})

for (const theme of ['dark', 'light'] as const) {
  test(`the editor is accessible in the ${theme} theme, with what is wrong and what is offered`, async ({ start }) => {
    const { page, box } = await open(start)
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await cursorBehind(page, box, '"dtype": ')
    await page.keyboard.press('Shift+End')
    await page.keyboard.type('6,')
    await expect(problem(page)).toHaveCount(1)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Control+Space')
    await expect(offered(page, 'torch.bfloat16')).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) })
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

test('a scenario of several megabytes opens, is said not to be checked, and takes typing', async ({ start }) => {
  const { page, box, errors } = await open(start, HUGE)
  await expect(page.getByText('This text is large: it is not checked while you type.')).toBeVisible()
  await cursorBehind(page, box, '"name": "')
  await page.keyboard.type('still ')
  await expect(line(page, '"name": "still as saved"')).toBeVisible()
  expect(errors).toEqual([])
})
