/** What guards cost, as a person looks at it: measured, read, compared, exported, called off. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { ROOT, expect, fileWith, test } from './harness/app'
import type { Start } from './harness/app'

const GPT = join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state')
const HUGE = join(ROOT, 'fixtures/2.13.0/huge_5000_guards.guards_state')
const LONG = 60_000

async function openOverhead(start: Start, file: string) {
  const started = await start([file])
  await expect(started.page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await started.page.keyboard.press('Control+Shift+O')
  return started
}

const rows = (page: Page) => page.getByRole('treegrid').getByRole('row')
const selected = (page: Page) => page.getByRole('treegrid').getByRole('row', { selected: true })

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).disableRules('region').analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}

test('cold and warm over the same rows: by keys, by what is searched, as tree and as table', async ({ start }) => {
  const { page, errors } = await openOverhead(start, GPT)
  const cold = page.getByRole('application', { name: /^Cold, [\d.]+ µs a check$/ })
  await expect(cold).toBeVisible({ timeout: LONG })
  await expect(page.getByRole('application', { name: /^Warm, [\d.]+ µs a check$/ })).toBeVisible()
  await expect(page.getByText(/32 MiB walked before each of 100 checks/)).toBeVisible()
  await expect(page.getByText(/this engine in V8 .*, not torch/)).toBeVisible()
  await expect(rows(page).first()).toContainText(/RootGuardManager.*100 %/)
  await cold.focus()
  await page.keyboard.press('ArrowDown')
  await expect(cold.getByRole('status')).toHaveText(/^L\['self'\]: [\d.]+ µs, [\d.]+ %$/)
  await expect(selected(page)).toContainText("L['self']")
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Shown below' }).getByRole('button')).toHaveText([
    'RootGuardManager',
    "L['self']",
  ])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('navigation', { name: 'Shown below' }).getByRole('button')).toHaveCount(1)
  await page.keyboard.press('Control+f')
  await page.keyboard.type('check_tensor')
  await page.keyboard.press('Enter')
  await expect(selected(page)).toContainText('TENSOR_MATCH')
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByRole('button', { name: 'Sort by warm: by itself' }).click()
  await expect(page.getByRole('treegrid', { name: 'What each row costs, by warm: by itself' })).toBeVisible()
  await page.getByRole('treegrid').focus()
  await page.keyboard.press('Home')
  await expect(selected(page)).toContainText('LAMBDA_GUARD')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^LAMBDA_GUARD/)
  expect(errors).toEqual([])
})

test('the runs as histograms, with how it was measured; both exports have their formats', async ({ start, folder }) => {
  const { app, page, errors } = await openOverhead(start, GPT)
  await page.getByRole('button', { name: 'Runs' }).click({ timeout: LONG })
  await expect(page.getByRole('img', { name: /^Cold: 100 checks: half of them from .* to .*, median/ })).toBeVisible()
  await expect(page.getByText(/ns are taken off each/).first()).toBeVisible()
  const speedscope = await exported(app, page, 'For speedscope…', join(folder, 'x.speedscope.json'))
  expect(speedscope).toMatchObject({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    profiles: [
      { type: 'evented', unit: 'nanoseconds', name: 'cold caches' },
      { type: 'evented', unit: 'nanoseconds', name: 'warm' },
    ],
  })
  const trace = await exported(app, page, 'As a Chrome trace, for Perfetto…', join(folder, 'x.trace.json'))
  expect(trace).toMatchObject({ displayTimeUnit: 'ns', traceEvents: [{ ph: 'M' }, { ph: 'M' }, { ph: 'X', ts: 0 }] })
  expect(errors).toEqual([])
})

async function exported(app: ElectronApplication, page: Page, item: string, path: string): Promise<unknown> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, path)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  await expect.poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 10_000 }).toMatch(/\n$/)
  const file = JSON.parse(await readFile(path, 'utf8')) as { readonly traceEvents?: readonly unknown[] }
  return file.traceEvents === undefined ? file : { ...file, traceEvents: file.traceEvents.slice(0, 3) }
}

test('what would help is measured, and leads to the guards; the blob before its edits is laid beside it', async ({
  start,
  folder,
}) => {
  const { page, errors } = await openOverhead(start, await fileWith(folder, 'x.guards_state', await readFile(GPT)))
  await page.getByRole('button', { name: 'A against B' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing to compare with' })).toBeVisible()
  await page.getByRole('button', { name: 'Cold against warm' }).click()
  await page.getByRole('button', { name: 'What would help' }).click({ timeout: LONG })
  const helps = page.getByRole('region', { name: 'What would help' })
  await expect(helps.getByRole('row', { name: /^skip_guard_on_all_nn_modules_unsafe/ })).toContainText(
    /349 → 20.*→.*→.*All modules may change unseen/,
    { timeout: LONG },
  )
  await helps.getByRole('button', { name: 'skip_guard_on_inbuilt_nn_modules_unsafe' }).click()
  const drop = page.getByRole('button', { name: 'Drop 235 guards' })
  await expect(drop).toBeVisible()
  // what is selected in the tree is one more thing to leave out
  await page.keyboard.press('Control+Shift+O')
  await expect(helps.getByRole('row', { name: /^The guards you selected/ })).toContainText('349 → 114', {
    timeout: LONG,
  })
  await page.keyboard.press('Control+1')
  await drop.click()
  await expect(page.getByText('114 guards')).toBeVisible()
  await page.keyboard.press('Control+Shift+O')
  await page.getByRole('button', { name: 'A against B' }).click()
  await expect(page.getByRole('application', { name: /^B: x\.guards_state as it was opened/ })).toBeVisible({
    timeout: LONG,
  })
  await page.getByRole('button', { name: 'Tree', exact: true }).click()
  await expect(page.getByRole('treegrid').getByRole('row').first()).toContainText(/µs$/)
  expect(errors).toEqual([])
})

test('5,000 guards: the measuring is called off and begun again; the window answers meanwhile', async ({ start }) => {
  const { page, errors } = await openOverhead(start, HUGE)
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel: Measuring' }).click()
  await expect(page.getByText('Cancelled.')).toBeVisible()
  await page.getByRole('button', { name: 'Measure again' }).last().click()
  await expect(page.getByRole('application', { name: /^Cold/ })).toBeVisible({ timeout: LONG })
  await page.getByRole('treegrid').focus()
  await page.keyboard.press('End')
  await expect(selected(page)).toBeVisible()
  expect(errors).toEqual([])
})

for (const theme of ['dark', 'light'] as const) {
  test(`each part of the view is accessible in the ${theme} theme`, async ({ start }) => {
    const { page } = await openOverhead(start, GPT)
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    for (const part of ['Tree', 'Table', 'Runs', 'What would help']) {
      await page.getByRole('button', { name: part, exact: true }).click({ timeout: LONG })
      if (part === 'What would help')
        await expect(page.getByRole('region', { name: part })).toBeVisible({ timeout: LONG })
      expect(await violations(page)).toEqual([])
    }
  })
}
