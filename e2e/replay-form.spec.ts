/** A call changed in its form: each kind of value by the keyboard or the mouse, and what the guards then say. */
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, ROOT, test } from './harness/app'

const fixture = (name: string): string => join(ROOT, `fixtures/2.13.0/${name}.guards_state`)

async function replay(page: Page): Promise<Locator> {
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+3')
  const panel = page.getByRole('complementary', { name: 'Replay' })
  await expect(panel.getByText('This call passes')).toBeVisible()
  return panel
}

test('a shape counts once it is complete; what is not says what was expected and stays', async ({ start }) => {
  const { page, errors } = await start([fixture('mlp_safe')])
  const panel = await replay(page)
  const shape = panel.getByRole('textbox', { name: 'x, shape' })
  await shape.fill('2,')
  await shape.press('Tab')
  await expect(panel.getByRole('textbox', { name: 'x, stride' })).toHaveValue('1')
  await shape.fill('2, eight')
  await shape.press('Tab')
  await expect(shape).toHaveAttribute('aria-invalid', 'true')
  await expect(shape).toHaveAccessibleDescription(/sizes with commas/)
  await expect(shape).toHaveValue('2, eight')
  await shape.fill('3, 8')
  await shape.press('Enter')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await expect(panel.getByText(/size mismatch at index 0/).first()).toBeVisible()
  await expect(panel.getByRole('textbox', { name: 'x, stride' })).toHaveValue('8, 1')
  expect(errors).toEqual([])
})

test('training is switched on in a module and all below it, and off in the one that a guard looks at', async ({
  start,
}) => {
  const { page, errors } = await start([fixture('mlp_safe')])
  const panel = await replay(page)
  await panel.getByRole('button', { name: 'self', exact: true }).press('Enter')
  await panel.getByRole('button', { name: 'training on in self and all below it' }).press('Enter')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await expect(panel.getByText(/L\['self'\]\._modules\['drop'\]\.training == False/).first()).toBeVisible()
  await expect(panel.getByText('training in 5 of 5')).toBeVisible()
  await panel.getByRole('checkbox', { name: "self._modules['drop'], training" }).press('Space')
  await expect(panel.getByText('This call passes')).toBeVisible()
  await expect(panel.getByText('training in 4 of 5')).toBeVisible()
  expect(errors).toEqual([])
})

test('a key of a dict is removed and added, and what differs is taken back', async ({ start }) => {
  const { page, errors } = await start([fixture('dict_contains')])
  const panel = await replay(page)
  await panel.getByRole('button', { name: 'd', exact: true }).press('Enter')
  await panel.getByRole('button', { name: "More for d['k']" }).press('Enter')
  await page.getByRole('menuitem', { name: 'Remove the key' }).press('Enter')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await panel.getByRole('button', { name: 'A new key of d' }).press('Enter')
  await page.keyboard.type('k')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('This call passes')).toBeVisible()
  const differences = panel.getByRole('region', { name: 'Differences' })
  await expect(differences.getByRole('listitem')).toHaveText([/L\['d'\]\['k'\]\s*1 → 2/])
  await differences.getByRole('button', { name: "Take back L['d']['k']" }).press('Enter')
  await expect(differences.getByRole('listitem')).toHaveText([/list\(L\['d'\]\)/])
  expect(errors).toEqual([])
})

test('what is said of the process is changed, left unsaid and said again', async ({ start }) => {
  const { page, errors } = await start([fixture('global_state')])
  const panel = await replay(page)
  await panel.getByRole('checkbox', { name: 'grad mode' }).uncheck()
  await expect(panel.getByText(/GLOBAL_STATE changed: grad_mode/).first()).toBeVisible()
  await panel.getByRole('checkbox', { name: 'grad mode' }).check()
  await expect(panel.getByText('This call passes')).toBeVisible()
  await panel.getByRole('combobox', { name: 'default dtype' }).selectOption('float64')
  await expect(panel.getByText(/GLOBAL_STATE changed: default_dtype/).first()).toBeVisible()
  await panel.getByRole('button', { name: 'Leave unsaid: global state' }).click()
  await expect(panel.getByRole('group', { name: 'global state' })).toContainText('not said')
  await panel.getByRole('button', { name: 'Say it: global state' }).click()
  await expect(panel.getByText('This call passes')).toBeVisible()
  expect(errors).toEqual([])
})

test('a global is taken away, and a value is found by its source', async ({ start }) => {
  const { page, errors } = await start([fixture('mlp_safe')])
  const panel = await replay(page)
  await panel.getByRole('button', { name: /^Globals/ }).press('Enter')
  await panel
    .getByRole('button', { name: /^More for G\['__import_torch_dot_nn_dot_modules_dot_linear'\]/ })
    .press('Enter')
  await page.getByRole('menuitem', { name: 'Remove it' }).press('Enter')
  await expect(panel.getByText('This call fails')).toBeVisible()
  await panel.getByRole('searchbox', { name: 'Find a value by its source' }).fill("fc2'].in_f")
  await panel.getByRole('textbox', { name: "self._modules['fc2'].in_features, int" }).fill('17')
  await expect(panel.getByRole('region', { name: 'Differences' })).toContainText('in_features')
  expect(errors).toEqual([])
})
