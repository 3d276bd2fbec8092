/**
 * `npm run load`: the app used for long. Ten documents of 5,000 guards with a thousand edits and undos each, and a day of
 * opening, looking, searching, replaying, editing and closing, made short. What it holds on to is measured between rounds:
 * memory of its processes after a collection, nodes and listeners of the page, threads and open files. It must not grow.
 */
import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CDPSession, ElectronApplication, Page } from '@playwright/test'
import type { GuardscopeApi } from '../shared/api'
import { expect, ROOT, test } from './harness/app'

declare global {
  interface Window {
    readonly guardscope: GuardscopeApi
  }
}

const fixture = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)
const DOCUMENTS = Number(process.env['GUARDSCOPE_LOAD_DOCUMENTS'] ?? 10)
const EDITS = Number(process.env['GUARDSCOPE_LOAD_EDITS'] ?? 1000)
const HOURS = Number(process.env['GUARDSCOPE_LOAD_HOURS'] ?? 24)
/** An hour of a person who is at it. */
const FILES_AN_HOUR = [
  'mlp_safe',
  'convnet_bn',
  'gpt_2layer',
  'shape_env_two_tensors',
  'tensor_match_basic',
  'constant_int',
]
/** Of some of them a guard, a field of it, and what is written there. */
const FIELD_TO_EDIT: Readonly<Record<string, readonly [RegExp, string, string]>> = {
  constant_int: [/EQUALS_MATCH/, 'equals', '77'],
  tensor_match_basic: [/^TENSOR_MATCH/, 'size', 'any, 4'],
}

/** After which the threads have collected their garbage. */
const REST_MS = 6000

test.describe.configure({ timeout: 3_600_000 })

interface Held {
  /** Resident, of all processes together, in MiB. */
  readonly memory: number
  /** Of the page's JavaScript after a collection, in MiB. */
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  /** Of the main process. */
  readonly threads: number
  readonly files: number
}

test(`${DOCUMENTS} documents of 5,000 guards take ${EDITS} edits and undos each, and hold on to nothing`, async ({
  start,
  folder,
}) => {
  const paths = Array.from({ length: DOCUMENTS }, (_, i) => join(folder, `huge-${i}.guards_state`))
  for (const path of paths) await copyFile(fixture('huge_5000_guards'), path)
  const { app, page, errors } = await start([])
  const ids = paths.map((_, i) => `load-${i}`)
  const empty = await held(app, page)
  for (const [i, path] of paths.entries()) {
    const opened = await page.evaluate(
      async ([id, file]) => {
        const reply = await window.guardscope.openDocument(id ?? '', file ?? '')
        return reply.ok && (await window.guardscope.openBlob(id ?? '', 0)).ok
      },
      [ids[i], path],
    )
    expect(opened).toBe(true)
  }
  const rounds = [await held(app, page)]
  print('opened', rounds[0])
  const step = Math.ceil(EDITS / 10)
  for (let done = 0; done < EDITS; done += step) {
    await Promise.all(
      ids.map((id) => page.evaluate(editAndUndo, { id, from: done, times: Math.min(step, EDITS - done) })),
    )
    rounds.push(await held(app, page))
    print(`${Math.min(EDITS, done + step)} edits each`, rounds.at(-1))
  }
  await page.waitForTimeout(REST_MS)
  const rest = await held(app, page)
  print('at rest', rest)
  expect(rest.memory - empty.memory).toBeLessThan(0.7 * ((rounds.at(-1)?.memory ?? 0) - empty.memory))
  for (const id of ids) await page.evaluate((one) => window.guardscope.closeDocument(one), id)
  await expect
    .poll(async () => (await held(app, page)).threads, { timeout: 20_000 })
    .toBeLessThanOrEqual(empty.threads + 4)
  const closed = await held(app, page)
  print('closed', closed)
  print('at first', empty)
  expect(closed.files).toBeLessThanOrEqual(empty.files + 4)
  flat(rounds.slice(1))
  expect(errors).toEqual([])
})

/** So many edits, one on the other, and then taken back one by one. */
async function editAndUndo({ id, from, times }: { id: string; from: number; times: number }): Promise<void> {
  for (let i = from; i < from + times; i++) {
    const at = i % 3 === 0 ? "L['x']" : `L['self']._modules['layers']._modules['${i % 400}']._parameters['bias']`
    const edit = { do: 'set-tensor', at, size: at === "L['x']" ? [null, 4 + (i % 60)] : [1 + (i % 60)] }
    const reply = await window.guardscope.editBlob(id, 0, [edit], `edit ${i}`)
    if (!reply.ok) throw new Error(reply.error.message)
  }
  for (let left = times - 1; left >= 0; left--) {
    const reply = await window.guardscope.jumpHistory(id, 0, left)
    if (!reply.ok) throw new Error(reply.error.message)
  }
}

test(`${HOURS} hours of use, made short, leave the app as it was after the first`, async ({ start, folder }) => {
  const { app, page, errors } = await start([])
  const rounds: Held[] = []
  for (let hour = 0; hour < HOURS; hour++) {
    for (const name of FILES_AN_HOUR) await useOneFile(app, page, folder, `${name}-${hour}`, name)
    rounds.push(await held(app, page))
    print(`hour ${hour + 1}`, rounds.at(-1))
  }
  flat(rounds)
  expect(errors).toEqual([])
})

/** Opens a file, looks through it, replays its call, searches, edits it and takes that back, and closes it. */
async function useOneFile(
  app: ElectronApplication,
  page: Page,
  folder: string,
  as: string,
  name: string,
): Promise<void> {
  const path = join(folder, `${as}.guards_state`)
  await copyFile(fixture(name), path)
  await app.evaluate(({ app: electron }, file) => electron.emit('open-file', { preventDefault: () => {} }, file), path)
  const tab = page.getByRole('tab', { name: `${as}.guards_state` })
  await expect(tab).toHaveAttribute('aria-selected', 'true')
  const tree = page.getByRole('tree')
  await tree.focus()
  for (const key of ['End', 'Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: 'Search the tree' }).fill('MATCH')
  for (const view of ['2', '5', '7', '3']) {
    await page.keyboard.press(`Control+${view}`)
    await page.waitForTimeout(120)
  }
  await replayACall(page)
  await page.keyboard.press('Control+1')
  const field = FIELD_TO_EDIT[name]
  if (field !== undefined) await editAndTakeBack(page, field)
  await page.keyboard.press('Control+w')
  await expect(tab).toHaveCount(0)
}

/** The call that passes, and the same with its first tensor of another dtype. */
async function replayACall(page: Page): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'Replay' })
  await expect(panel.getByText(/This call (passes|may pass or fail|fails)/)).toBeVisible()
  const dtype = panel.getByRole('combobox', { name: /, dtype$/ }).first()
  if ((await dtype.count()) === 0) return
  await dtype.selectOption('float64')
  await expect(panel.getByText('This call fails')).toBeVisible()
}

async function editAndTakeBack(page: Page, [guard, label, value]: readonly [RegExp, string, string]): Promise<void> {
  await page.getByRole('treeitem', { name: guard }).first().click()
  const field = page.getByRole('complementary', { name: 'Selected node' }).getByRole('textbox', { name: label })
  await field.fill(value)
  await field.press('Enter')
  const bar = page.getByRole('toolbar', { name: 'Edits' })
  await expect(bar.getByText('1 edit, not saved')).toBeVisible()
  await bar.getByRole('button', { name: 'Undo' }).click()
  await expect(bar.getByText('1 edit, not saved')).toBeHidden()
}

async function held(app: ElectronApplication, page: Page): Promise<Held> {
  const session = await devtools(page)
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage')
  await app.evaluate(() => (globalThis as { gc?: () => void }).gc?.())
  const { metrics } = await session.send('Performance.getMetrics')
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN
  const main = await app.evaluate(({ app: electron }) => ({
    pid: process.pid,
    kilobytes: electron.getAppMetrics().reduce((sum, one) => sum + one.memory.workingSetSize, 0),
  }))
  return {
    memory: main.kilobytes / 1024,
    heap: metric('JSHeapUsedSize') / 2 ** 20,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    threads: (await readdir(`/proc/${main.pid}/task`)).length,
    files: (await readdir(`/proc/${main.pid}/fd`)).length,
  }
}

const sessions = new WeakMap<Page, CDPSession>()

async function devtools(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page))
  if (!sessions.has(page)) {
    sessions.set(page, session)
    await session.send('Performance.enable')
  }
  return session
}

function print(when: string, one: Held | undefined): void {
  if (one === undefined) return
  const { memory, heap, nodes, listeners, threads, files } = one
  console.log(
    `${when}: ${memory.toFixed(0)} MiB, page ${heap.toFixed(1)} MiB, ${nodes} nodes, ${listeners} listeners, ${threads} threads, ${files} files`,
  )
}

/** The last third holds no more than the second: what is kept once is no leak, what is kept each time is. */
function flat(rounds: readonly Held[]): void {
  if (rounds.length < 3) throw new Error('less than three rounds have no thirds: GUARDSCOPE_LOAD_HOURS, _EDITS')
  const third = Math.floor(rounds.length / 3)
  const middle = rounds.slice(third, 2 * third)
  const last = rounds.slice(-third)
  const ratio = (of: keyof Held): number => median(last.map((one) => one[of])) / median(middle.map((one) => one[of]))
  const ratios = { memory: ratio('memory'), heap: ratio('heap'), nodes: ratio('nodes'), listeners: ratio('listeners') }
  console.log(`last third to the middle one: ${JSON.stringify(ratios)}`)
  expect(ratios.memory).toBeLessThan(1.1)
  expect(ratios.heap).toBeLessThan(1.1)
  expect(ratios.nodes).toBeLessThan(1.2)
  expect(ratios.listeners).toBeLessThan(1.1)
  expect(Math.max(...last.map(({ threads }) => threads))).toBeLessThanOrEqual(
    Math.max(...middle.map(({ threads }) => threads)) + 2,
  )
  expect(Math.max(...last.map(({ files }) => files))).toBeLessThanOrEqual(
    Math.max(...middle.map(({ files }) => files)) + 2,
  )
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN
}
