/** What the doctor finds, shown and repaired as a person does it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { decodePickle } from '../main/pickle/decode'
import { encodePickle } from '../main/pickle/encode'
import { makeInt, makeTuple } from '../main/pickle/make'
import type { PickleNode } from '../main/pickle/node'
import { dictEntries } from '../main/pickle/access'
import { fieldsOf } from '../main/state/fields'
import { ROOT, expect, fileWith, test } from './harness/app'
import type { Start, StartedApp } from './harness/app'

const fixture = (path: string): string => join(ROOT, 'fixtures', `${path}.guards_state`)
/** A value of its was not saved: torch 2.13 does not load it. */
const MISSING = '2.13.0/numpy_in_one_element'
const NOTES = '2.13.0/gpt_block'
const NOTHING = '2.13.0/global_state'
const HUGE = '2.13.0/huge_5000_guards'

interface Opened extends StartedApp {
  readonly list: Locator
  readonly status: Locator
  readonly rail: Locator
}

/** On a copy: what is edited is kept for the next session under the file's name. */
async function open(start: Start, folder: string, name: string, bytes?: Uint8Array): Promise<Opened> {
  const file = await fileWith(folder, 'model.guards_state', bytes ?? (await readFile(fixture(name))))
  const started = await start([file])
  const { page } = started
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  return {
    ...started,
    list: page.getByRole('region', { name: 'Findings' }),
    status: page.locator('.findings-head').getByRole('status'),
    rail: page.getByRole('navigation', { name: 'Views' }),
  }
}

/** What was done, as the window tells it. */
const history = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const { guardscope } = globalThis as unknown as {
      guardscope: {
        jumpHistory(id: string, blob: number, position: number): Promise<{ value: { history: { labels: string[] } } }>
      }
    }
    return (await guardscope.jumpHistory('document-1', 0, 1)).value.history.labels
  })

test('a blob that does not load says so at the rail; its repair is one step, and the finding goes', async ({
  start,
  folder,
}) => {
  const { page, list, status, rail, errors } = await open(start, folder, MISSING)
  await expect(rail.getByRole('button', { name: 'Findings: 1 error' })).toContainText('1', { timeout: 15_000 })
  await page.keyboard.press('Control+5')
  await expect(status).toHaveText('1 error, 2 notes.')
  const error = list.getByRole('listitem').filter({ hasText: 'missing-value' })
  await expect(error).toContainText('a value that was not saved')
  await expect(error.getByRole('button', { name: 'TENSOR_MATCH on ___from_numpy' })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('error.png') })
  await error.getByRole('button', { name: /^Repair missing-value: drop TENSOR_MATCH/ }).click()
  await expect(status).toHaveText('2 notes.')
  await expect(rail.getByRole('button', { name: 'Findings', exact: true })).toBeVisible()
  await expect(list.getByRole('heading')).toHaveText([/^\s*Notes/])
  expect(await history(page)).toEqual(['repair missing-value'])
  expect(errors).toEqual([])
})

test('all is repaired at once, as one step', async ({ start, folder }) => {
  const { page, list, status } = await open(start, folder, MISSING)
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'Repair all 2' }).click()
  await expect(status).toHaveText('1 note.')
  await expect(list.getByRole('listitem')).toContainText(['imports'])
  expect(await history(page)).toEqual(['repair missing-value, paths'])
})

test('the torch that is to load it is chosen; the migration to it is a repair', async ({ start, folder }) => {
  const { page, list, status } = await open(start, folder, '2.13.0/grad_mode')
  await page.keyboard.press('Control+5')
  await expect(status).toHaveText('2 notes.')
  const torch = page.getByRole('combobox', { name: 'to be loaded by' })
  await torch.selectOption('torch 2.8')
  await expect(list.getByRole('listitem').first()).toContainText('torch 2.8 does not load what torch 2.13 saved')
  await torch.selectOption('torch 2.12')
  await expect(list.getByRole('listitem').first()).toContainText('version-not-tried')
  await torch.selectOption('torch 2.14')
  await list.getByRole('button', { name: 'Repair other-version: migrate to torch 2.14' }).click()
  await expect(status).toHaveText('2 notes.')
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('torch 2.14')
})

test('notes alone have no badge; a finding leads to its guard in the tree', async ({ start, folder }) => {
  const { page, app, list, status, rail } = await open(start, folder, NOTES)
  await page.keyboard.press('Control+5')
  await expect(status).toHaveText('3 notes.')
  await expect(rail.getByRole('button', { name: 'Findings', exact: true })).toHaveText('')
  await page.screenshot({ path: test.info().outputPath('notes.png') })
  const old = await fileWith(folder, 'old.guards_state', await readFile(fixture('2.8.0/gpt_block')))
  await app.evaluate(({ BrowserWindow }, path) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:openPaths', [path])
  }, old)
  await list.getByRole('button', { name: "TENSOR_MATCH on L['x']" }).click()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^TENSOR_MATCH/)
  await expect(page.getByRole('tree')).toBeFocused()
  await expect(rail.getByRole('button', { name: 'Findings: 2 warnings' })).toHaveText('2')
})

test('a repair that is refused says why, and nothing has changed', async ({ start, folder }) => {
  const bytes = altered(await readFile(fixture('2.13.0/tensor_match_basic')), 1, ['size', 'stride'])
  const { page, list, status } = await open(start, folder, '', bytes)
  await page.keyboard.press('Control+5')
  await expect(status).toHaveText('1 warning, 1 note.')
  await list.getByRole('button', { name: /^Repair example-differs/ }).click()
  await expect(list.getByRole('alert')).toHaveText(/^Not repaired: .* a rank has as many of each$/)
  await page.getByRole('button', { name: 'Repair all 2' }).click()
  await expect(page.getByRole('alert')).toHaveText(/^Nothing was repaired: .* a rank has as many of each$/)
  await expect(status).toHaveText('1 warning, 1 note.')
  await page.screenshot({ path: test.info().outputPath('refused.png') })
  expect(await violations(page)).toEqual([])
})

test('a blob without findings says so', async ({ start, folder }) => {
  const { page, status } = await open(start, folder, NOTHING)
  await page.keyboard.press('Control+5')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await expect(status).toHaveText('Nothing found.')
  await expect(page.getByRole('button', { name: /^Repair/ })).toHaveCount(0)
})

test('many findings of one code are folded, and all are repaired by one step', async ({ start, folder }) => {
  const { page, list, status, rail } = await open(
    start,
    folder,
    HUGE,
    altered(await readFile(fixture(HUGE)), 120, ['size']),
  )
  await expect(rail.getByRole('button', { name: 'Findings: 120 warnings' })).toContainText('99+', { timeout: 30_000 })
  await page.keyboard.press('Control+5')
  await expect(status).toHaveText('120 warnings, 2 notes.')
  await expect(list.getByRole('listitem')).toHaveCount(22)
  await page.getByRole('button', { name: '100 more of example-differs' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(122)
  await expect(list.getByRole('listitem').nth(20)).toBeFocused()
  await page.screenshot({ path: test.info().outputPath('many.png') })
  await page.getByRole('button', { name: 'Repair all 121' }).click()
  await expect(status).toHaveText('1 note.', { timeout: 60_000 })
  expect(await history(page)).toEqual(['repair example-differs, paths'])
})

for (const theme of ['dark', 'light'] as const) {
  test(`the view is accessible in the ${theme} theme, in a small window too`, async ({ start, folder }) => {
    const { page, app, list } = await open(start, folder, '2.8.0/gpt_block')
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await page.keyboard.press('Control+5')
    await page.getByRole('combobox', { name: 'to be loaded by' }).selectOption('torch 2.13')
    await expect(list.getByRole('listitem').first()).toContainText('other-version')
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) })
    expect(await violations(page)).toEqual([])
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1000, 700))
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(1000)
    await page.screenshot({ path: test.info().outputPath(`${theme}-small.png`) })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await violations(page)).toEqual([])
  })
}

/** The blob with what is expected of its first tensors another than what their examples have. */
function altered(bytes: Uint8Array, tensors: number, names: readonly string[]): Uint8Array {
  const pickle = decodePickle(bytes)
  const expected = part(part(pickle.root, 'output_graph'), 'input_source_to_sizes_strides')
  for (const [, value] of dictEntries(expected).slice(0, tensors))
    for (const name of names) Object.assign(part(value, name), makeTuple([makeInt(7n), makeInt(7n), makeInt(7n)]))
  return encodePickle(pickle)
}

function part(node: PickleNode, name: string): PickleNode {
  const found =
    fieldsOf(node).get(name) ?? dictEntries(node).find(([key]) => key.kind === 'str' && key.value === name)?.[1]
  if (found === undefined) throw new Error(`no ${name} in a ${node.kind}`)
  return found
}

/** What axe finds wrong. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .disableRules('region')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
