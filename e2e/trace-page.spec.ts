/** The page that a log becomes, read in a browser as the one it is sent to reads it: from a file, without a network. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import AxeBuilder from '@axe-core/playwright'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { ROOT, executable, expect, flags, test as base } from './harness/app'

const CAUSES = join(ROOT, 'fixtures/traces/2.13.0/trace.log.gz')

/** A browser without anything of ours: a window on one file. */
const BROWSER = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1200, height: 900 }).loadFile(process.argv.at(-1)))
`

interface Read {
  readonly page: Page
  /** What the page logged as errors; what its policy refused is one. */
  readonly errors: readonly string[]
}

const test = base.extend<{ readonly read: (log: string) => Promise<Read> }>({
  read: async ({ folder }, use) => {
    const started: ElectronApplication[] = []
    await use(async (log) => {
      const out = join(folder, 'page.html')
      execFileSync('node', [join(ROOT, 'out/main/cli.js'), 'trace', log, '--page', out])
      const main = join(folder, 'browser.js')
      writeFileSync(main, BROWSER)
      const app = await _electron.launch({
        executablePath: executable(),
        args: [...flags(), `--user-data-dir=${join(folder, 'browser')}`, main, out],
        chromiumSandbox: true,
      })
      started.push(app)
      const page = await app.firstWindow()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      await page.reload()
      return { page, errors }
    })
    for (const app of started) await app.close()
  },
})

test('a reason leads to the guard in the tree of the entry that refused', async ({ read }) => {
  const { page, errors } = await read(CAUSES)
  await expect(page.getByText('96 compiles of')).toBeVisible()
  const article = page.locator('[id="0/1"]').first()
  await article.getByRole('link', { name: 'x: size at index 0' }).click()
  await expect(page.locator('[id="0/0"] .tree .shown')).toContainText("check_tensor(L['x'], Tensor")
  expect(new URL(page.url()).hash).toBe('#0/0')
  await page.getByRole('searchbox', { name: 'Search functions and reasons' }).fill('grad_mode')
  const found = page.getByRole('status').filter({ hasText: 'compiles' })
  await expect(found).toHaveText('8 of 96 compiles')
  await page.getByRole('checkbox', { name: 'in guard trees, too' }).check()
  await expect(found).toHaveText('93 of 96 compiles')
  expect(errors).toEqual([])
})

test('nothing that a log says runs, whatever it says', async ({ read, folder }) => {
  const text = gunzipSync(readFileSync(CAUSES)).toString()
  const evil = `</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1><a href=javascript:window.pwned=1>`
  const log = join(folder, 'evil.log')
  writeFileSync(
    log,
    text.replaceAll('"co_name": "sizes"', `"co_name": ${JSON.stringify(evil)}`).replaceAll("L['x']", `L['${evil}']`),
  )
  const { page, errors } = await read(log)
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: '</script>' }).first()).toBeVisible()
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  expect(await page.locator('img, script').count()).toBe(1)
  expect(errors).toEqual([])
})

for (const theme of ['dark', 'light'] as const) {
  test(`the page has no accessibility findings: ${theme}`, async ({ read }) => {
    const { page } = await read(CAUSES)
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme)
    await page.locator('[id="0/0"] details.guards > summary').first().click()
    const results = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    const shots = process.env['GUARDSCOPE_SHOTS']
    if (shots !== undefined) await page.screenshot({ path: join(shots, `trace-page-${theme}.png`) })
  })
}
