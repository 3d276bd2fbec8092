/** A torch log opened as a person does it. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ROOT, SAMPLE, expect, test } from './harness/app'

const DEMO = join(ROOT, 'fixtures/traces/demo')
const CAUSES = join(ROOT, 'fixtures/traces/2.13.0/trace.log.gz')

const compiles = (page: Page) => page.getByRole('listbox', { name: 'Compiles' })
const story = (page: Page) => page.getByRole('region', { name: 'Why it was compiled' })

async function theme(page: Page, name: 'Dark' | 'Light'): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name }).click()
}

test('a folder of logs shows its compiles, why each was made, and its guard tree', async ({ start }) => {
  const { app, page, errors } = await start([DEMO])
  await expect(page.getByRole('status').filter({ hasText: '15 compiles' })).toHaveText(
    '15 compiles of 7 functions, 8 recompiles',
  )
  await compiles(page).getByRole('option', { name: /^0\/2/ }).click()
  await expect(story(page)).toContainText('Compiled again: 2 entries refused the call.')
  await expect(story(page)).toContainText('it wasx.size()[0] = 12')
  await expect(page.getByRole('treeitem').filter({ hasText: "5 <= L['x'].size()[0]" })).toBeVisible()
  // the guard that refused is shown in the tree of its own entry
  await story(page).getByRole('button', { name: 'x: size at index 0' }).click()
  await expect(compiles(page).getByRole('option', { selected: true })).toHaveText(/^0\/0/)
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('TENSOR_MATCH')
  await expect(story(page)).toContainText('Never hit again: 0/2 takes all of its calls')
  await expect(compiles(page)).toContainText('shape_reldemo_models.py:1761 never hit again')
  const node = page.getByRole('complementary', { name: 'Selected node' })
  await expect(node).toContainText('TENSOR_MATCH')
  await expect(node.getByRole('listitem').filter({ hasText: '0/2' })).toHaveText('0/2size at index 0: it was 12')
  await expect(node.getByRole('row', { name: 'size [6, 3]' })).toBeVisible()
  await expect(node).toContainText('if x.shape[0] > 4:')
  await page.getByRole('tree').focus()
  await page.keyboard.press('Control+c')
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toMatch(/^TENSOR_MATCH: check_tensor\(L\['x'\], Tensor, .* size=\[6, 3\], stride=\[3, 1\]\) /)
  expect(errors).toEqual([])
})

test('a folder of tlparse opens by its index, and the stacks of its code parts are shown', async ({ start }) => {
  const { page, errors } = await start([join(ROOT, 'fixtures/traces/tlparse/index.html')])
  await compiles(page).getByRole('option', { name: /^1\/1/ }).click()
  await expect(story(page)).toContainText('Let the inputs share memory at each call or at none')
  await story(page).getByRole('button', { name: 'memory shared by x, y' }).click()
  await expect(page.getByRole('complementary', { name: 'Selected node' })).toContainText('check_overlapping(')
  expect(errors).toEqual([])
})

test('a guard on sizes tells the lines of code that added it, and a size that was made one number', async ({
  start,
}) => {
  const { page, errors } = await start([join(ROOT, 'fixtures/traces/shapes/trace.log.gz')])
  await compiles(page).getByRole('option', { name: /^0\/1/ }).click()
  await expect(story(page)).toContainText('Eq(s77, 4) made it one number by/code/shapes.py:74 in check')
  await story(page).getByRole('button', { name: 'x: size at index 0' }).click()
  const node = page.getByRole('complementary', { name: 'Selected node' })
  await expect(node.getByRole('listitem').filter({ hasText: "L['x'].size()[0] = 4" })).toContainText(
    'shapes.py:74 in check',
  )
  await compiles(page).getByRole('option', { name: /^2\/1/ }).click()
  await page.getByRole('tree').focus()
  await page.keyboard.press('End')
  await expect(node.getByRole('listitem').filter({ hasText: "5 <= L['x']" }).first()).toContainText('s77 > 4')
  await expect(node.getByRole('listitem').filter({ hasText: "6 <= L['y']" }).first()).toContainText('follows from')
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  expect(errors).toEqual([])
})

test('the list of compiles is walked by keys, and a blob beside the log stays what it is', async ({ start }) => {
  const { page, errors } = await start([CAUSES, SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.getByRole('tab', { name: 'trace.log.gz' }).click()
  await compiles(page).focus()
  await page.keyboard.press('End')
  await expect(compiles(page).getByRole('option', { selected: true })).toHaveText(/^0\/1/)
  await page.keyboard.press('Home')
  await expect(compiles(page).getByRole('option', { selected: true })).toHaveText(/^0\/0/)
  await page.keyboard.press('ArrowDown')
  await expect(story(page)).toContainText('torch._dynamo.mark_dynamic(x, 0)')
  await page.getByRole('tab', { name: 'sample.guards_state' }).click()
  await expect(compiles(page)).toHaveCount(0)
  expect(errors).toEqual([])
})

for (const name of ['Dark', 'Light'] as const) {
  test(`the view has no accessibility findings: ${name.toLowerCase()}`, async ({ start }) => {
    const { page } = await start([DEMO])
    await expect(page.getByRole('treeitem').first()).toBeVisible()
    await theme(page, name)
    await compiles(page).getByRole('option', { name: /^2\/3/ }).click()
    await expect(story(page)).toContainText('allow_tf32')
    const results = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    const shots = process.env['GUARDSCOPE_SHOTS']
    if (shots !== undefined) await page.screenshot({ path: join(shots, `trace-${name}.png`) })
  })
}
