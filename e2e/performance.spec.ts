/**
 * The window's speed: the start, scrolling and searching 50,000 nodes, and an edit among 5,000 guards.
 *
 * Machines that run this are shared and draw in software, so a wall clock says more of the neighbours than of the
 * window. Scrolling and typing are therefore held to their limits in processor time of the window's main thread
 * (script, style, layout and paint of one frame or letter), the least of three passes over the same steps, the worst
 * step counting; the start in wall time, the best of five, divided by how much longer than its own processor time a
 * busy loop takes beside it. All figures are printed. A limit is missed when it is missed three times running: processor
 * time, too, grows when neighbours empty the caches.
 */
import { spawn } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CDPSession, ElectronApplication, Page } from '@playwright/test'
import { largeTree } from '../renderer/testing/columns'
import { ROOT, SAMPLE, environment, executable, expect, startArguments, test } from './harness/app'

const NODES = 50_000
const PASSES = 3

test.describe.configure({ retries: 2 })

test('the first tree is drawn within a second of the start', async ({ profile }) => {
  const starts: { readonly took: number; readonly stretch: number }[] = []
  for (let run = 0; run < 5; run++) {
    const before = contention()
    const took = await startUndriven(profile)
    starts.push({ took, stretch: (before + contention()) / 2 })
  }
  const figures = starts.map(({ took, stretch }) => `${took.toFixed(0)} (busy ${stretch.toFixed(1)})`)
  report('start, ms to the first tree', figures.join(', '))
  expect(Math.min(...starts.map(({ took, stretch }) => took / stretch))).toBeLessThan(1000)
})

/**
 * Starts the app as a person does, with no debugger that holds it up; milliseconds until its title names the file,
 * which it does once the tree is in the page.
 */
async function startUndriven(profile: string): Promise<number> {
  const began = performance.now()
  const app = spawn(executable(), ['--remote-debugging-port=0', ...startArguments([SAMPLE])], {
    env: environment(profile),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise((done) => app.on('exit', done))
  try {
    const port = await new Promise<string>((found) => {
      let said = ''
      app.stderr.on('data', (data) => {
        said += String(data)
        const listening = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said)?.[1]
        if (listening !== undefined) found(listening)
      })
    })
    for (;;) {
      const pages: unknown = await (await fetch(`http://127.0.0.1:${port}/json`)).json()
      if (JSON.stringify(pages).includes('"title":"sample.guards_state')) return performance.now() - began
      await new Promise((done) => setTimeout(done, 10))
    }
  } finally {
    app.kill()
    await ended
  }
}

test('50,000 nodes scroll without a frame over 32 ms', async ({ start }) => {
  const { page } = await openLarge(await start())
  const clock = await threadClock(page)
  const gaps: number[] = []
  const passes: number[][] = []
  for (let pass = 0; pass < PASSES; pass++) {
    await page.evaluate(() => document.getElementById('guard-tree')?.scrollTo(0, 0))
    await page.requestGC()
    const work: number[] = []
    for (const pixels of [24, 120, 800, 20_000]) {
      for (let frame = 0; frame < 25; frame++) {
        const before = await clock()
        gaps.push(await page.evaluate(scrollBy, pixels))
        work.push((await clock()) - before)
      }
    }
    passes.push(work)
  }
  report('scrolling, ms of the main thread a frame', summary(leastOf(passes)))
  report('scrolling, ms between frames on the wall', summary(gaps))
  expect(await page.getByRole('treeitem').count()).toBeLessThan(100)
  expect(Math.max(...leastOf(passes))).toBeLessThan(32)
})

test('a letter typed into the search over 50,000 nodes takes under 50 ms', async ({ start }) => {
  const { page } = await openLarge(await start())
  await page.keyboard.press('Control+f')
  const clock = await threadClock(page)
  const passes: number[][] = []
  for (let pass = 0; pass < PASSES; pass++) {
    const work: number[] = []
    for (const query of ['weight', 'tensor_match', '/lay.*6\\d/', "['6249']"]) {
      for (const letter of query) {
        const before = await clock()
        await page.keyboard.type(letter)
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
        work.push((await clock()) - before)
      }
      await expect(page.getByRole('search').getByRole('status')).toHaveText(/ of /)
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
    }
    passes.push(work)
  }
  report('searching, ms of the main thread a letter', summary(leastOf(passes)))
  expect(Math.max(...leastOf(passes))).toBeLessThan(50)
})

test('an edit of one of 5,000 guards is drawn in under 50 ms', async ({ start, folder }) => {
  const path = join(folder, 'huge.guards_state')
  await copyFile(join(ROOT, 'fixtures/2.13.0/huge_5000_guards.guards_state'), path)
  const { page } = await start([path])
  await page
    .getByRole('treeitem', { name: /^TENSOR_MATCH/ })
    .first()
    .click()
  const dtype = page.getByRole('complementary', { name: 'Selected node' }).getByRole('combobox', { name: 'dtype' })
  const edits: { readonly took: number; readonly stretch: number }[] = []
  for (let run = 0; run < 12; run++) {
    const [from, to] = run % 2 === 0 ? ['torch.float32', 'torch.float64'] : ['torch.float64', 'torch.float32']
    await expect(dtype).toHaveValue(from)
    const before = contention()
    edits.push({ took: await page.evaluate(chooseAndDraw, to), stretch: (before + contention()) / 2 })
  }
  report('edit, ms from the choice to the drawn row', edits.map(({ took }) => took.toFixed(0)).join(', '))
  await expect(page.getByRole('toolbar', { name: 'Edits' })).toContainText('12 edits, not saved')
  expect(Math.min(...edits.map(({ took, stretch }) => took / stretch))).toBeLessThan(50)
})

/** What each step cost at least: a step that is slow of itself is slow in every pass, a neighbour disturbs one. */
function leastOf(passes: readonly (readonly number[])[]): readonly number[] {
  return (passes[0] ?? []).map((_, step) => Math.min(...passes.map((pass) => pass[step] ?? Infinity)))
}

/** Opens a tree of 50,000 nodes: the main side answers with it in place of the file's own. */
async function openLarge({
  app,
  page,
}: {
  readonly app: ElectronApplication
  readonly page: Page
}): Promise<{ readonly page: Page }> {
  const { strings, count, ...columns } = largeTree(NODES)
  const arrays = Object.entries(columns).map(
    ([name, column]) => [name, column.constructor.name, Buffer.from(column.buffer).toString('base64')] as const,
  )
  await app.evaluate(
    ({ ipcMain }, { strings, count, arrays }) => {
      const types: Record<string, new (buffer: ArrayBuffer) => unknown> = {
        Uint8Array,
        Uint16Array,
        Int32Array,
        Uint32Array,
      }
      const columns = arrays.map(([name, type, content]) => {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
        return [name, new (types[type] ?? Uint8Array)(bytes.buffer)]
      })
      const timings = { decode: 0, state: 0, build: 0, print: 0 }
      const summary = {
        index: 0,
        torch: '2.13',
        guards: count,
        guardTypes: [],
        nodes: count,
        bytes: 0,
        notes: [],
        timings,
      }
      ipcMain.removeHandler('guardscope:openBlob')
      ipcMain.handle('guardscope:openBlob', () => ({
        ok: true,
        value: { summary, tree: { strings, count, ...Object.fromEntries(columns) } },
      }))
    },
    { strings, count, arrays },
  )
  await app.evaluate(
    ({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.send('guardscope:openPaths', [path]),
    SAMPLE,
  )
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('50\u202f000 nodes')
  return { page }
}

/** Chooses the dtype of the selected guard and waits until its row is drawn with it; milliseconds. Runs in the page. */
function chooseAndDraw(dtype: string): Promise<number> {
  return new Promise((done, fail) => {
    const select = [...document.querySelectorAll('select')].find(({ value }) => value.startsWith('torch.'))
    if (select === undefined) return fail(new Error('there is no dtype to choose'))
    const began = performance.now()
    // as React hears of it
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, dtype)
    select.dispatchEvent(new Event('change', { bubbles: true }))
    const seen = new MutationObserver(() => {
      const row = document.querySelector('[role=treeitem][aria-selected=true]')
      if (row?.textContent?.includes(dtype) !== true) return
      seen.disconnect()
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
    })
    seen.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  })
}

/** Scrolls the tree and waits until that is drawn; milliseconds until then. Runs in the page. */
function scrollBy(pixels: number): Promise<number> {
  return new Promise((done) => {
    requestAnimationFrame((began) => {
      document.getElementById('guard-tree')?.scrollBy(0, pixels)
      requestAnimationFrame((drawn) => setTimeout(() => done(drawn - began)))
    })
  })
}

/** Reads the processor time, in milliseconds, that the page's main thread has spent so far. */
async function threadClock(page: Page): Promise<() => Promise<number>> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Infinity)
  }
}

/** How many times longer than its processor time a busy loop takes: 1 on a machine with nothing else to do. */
function contention(): number {
  const cpu = process.cpuUsage()
  const began = performance.now()
  while (performance.now() - began < 150);
  const { user, system } = process.cpuUsage(cpu)
  return Math.max(1, (1000 * (performance.now() - began)) / (user + system))
}

function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1)
  return `median ${at(0.5)}, 95% ${at(0.95)}, most ${at(1)} of ${values.length}`
}

function report(what: string, figures: string): void {
  console.log(`      ${what}: ${figures}`)
}
