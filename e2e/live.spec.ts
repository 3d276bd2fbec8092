/** A live process as the page reaches it: over the contract, and only with the person's word. */
import type { GuardscopeApi } from '../shared/api'
import type { LiveNews } from '../shared/live-process'
import { expect, fileWith, test } from './harness/app'

interface Window {
  readonly guardscope: GuardscopeApi
  news?: LiveNews[]
}

test('a script runs where the person agrees, tells of itself, and ends with the window', async ({ start, folder }) => {
  const script = await fileWith(folder, 'script.py', 'import os, time\nprint("pid", os.getpid())\ntime.sleep(600)\n')
  const { app, page } = await start()
  const asked = async (answer: number): Promise<void> =>
    app.evaluate(({ dialog }, response) => {
      dialog.showMessageBox = (async () => ({ response, checkboxChecked: false })) as never
    }, answer)
  const run = async (): Promise<unknown> =>
    page.evaluate((path) => {
      const view = globalThis as unknown as Window
      const news = (view.news ??= [])
      view.guardscope.onLive((one) => news.push(one))
      return view.guardscope.liveStart({ kind: 'start', command: 'python3', script: path, args: [] })
    }, script)
  await asked(1)
  expect(await run()).toEqual({
    ok: false,
    error: { message: 'it was not started: nobody agreed to it', offset: null },
  })
  await asked(0)
  expect(await run()).toEqual({ ok: true, value: null })
  const printed = (): Promise<string> =>
    page.evaluate(() =>
      ((globalThis as unknown as Window).news ?? []).map((one) => (one.kind === 'output' ? one.text : '')).join(''),
    )
  await expect.poll(printed).toMatch(/pid \d+/)
  const pid = Number(/\d+/.exec(await printed())?.[0])
  expect(
    await page.evaluate(() => (globalThis as unknown as Window).guardscope.liveAsk('precision', {})),
  ).toMatchObject({ ok: false, error: { message: 'this process has not imported torch' } })
  await app.close()
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
