/** The devices view: without a GPU, and with a stand-in for the driver's libraries that is compiled here. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { buildStandIn } from '../main/device/testing/stand-in'
import { SAMPLE, expect, test } from './harness/app'

/** The start passes the environment on: what is named here is loaded in the place of the driver's libraries. */
function libraries(path: string, mode = ''): void {
  Object.assign(process.env, { GUARDSCOPE_NVML: path, GUARDSCOPE_CUDA: path, STAND_IN: mode })
}
test.afterEach(() => {
  for (const name of ['GUARDSCOPE_NVML', 'GUARDSCOPE_CUDA', 'STAND_IN']) delete process.env[name]
})

async function openDevices(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Devices' }).click()
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible()
}

const status = (page: Page) => page.locator('.devices-head').getByRole('status')
const emulated = (page: Page) => page.getByRole('region', { name: 'Errors of the fp32 precisions' })

test('without a driver one line says so, the emulated errors are there, and everything else works', async ({
  start,
}) => {
  libraries('libabsent.so.1')
  const { page, errors } = await start()
  await openDevices(page)
  await expect(status(page)).toHaveText('No NVIDIA driver: libabsent.so.1 is not here.')
  await expect(emulated(page)).toContainText('emulated')
  await expect(emulated(page).getByRole('row')).toHaveCount(4)
  await expect(emulated(page).getByRole('row', { name: /^matmul/ })).toContainText(
    /[1-9]\.\d\de-7.*[1-9]\.\d\de-4.*[1-9]\.\d\de-3/,
  )
  await page.screenshot({ path: test.info().outputPath('no-driver.png') })
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(status(page)).toHaveText('No NVIDIA driver: libabsent.so.1 is not here.')
  await page.getByRole('button', { name: 'Devices' }).click()
  await expect(page.getByRole('heading', { name: 'Open a guards_state file' })).toBeVisible()
  expect(errors).toEqual([])
})

test('the GPUs are drawn and refreshed, and a probe shows its errors and times', async ({ start, folder }) => {
  libraries(buildStandIn(folder))
  const { page, errors } = await start()
  await openDevices(page)
  await expect(page.locator('.devices-head')).toContainText('2 GPUs')
  await expect(page.locator('.devices-head')).toContainText('driver 555.42.06')
  await expect(page.locator('.devices-head')).toContainText('CUDA 12.5')
  const gpu = page.getByRole('region', { name: 'NVIDIA Stand-in 80GB' })
  for (const text of ['compute capability 9.0', '22.0 GiB of 79.6 GiB', '343 W of 700 W', '61 °C', '132', '50 MiB'])
    await expect(gpu).toContainText(text)
  await expect(gpu.getByRole('meter', { name: 'Memory', exact: true })).toHaveAttribute('aria-valuenow', '28')
  await expect(gpu.getByRole('listitem').filter({ hasText: /^fp/ })).toHaveText([
    'fp16from 7.0',
    'fp64from 8.0',
    'fp8from 8.9',
    'fp6no, from 10.0',
    'fp4no, from 10.0',
  ])
  const processes = gpu.getByRole('group', { name: 'Processes on this GPU' })
  await expect(processes.getByRole('row')).toHaveCount(42)
  await expect(processes.getByRole('row').nth(2)).toHaveText('77/usr/lib/xorg/Xorgcompute, graphics9.8 GiB')
  const use = gpu.getByRole('meter', { name: 'Use' })
  const first = await use.getAttribute('aria-valuenow')
  await expect(use).not.toHaveAttribute('aria-valuenow', first ?? '', { timeout: 5000 })

  await gpu.getByRole('button', { name: 'Run probe' }).click()
  await expect(gpu.getByRole('row', { name: /^fp32/ })).toHaveText(/^fp32[\d.]+e-7.*1\.50 ms$/, { timeout: 30_000 })
  await expect(gpu.getByRole('row', { name: /^tf32/ })).toHaveText(/^tf32[\d.]+e-4.*1\.50 ms$/)
  const other = page.getByRole('region', { name: /very long name/ })
  await expect(other).toContainText('Not told: NVML_ERROR_NO_PERMISSION')
  await other.getByRole('button', { name: 'Run probe' }).click()
  await expect(other.getByRole('row', { name: /^tf32/ })).toContainText('CUDA_ERROR_INVALID_PTX', { timeout: 30_000 })
  expect(errors).toEqual([])
})

test('a driver that crashes is told in the line, and the app goes on', async ({ start, folder }) => {
  libraries(buildStandIn(folder), 'crash')
  const { page } = await start([SAMPLE])
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  await openDevices(page)
  await expect(status(page)).toHaveText('the process that calls the driver ended by itself')
  await expect(emulated(page).getByRole('row')).toHaveCount(4)
  await page.keyboard.press('Control+1')
  await expect(page.getByRole('tree')).toBeVisible()
})

test('nothing calls the driver before the view is seen, nor after', async ({ start, folder }) => {
  libraries(buildStandIn(folder))
  const { page, app } = await start([SAMPLE])
  const running = (): Promise<boolean> =>
    app.evaluate(({ app: electron }) => electron.getAppMetrics().some(({ name }) => name === 'Guardscope devices'))
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
  expect(await running()).toBe(false)
  await page.keyboard.press('Control+8')
  await expect(page.locator('.devices-head')).toContainText('2 GPUs')
  expect(await running()).toBe(true)
  await page.keyboard.press('Control+1')
  await expect.poll(running, { timeout: 10_000 }).toBe(false)
})

test('a document that is opened comes before the devices', async ({ start }) => {
  libraries('libabsent.so.1')
  const { page, app } = await start()
  await openDevices(page)
  await app.evaluate(({ BrowserWindow }, path) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:openPaths', [path])
  }, SAMPLE)
  await expect(page.getByRole('tree')).toBeVisible({ timeout: 30_000 })
})

for (const theme of ['dark', 'light'] as const) {
  test(`the view is accessible in the ${theme} theme, in a small window too`, async ({ start, folder }) => {
    libraries(buildStandIn(folder))
    const { page, app } = await start()
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await openDevices(page)
    for (const at of [0, 1])
      await page
        .getByRole('button', { name: 'Run probe' })
        .nth(at === 0 ? 0 : -1)
        .click()
    await expect(page.getByRole('row', { name: /^tf32/ })).toHaveCount(2, { timeout: 30_000 })
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) })
    expect(await violations(page)).toEqual([])
    await page.locator('.devices').evaluate((list) => list.scrollTo(0, list.scrollHeight))
    await page.screenshot({ path: test.info().outputPath(`${theme}-below.png`) })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 640))
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(900)
    await page.screenshot({ path: test.info().outputPath(`${theme}-small.png`) })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await violations(page)).toEqual([])
  })
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
