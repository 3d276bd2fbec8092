/** The help beside a guard: folded, open from node to node, with pages that the browser is asked to open. */
import { SAMPLE, expect, test } from './harness/app'

test('says of a guard what it checks, why it is there and how to avoid it, and opens the page of torch', async ({
  start,
}) => {
  const { app, page, errors } = await start([SAMPLE])
  await app.evaluate(({ shell }) => {
    shell.openExternal = async (url) => void Object.assign(globalThis, { opened: url })
  })
  await expect(page.getByRole('tree')).toBeFocused({ timeout: 30_000 })
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  const panel = page.getByRole('complementary', { name: 'Selected node' })
  const about = panel.getByText('About this guard')
  await expect(panel.getByText('In this order: exactly the class')).toBeHidden()
  await about.click()
  for (const title of ['Checks', 'Fails when', 'Why', 'To avoid it', 'Saved in a file', 'Cost'])
    await expect(panel.getByRole('term').filter({ hasText: title }).first()).toBeVisible()
  await panel.getByRole('button', { name: 'Dynamic shapes' }).click()
  expect(await app.evaluate(() => (globalThis as { opened?: string }).opened)).toMatch(
    /^https:\/\/docs\.pytorch\.org\/docs\/stable\/.*dynamic_shapes\.html$/,
  )
  // it stays open on the next guard
  await page.getByRole('treeitem', { name: /^GLOBAL_STATE/ }).click()
  await expect(panel.getByText('Grad mode, autocast of each device')).toBeVisible()
  expect(errors).toEqual([])
})

test('says of a manager how it is reached, by the keyboard', async ({ start }) => {
  const { page } = await start([SAMPLE])
  const tree = page.getByRole('tree')
  await expect(tree).toBeFocused({ timeout: 30_000 })
  await page.getByRole('treeitem', { name: /^L\[/ }).first().click()
  const panel = page.getByRole('complementary', { name: 'Selected node' })
  await panel.locator('summary', { hasText: 'About this accessor' }).focus()
  await page.keyboard.press('Enter')
  await expect(panel.getByText('A local of the frame by its index')).toBeVisible()
  await panel.locator('summary', { hasText: 'About this manager' }).focus()
  await page.keyboard.press('Space')
  await expect(panel.getByText('Looks at one value', { exact: false })).toBeVisible()
})
