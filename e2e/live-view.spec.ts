/** The live process as a person starts it and sees it go wrong, under a plain Python; what torch would tell is told by the test. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import type { LiveNews } from '../shared/live-process'
import { ROOT, type StartedApp, expect, fileWith, test } from './harness/app'

/** What the person answers before a command is run. */
async function answers(app: ElectronApplication, yes: boolean): Promise<void> {
  await app.evaluate(
    ({ dialog }, response) => {
      dialog.showMessageBox = (async () => ({ response, checkboxChecked: false })) as never
    },
    yes ? 0 : 1,
  )
}

async function look({ app, page }: StartedApp): Promise<void> {
  await answers(app, true)
  await expect(page.getByRole('button', { name: 'Commands' })).toBeVisible()
  await page.keyboard.press('Control+9')
  await expect(page.getByRole('heading', { name: 'Start a live torch process' })).toBeVisible()
}

async function run(page: Page, command: string, script: string, args = ''): Promise<void> {
  await page.getByLabel('Python').fill(command)
  await page.getByRole('textbox', { name: 'Script' }).fill(script)
  await page.getByLabel('Arguments').fill(args)
  await page.getByLabel('Arguments').press('Enter')
}

const fault = (page: Page) => page.locator('.live-fault')
const output = (page: Page) => page.getByRole('log', { name: 'Output of the process' })

/** Tells the window what a process would. */
async function tell(app: ElectronApplication, news: readonly LiveNews[]): Promise<void> {
  await app.evaluate(({ BrowserWindow }, all) => {
    for (const one of all) BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:live', one)
  }, news)
}

const blob = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)

function compiled(entry: number, name: string, id: string, reasons: readonly string[] = []): LiveNews {
  return {
    kind: 'compiled',
    entry,
    compileId: id,
    time: 1_700_000_000 + entry,
    thread: 'MainThread',
    frame: { name, qualname: name, file: `/somewhere/${name}.py`, line: 12, locals: ['x'] },
    guards: 9,
    latencyUs: 71.2,
    reasons: [...reasons],
  }
}

function captured(entry: number, path: string | null, error: string | null = null): LiveNews {
  const why = 'an object of a class that is local to a function'
  return {
    kind: 'captured',
    entry,
    error,
    dropped: entry === 2 ? [{ name: "L['f']", createFn: 'CLOSURE_MATCH', types: ['function'], why }] : [],
    scenario: { name: 'as captured', f_locals: { n: { kind: 'int', value: '5' } } },
    seconds: 0.01,
    files: { blob: path, scenarios: null, about: '/somewhere/about.json' },
  }
}

test('a command that is not there, a person who refuses, a quote that is open: said in one line', async ({ start }) => {
  const started = await start()
  const { app, page, errors } = started
  await look(started)
  await run(page, 'no-such-python', 'script.py', '"open')
  await expect(page.getByText('A quote is open.')).toBeVisible()
  await answers(app, false)
  await page.getByLabel('Arguments').fill('')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText('it was not started: nobody agreed to it')
  await answers(app, true)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(fault(page)).toContainText('no-such-python: there is no such command')
  await page.getByRole('button', { name: 'Another process…' }).click()
  await page.getByRole('button', { name: 'Attach', exact: true }).click()
  await page.getByLabel('Address').fill('127.0.0.1:9')
  await page.getByLabel('Token').fill('secret')
  await page.getByLabel('Token').press('Enter')
  await expect(fault(page)).toContainText('nobody listens at 127.0.0.1:9')
  expect(errors).toEqual([])
})

test('a script that raises is said so, its output shown, and restarted; started again after a start', async ({
  start,
  folder,
}) => {
  const lines = [
    'import sys',
    'print("given", sys.argv[1:])',
    'print("on error", file=sys.stderr)',
    'raise ValueError("of the script")',
  ]
  const script = await fileWith(folder, 'raises.py', lines.join('\n'))
  const started = await start()
  const { app, page } = started
  await look(started)
  await run(page, 'python3', script, `--name 'two words' 3`)
  await expect(fault(page)).toContainText('the script ended with ValueError: of the script')
  await expect(output(page)).toContainText("given ['--name', 'two words', '3']")
  await expect(output(page).locator('.stderr').first()).toHaveText('on error')
  const pid = (): Promise<string | null> => page.locator('.live-head b').first().textContent()
  const first = await pid()
  await fault(page).getByRole('button', { name: 'Restart' }).click()
  await expect.poll(pid).not.toBe(first)
  await expect(fault(page)).toContainText('ValueError')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.locator('.live-standing')).toHaveText(/ended|failed/)
  await app.close()

  const again = await start()
  await look(again)
  await again.page.getByRole('region', { name: 'Started before' }).getByRole('button').first().click()
  await expect(fault(again.page)).toContainText('the script ended with ValueError')
})

test('a script that never ends is interrupted and stopped; one that kills its interpreter is told of', async ({
  start,
  folder,
}) => {
  const forever = await fileWith(
    folder,
    'forever.py',
    'import time\nprint("on", flush=True)\nwhile True: time.sleep(1)\n',
  )
  const abort = await fileWith(
    folder,
    'abort.py',
    'import os, time\nprint("about to", flush=True)\ntime.sleep(0.5)\nos.abort()\n',
  )
  const started = await start()
  const { page, errors } = started
  await look(started)
  await run(page, 'python3', forever)
  await expect(output(page)).toContainText('on')
  await expect(page.locator('.live-standing')).toHaveText('running, without torch')
  await page.getByRole('button', { name: 'Interrupt' }).click()
  await expect(fault(page)).toContainText('KeyboardInterrupt')
  await page.getByRole('button', { name: 'Another process…' }).click()
  await run(page, 'python3', abort)
  await expect(fault(page)).toContainText('Python was killed by SIGABRT')
  await expect(output(page)).toContainText('about to')
  await expect(fault(page).getByRole('button', { name: 'Restart' })).toBeVisible()
  // a Python without torch, started bare
  await page.getByRole('button', { name: 'Another process…' }).click()
  await page.getByRole('button', { name: 'Start without a script' }).click()
  await page.getByLabel('Python').fill('python3 -I -S')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(fault(page)).toContainText(
    /^Python ended with status 3: .*python3\S* has no torch: No module named 'torch'/,
  )
  // nothing of it harms the window
  await page.keyboard.press('Control+8')
  await expect(page.getByRole('heading', { name: 'Devices', exact: true })).toBeVisible()
  expect(errors).toEqual([])
})

test('an interpreter that serves is attached to with its token, let go of, and goes on', async ({ start, folder }) => {
  const lines = [
    'import sys, time',
    `sys.path.insert(0, ${JSON.stringify(join(ROOT, 'resources/python'))})`,
    'import guardscope_bridge',
    'guardscope_bridge.serve()',
    'time.sleep(600)',
  ]
  const served = spawn('python3', ['-u', await fileWith(folder, 'serves.py', lines.join('\n'))])
  try {
    const printed = await new Promise<string>((resolve) => {
      let text = ''
      const hear = (data: Buffer): void => {
        text += data.toString()
        if (/token \S+/.test(text)) resolve(text)
      }
      served.stdout.on('data', hear)
      served.stderr.on('data', hear)
    })
    const [, address = '', token = ''] = /attach to (\S+) with the token (\S+)/.exec(printed) ?? []
    const started = await start()
    const { page } = started
    await look(started)
    await page.getByRole('button', { name: 'Attach', exact: true }).click()
    const attach = async (word: string): Promise<void> => {
      await page.getByLabel('Address').fill(address)
      await page.getByLabel('Token').fill(word)
      await page.getByLabel('Token').press('Enter')
    }
    await attach('not-it')
    await expect(fault(page)).toContainText('the token is not the one that the process gave')
    await page.getByRole('button', { name: 'Another process…' }).click()
    await page.getByRole('button', { name: 'Attach', exact: true }).click()
    await attach(token)
    await expect(page.locator('.live-standing')).toHaveText('attached')
    await expect(page.locator('.live-head')).toContainText(String(served.pid))
    await page.getByRole('button', { name: 'Detach' }).click()
    await expect(page.locator('.live-standing')).toHaveText('ended')
    await page.getByRole('button', { name: 'Attach again' }).click()
    await expect(page.locator('.live-standing')).toHaveText('attached')
    expect(served.exitCode).toBe(null)
  } finally {
    served.kill()
  }
})

test('a script that prints without end keeps the window alive, and the last lines', async ({ start, folder }) => {
  const script = await fileWith(folder, 'prints.py', 'for i in range(60000): print("line", i, "x" * 40)\n')
  const started = await start()
  const { page } = started
  await look(started)
  await run(page, 'python3', script)
  await expect(output(page)).toContainText('line 59999', { timeout: 30_000 })
  await expect(page.getByText(/The first [\d\s]+ lines were let go/)).toBeVisible()
  expect(await output(page).locator('.line-row').count()).toBeLessThan(120)
  await expect(page.locator('.live-standing')).toHaveText('script ended, process stays')
})

test('compiles come by function, are folded and walked by keys, opened and laid side by side', async ({
  start,
  folder,
}) => {
  const script = await fileWith(folder, 'sleeps.py', 'import time\ntime.sleep(600)\n')
  const started = await start()
  const { app, page, errors } = started
  await look(started)
  await run(page, 'python3', script)
  await expect(page.locator('.live-standing')).toHaveText('running, without torch')
  const reason = "0/0: L['n'] == 5   # return x * n  # a.py:3 in f\nUser stack trace:\n  a line"
  const long = `f${'_of_a_long_name'.repeat(12)}`
  await tell(app, [
    { kind: 'torch', version: '2.13.0', standing: 'known', cuda: null, folder: '/torch' },
    compiled(1, 'forward', '0/0'),
    captured(1, blob('constant_int')),
    compiled(2, 'forward', '0/1', [reason]),
    captured(2, blob('global_state')),
    compiled(3, long, '1/0'),
    captured(3, null, 'TypeError: cannot pickle it'),
  ])
  const rows = page.locator('.live-compile')
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(1)).toHaveText(/0\/1.*71 µs.*0\/0: L\['n'\] == 5.*1$/)
  await expect(rows.nth(2)).toContainText('no blob')
  const tree = page.getByRole('tree', { name: 'Captured compiles' })
  await tree.focus()
  await page.keyboard.press('ArrowDown')
  const detail = page.getByRole('complementary', { name: 'Compile' })
  await expect(detail).toContainText('User stack trace:')
  await expect(detail).toContainText('1 guard that cannot be saved')
  await expect(detail.getByRole('row', { name: /CLOSURE_MATCH/ })).toContainText('local to a function')
  await detail.getByRole('button', { name: 'Its call' }).click()
  await expect(detail.getByRole('row', { name: /L\['n'\]/ })).toContainText('5')
  await page.screenshot({ path: test.info().outputPath('compiles.png') })
  await tree.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(rows).toHaveCount(1)
  await expect(tree.getByRole('treeitem', { expanded: false })).toHaveText(/forward.*compiled 2 times/)
  await page.keyboard.press('ArrowRight')
  await expect(rows).toHaveCount(3)
  await page.keyboard.press('End')
  await expect(detail).toContainText('TypeError: cannot pickle it')
  await expect(detail.getByRole('button', { name: 'Open', exact: true })).toBeDisabled()
  await rows.nth(1).click()
  await page.screenshot({ path: test.info().outputPath('compile.png') })
  await detail.getByRole('button', { name: 'Why: compare with 0/0' }).click()
  await expect(page.getByRole('tab', { name: /constant_int/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('combobox', { name: /against/ })).toContainText('global_state')
  await page.keyboard.press('Control+9')
  await tree.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /global_state/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('tree', { name: 'Guard tree' })).toBeVisible()
  expect(errors).toEqual([])
})

test('thousands of compiles are listed, and only those in view are drawn', async ({ start, folder }) => {
  const script = await fileWith(folder, 'sleeps.py', 'import time\ntime.sleep(600)\n')
  const started = await start()
  const { app, page } = started
  await look(started)
  await run(page, 'python3', script)
  await expect(page.locator('.live-standing')).toHaveText('running, without torch')
  const all = Array.from({ length: 5000 }, (_, i) => compiled(i + 1, `f${i % 50}`, `${i % 50}/${Math.floor(i / 50)}`))
  await tell(app, all)
  await expect(page.locator('.live-head')).toContainText(/5\s000 compiles/, { timeout: 20_000 })
  expect(await page.locator('.live-rows > div').count()).toBeLessThan(80)
  await page.getByRole('tree', { name: 'Captured compiles' }).focus()
  await page.keyboard.press('End')
  await expect(page.locator('.live-compile.chosen')).toContainText('49/99')
})

for (const theme of ['Dark', 'Light'] as const) {
  test(`the view is accessible in the ${theme.toLowerCase()} theme`, async ({ start, folder }) => {
    const script = await fileWith(folder, 'says.py', 'print("said")\nraise SystemExit(3)\n')
    const started = await start()
    const { app, page } = started
    await look(started)
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme }).click()
    const problems = async (): Promise<unknown> => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))
    }
    expect(await problems()).toEqual([])
    await page.getByRole('button', { name: 'Attach', exact: true }).click()
    expect(await problems()).toEqual([])
    await page.getByRole('button', { name: 'Run a script' }).click()
    await run(page, 'python3', script)
    await expect(output(page)).toContainText('said')
    await expect(fault(page)).toBeVisible()
    await tell(app, [
      { kind: 'torch', version: '2.13.0', standing: 'new', cuda: null, folder: '/torch' },
      compiled(1, 'forward', '0/0'),
      captured(1, blob('constant_int')),
      compiled(2, 'forward', '0/1', ['0/0: it was another']),
      captured(2, blob('global_state')),
    ])
    await page.locator('.live-compile').nth(1).click()
    expect(await problems()).toEqual([])
    await page.getByRole('button', { name: /^Tree/ }).click()
    await page.getByRole('tab', { name: 'Precision probe' }).click()
    expect(await problems()).toEqual([])
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 640))
    await page.screenshot({ path: test.info().outputPath('small.png') })
    expect(await problems()).toEqual([])
  })
}
