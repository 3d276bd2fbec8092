/** A sweep over sizes, dtypes and flags, as a person drives it. */
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'
import type { Start } from './harness/app'

const SIZES = join(ROOT, 'fixtures/2.13.0/shape_env_gt.guards_state')
const STATE = join(ROOT, 'fixtures/2.13.0/unfiltered_simple_all.guards_state')

async function openSweep(
  start: Start,
  file: string,
): Promise<{ page: Page; panel: Locator; errors: readonly string[] }> {
  const { page, errors } = await start([file])
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+3')
  await page.getByRole('tab', { name: 'Sweep' }).click()
  return { page, panel: page.getByRole('complementary', { name: 'Replay' }), errors }
}

/** Chooses what an axis varies, as typing finds it. */
async function choose(page: Page, axis: RegExp, name: string): Promise<void> {
  await page.getByRole('button', { name: axis }).click()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

test('sizes are a strip: 0 to 4 fail, 5 and more pass, as torch answered; a cell becomes a scenario', async ({
  start,
}) => {
  const { page, panel, errors } = await openSweep(start, SIZES)
  const strip = page.getByRole('grid', { name: "65 steps of L['x'].size()[0]: 60 passed, 5 failed" })
  await expect(strip).toBeVisible()
  const stretches = page.getByRole('list', { name: 'Stretches' }).getByRole('listitem')
  await expect(stretches).toHaveText([/^0–4 fail.*5 <= L\['x'\]\.size\(\)\[0\]/, /^5–64 pass$/])
  await strip.focus()
  await page.keyboard.press('Home')
  const cell = page.getByRole('gridcell')
  await expect(cell).toHaveText(/^L\['x'\]\.size\(\)\[0\] = 0, fails, LAMBDA_GUARD/)
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
  await expect(cell).toHaveText(/= 4, fails/)
  await page.keyboard.press('ArrowRight')
  await expect(cell).toHaveText(/= 5, passes$/)
  await page.keyboard.press('End')
  await expect(cell).toHaveText(/= 64, passes$/)
  // as the pointer does it: the third cell
  await strip.click({ position: { x: 2.5 * ((await strip.boundingBox())?.width ?? 0) * (1 / 70), y: 10 } })
  await expect(panel.getByRole('textbox', { name: 'Name of the scenario' })).toHaveValue("L['x'].size()[0] = 2")
  await expect(panel.getByRole('textbox', { name: 'x, shape' })).toHaveValue('2, 3')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('textbox', { name: 'x, shape' })).toHaveValue('10, 3')
  await page.getByRole('tree').getByRole('treeitem').first().click()
  await page.getByRole('button', { name: /^fails 5 LAMBDA_GUARD/ }).click()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^LAMBDA_GUARD/)
  expect(errors).toEqual([])
})

test('dtypes are cells with their names, and follow the scenario in front', async ({ start }) => {
  const { page, panel, errors } = await openSweep(start, SIZES)
  await choose(page, /^Across/, 'dtype')
  const list = page.getByRole('listbox', { name: /^14 steps of L\['x'\]\.dtype: 1 passed, 13 failed$/ })
  await expect(list.getByRole('option', { name: /^float32 passes/ })).toBeVisible()
  await list.getByRole('option', { name: /^float64 TENSOR_MATCH/ }).click()
  await expect(panel.getByText(/dtype mismatch\. expected Float, actual Double/).first()).toBeVisible()
  await panel.getByRole('textbox', { name: 'x, shape' }).fill('2, 3')
  await expect(page.getByRole('listbox', { name: /^14 steps of L\['x'\]\.dtype: 14 failed$/ })).toBeVisible()
  expect(errors).toEqual([])
})

test('two axes are a grid, each failing guard in a shade of its own', async ({ start }) => {
  const { page, panel, errors } = await openSweep(start, STATE)
  await choose(page, /^Second axis/, 'grad_mode')
  const grid = page.getByRole('grid', { name: "130 steps of L['x'].size()[0] and grad_mode: 1 passed, 129 failed" })
  await expect(grid).toBeVisible()
  const legend = page.getByRole('list', { name: 'Legend' }).getByRole('listitem')
  await expect(legend).toHaveText([/passes 1$/, /fails 65 GLOBAL_STATE/, /fails 64 TENSOR_MATCH/])
  await grid.focus()
  await page.keyboard.press('Control+Home')
  await expect(page.getByRole('gridcell')).toHaveText(/size\(\)\[0\] = 0, grad_mode = False, fails, GLOBAL_STATE/)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('gridcell')).toHaveText(
    /grad_mode = True, fails, TENSOR_MATCH, tensor 'L\['x'\]' size mismatch at index 0\. expected 3, actual 0$/,
  )
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('gridcell')).toHaveText(/\[0\] = 3, grad_mode = True, passes$/)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('checkbox', { name: 'grad mode' })).not.toBeChecked()
  await page.getByRole('button', { name: 'Swap across and down' }).click()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-colcount', '2')
  expect(errors).toEqual([])
})

test('what cannot be swept is said before anything is asked', async ({ start }) => {
  const { page, errors } = await openSweep(start, SIZES)
  await page.getByRole('textbox', { name: "L['x'].size()[0], to" }).fill('200000')
  await expect(page.getByRole('alert')).toHaveText(/200.001 steps are too many: a sweep has at most 100.000\./)
  await page.getByRole('textbox', { name: "L['x'].size()[0], to" }).fill('2000')
  await expect(page.getByRole('grid', { name: /1,996 passed|1.996 passed/ })).toBeVisible()
  await page.getByRole('textbox', { name: "L['x'].size()[0], step" }).fill('0')
  await expect(page.getByRole('textbox', { name: "L['x'].size()[0], step" })).toHaveAttribute('aria-invalid', 'true')
  expect(errors).toEqual([])
})
