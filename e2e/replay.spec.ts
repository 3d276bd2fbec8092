/** A call replayed against a blob, changed, and asked again. */
import { expect, SAMPLE, test } from './harness/app'

test('a call that passes fails once its dtype is another, and the failing guard is in front', async ({ start }) => {
  const { page, errors } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+3')
  const panel = page.getByRole('complementary', { name: 'Replay' })
  await expect(panel.getByText(/This call (passes|may pass or fail)/)).toBeVisible()
  const dtype = panel.getByRole('combobox', { name: /, dtype$/ }).first()
  const before = await dtype.inputValue()
  await dtype.selectOption(before === 'float64' ? 'float32' : 'float64')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await expect(panel.getByText(/dtype mismatch\. expected/).first()).toBeVisible()
  const failing = page.getByRole('treeitem', { selected: true })
  await expect(failing).toHaveAccessibleName(/TENSOR_MATCH.*, failed$/)
  await dtype.selectOption(before)
  await expect(panel.getByText('This call fails')).toBeHidden()
  expect(errors).toEqual([])
})

test('a scenario that does not fit says where and what was expected, and nothing is lost', async ({ start }) => {
  const { page } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+3')
  await page.getByRole('tab', { name: 'JSON' }).click()
  const json = page.getByRole('textbox', { name: 'The scenario as JSON' })
  await expect(json).toHaveValue(/f_locals/)
  await json.fill('{"name": "x", "f_locals": 3}')
  await expect(page.getByRole('complementary', { name: 'Replay' }).locator('.detail-error')).toContainText('f_locals')
  await expect(json).toHaveValue(/"f_locals": 3/)
})

test('a sweep over sizes is drawn as a strip', async ({ start }) => {
  const { page } = await start([SAMPLE])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Sweep', exact: true }).click()
  await expect(page.getByRole('img', { name: /(passed|failed)/ })).toBeVisible()
})
