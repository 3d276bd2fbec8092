/** Files that another program changes, or takes away, while they are open. */
import { copyFile, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { ROOT, expect, test } from './harness/app'
import type { Start } from './harness/app'

const fixture = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)

interface Opened {
  readonly page: Page
  readonly bar: Locator
  readonly path: string
  readonly errors: readonly string[]
}

async function open(start: Start, folder: string): Promise<Opened> {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_int'), path)
  const { page, errors } = await start([path])
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 5\b/ })).toBeVisible()
  return { page, bar: page.getByRole('region', { name: 'The file on disk' }), path, errors }
}

/** As an editor saves: another file takes the place. */
async function replaceBy(path: string, name: string): Promise<void> {
  await copyFile(fixture(name), `${path}.new`)
  await rename(`${path}.new`, path)
}

async function setN(page: Page, n: number): Promise<void> {
  await page
    .getByRole('treeitem', { name: /EQUALS_MATCH/ })
    .first()
    .click()
  const equals = page.getByRole('complementary', { name: 'Selected node' }).getByRole('textbox', { name: 'equals' })
  await equals.fill(String(n))
  await equals.press('Enter')
  await expect(page.getByRole('treeitem', { name: new RegExp(`EQUALS_MATCH.*== ${n}\\b`) })).toBeVisible()
}

const edits = (page: Page): Locator => page.getByRole('toolbar', { name: 'Edits' })

test('a file that changed on disk is read again, and its tree and its calls are those of the new file', async ({
  start,
  folder,
}) => {
  const { page, bar, path, errors } = await open(start, folder)
  await page.keyboard.press('Control+3')
  const replay = page.getByRole('complementary', { name: 'Replay' })
  await expect(replay.getByText('This call passes.')).toBeVisible()
  await replaceBy(path, 'constant_str')
  await expect(bar).toContainText('This file changed on disk.')
  await bar.getByRole('button', { name: 'Reload', exact: true }).click()
  await expect(bar).toBeHidden()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 'relu'/ })).toBeVisible()
  await expect(replay.getByText('This call passes.')).toBeVisible()
  // what comes back as it was opened is no change
  await replaceBy(path, 'constant_int')
  await expect(bar).toBeVisible()
  await replaceBy(path, 'constant_str')
  await expect(bar).toBeHidden()
  expect(errors).toEqual([])
})

test('edits that are not saved are asked about, and made again where they apply; what does not is named', async ({
  start,
  folder,
}) => {
  const { page, bar, path, errors } = await open(start, folder)
  await setN(page, 7)
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: /^Repair all/ }).click()
  await expect(edits(page)).toContainText('2 edits, not saved')
  await replaceBy(path, 'constant_str')
  await bar.getByRole('button', { name: 'Reload', exact: true }).click()
  await expect(bar).toContainText('Edits that are not saved will be lost.')
  await page.screenshot({ path: test.info().outputPath('ask.png') })
  await bar.getByRole('button', { name: 'Back' }).click()
  await bar.getByRole('button', { name: 'Reload and make the edits again' }).click()
  const refused = page.getByRole('alert', { name: 'Edits that were not made again' })
  await expect(refused).toContainText('1 step could not be made again on the new file:')
  await expect(refused.getByRole('listitem')).toHaveText(/^L\['n'\]|set/)
  await expect(edits(page)).toContainText('1 edit, not saved')
  await page.screenshot({ path: test.info().outputPath('refused.png') })
  await refused.getByRole('button', { name: 'Dismiss' }).click()
  await expect(refused).toBeHidden()
  await edits(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(edits(page)).toContainText('1 edit, saved')
  expect(errors).toEqual([])
})

test('mine is kept: saving goes over theirs, and leaves it beside the file; a file that is gone is written anew', async ({
  start,
  folder,
}) => {
  const { page, bar, path, errors } = await open(start, folder)
  await setN(page, 7)
  const save = edits(page).getByRole('button', { name: 'Save', exact: true })
  await save.click()
  await expect(edits(page)).toContainText('1 edit, saved')
  await replaceBy(path, 'constant_str')
  await bar.getByRole('button', { name: 'Keep mine' }).click()
  await expect(bar).toBeHidden()
  await expect(edits(page)).toContainText('1 edit, not saved')
  await save.click()
  await expect(edits(page)).toContainText('1 edit, saved')
  expect(await readFile(`${path}.orig`)).toEqual(await readFile(fixture('constant_int')))
  expect(await readFile(`${path}.orig.1`)).toEqual(await readFile(fixture('constant_str')))
  const saved = await readFile(path)
  await rm(path)
  await expect(bar).toContainText('This file is gone; saving writes it anew.')
  await page.screenshot({ path: test.info().outputPath('gone.png') })
  await bar.getByRole('button', { name: 'Save it anew' }).click()
  await expect(bar).toBeHidden()
  expect(await readFile(path)).toEqual(saved)
  expect(errors).toEqual([])
})

for (const theme of ['dark', 'light'] as const) {
  test(`the bar is accessible in the ${theme} theme, in a small window too`, async ({ start, folder }) => {
    const { page, bar, path } = await open(start, folder)
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await setN(page, 7)
    await replaceBy(path, 'constant_str')
    await expect(bar).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`disk-${theme}.png`) })
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 760, height: 600 })
    await page.screenshot({ path: test.info().outputPath(`disk-${theme}-small.png`) })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })
}

/** What axe finds wrong. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).disableRules('region').analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
