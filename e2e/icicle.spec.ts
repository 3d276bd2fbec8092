/** An icicle under the wheel and the hand. */
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'

const GPT = join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state')

const picture = (icicle: Locator): Promise<string> =>
  icicle.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())

test('the wheel zooms about the pointer, a drag pans, a double click shows all again', async ({ start }) => {
  const { page, errors } = await start([GPT])
  await expect(page.getByRole('treeitem').first()).toBeVisible()
  await page.keyboard.press('Control+Shift+O')
  const cold = page.getByRole('application', { name: /^Cold, / })
  await expect(cold).toBeVisible({ timeout: 60_000 })
  const box = await cold.boundingBox()
  if (box === null) throw new Error('the icicle has no place')
  const [x, y] = [box.x + box.width * 0.7, box.y + 60]
  await page.mouse.move(x, y)
  const said = page.locator('.icicle-said')
  const named = await said.textContent()
  const whole = await picture(cold)
  await page.keyboard.down('Control')
  for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -200)
  await page.keyboard.up('Control')
  await expect.poll(() => picture(cold)).not.toBe(whole)
  // what lies under the pointer is what lay there
  await page.mouse.move(x + 1, y)
  await expect(said).toHaveText(named ?? '')
  const close = await picture(cold)
  const selection = page.getByRole('treegrid').getByRole('row', { selected: true })
  const before = await selection.textContent()
  await page.mouse.down()
  await page.mouse.move(x - 150, y, { steps: 4 })
  await page.mouse.up()
  await page.mouse.move(x + 1, y)
  await expect.poll(() => picture(cold)).not.toBe(close)
  expect(await selection.textContent()).toBe(before)
  const shots = process.env['GUARDSCOPE_SHOTS']
  if (shots !== undefined) await page.screenshot({ path: join(shots, 'icicle-zoomed.png') })
  await page.mouse.dblclick(x, y)
  await expect(page.getByRole('navigation', { name: 'Shown below' }).getByRole('button')).toHaveCount(1)
  await page.mouse.move(x, y)
  expect(errors).toEqual([])
})
