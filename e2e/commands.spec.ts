/** The commands of the window: in the menu bar, in the palette, by their keys and in the list of shortcuts. */
import { COMMAND_LIST, titleOf } from '../shared/commands'
import { SAMPLE, expect, test } from './harness/app'

test('the palette offers every command that applies, and the menu bar has all of them', async ({ start }) => {
  const { app, page } = await start([SAMPLE])
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+k')
  const offered = await page.getByRole('dialog').getByRole('option').allInnerTexts()
  const titles = offered.map((text) => text.split('\n')[0] ?? '')
  const expected = COMMAND_LIST.filter(
    ({ id, when }) => id !== 'palette' && ['always', 'a blob', 'a tab', 'recent files'].includes(when),
  )
  for (const command of expected) expect(titles).toContain(titleOf(command))
  const inMenu = await app.evaluate(
    ({ Menu }, ids) => {
      const menu = Menu.getApplicationMenu()
      return ids.filter((id) => menu?.getMenuItemById(id) != null)
    },
    COMMAND_LIST.map(({ id }) => id),
  )
  expect(inMenu).toEqual(COMMAND_LIST.map(({ id }) => id))
})

test('a command chosen in the menu bar is done in the window', async ({ start }) => {
  const { app, page } = await start([SAMPLE])
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('view-replay')?.click())
  await expect(page.getByRole('button', { name: 'Replay', exact: true })).toHaveAttribute('aria-current', 'page')
})

test('F1 lists the keys, finds one among them, and gives the focus back', async ({ start }) => {
  const { page } = await start([SAMPLE])
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+1')
  await expect(page.getByRole('tree')).toBeFocused()
  await page.keyboard.press('F1')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(dialog.getByRole('term')).not.toHaveCount(0)
  await dialog.getByRole('searchbox').fill('save ctrl s')
  await expect(dialog.getByRole('term')).toHaveText([
    'Save',
    'Save a copy…',
    'Save the scenarios beside the filein Replay',
  ])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tree')).toBeFocused()
})
