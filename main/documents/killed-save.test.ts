/** A process that is killed at any step of a save leaves each file whole, old or new, and what was not saved is there again. */
import { execFile, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EditedFile, parseEdits } from './edit-file'
import { type Kept, KeptEdits } from './kept-edits'
import type { SaveWork } from './testing/save-child'

const root = fs.mkdtempSync(join(tmpdir(), 'guardscope-killed-'))
const script = join(root, 'save-child.js')
const library = join(root, 'kill-at.so')
afterAll(() => fs.rmSync(root, { recursive: true, force: true }))

beforeAll(async () => {
  const source = join(__dirname, 'testing/kill-at.c')
  const cc = spawnSync('cc', ['-shared', '-fPIC', '-w', '-o', library, source, '-ldl'], { encoding: 'utf8' })
  if (cc.status !== 0) throw new Error(`cc does not compile kill-at.c: ${cc.error?.message ?? cc.stderr}`)
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: root,
      emptyOutDir: false,
      minify: false,
      lib: { entry: join(__dirname, 'testing/save-child.ts'), formats: ['es'], fileName: () => basename(script) },
      rollupOptions: { external: /^node:/ },
    },
  })
  fs.writeFileSync(join(root, 'package.json'), '{"type":"module"}')
})

interface Point {
  readonly at: number
  readonly half: boolean
}

/** Where a save is done and what it finds there. */
interface Scene {
  readonly folder: string
  readonly work: SaveWork
}

const KEPT: Kept = { digest: 'of the old', blobs: [{ blob: 0, steps: [{ label: 'one', edits: [{ do: 'nothing' }] }] }] }
const MORE: Kept = {
  ...KEPT,
  blobs: [{ blob: 0, steps: [...(KEPT.blobs[0]?.steps ?? []), { label: 'two', edits: [] }] }],
}

let serial = 0
function folderOf(): string {
  const folder = join(root, `scene-${serial++}`)
  fs.mkdirSync(folder)
  return folder
}

/** What it did to files, in its order; it was killed at `point`, or ran to its end. */
async function ran({ folder, work }: Scene, point: Point | null): Promise<readonly string[]> {
  const log = `${folder}.log`
  const kill = point === null ? {} : { KILL_AT: String(point.at), ...(point.half ? { KILL_HALF: '1' } : {}) }
  const env = { ...process.env, LD_PRELOAD: library, KILL_FOLDER: folder, KILL_LOG: log, ...kill }
  const ended = await new Promise<string>((resolve) => {
    const child = execFile(process.execPath, [script, JSON.stringify(work)], { env }, (_error, _out, said) =>
      resolve(child.signalCode ?? `${child.exitCode} ${said}`),
    )
  })
  expect(ended).toBe(point === null ? '0 ' : 'SIGKILL')
  return fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n') : []
}

/** Before each step, and in the middle of each write. */
function pointsOf(steps: readonly string[]): readonly Point[] {
  return steps.flatMap((name, i) => [
    { at: i + 1, half: false },
    ...(name === 'write' ? [{ at: i + 1, half: true }] : []),
  ])
}

/** Kills at every point in a scene of its own, and looks; four at a time. */
async function killedEverywhere(scene: () => Scene, look: (scene: Scene) => void | Promise<void>): Promise<number> {
  const points = pointsOf(await ran(scene(), null))
  expect(points.length).toBeGreaterThan(4)
  const left = [...points]
  const worker = async (): Promise<void> => {
    for (let point = left.shift(); point !== undefined; point = left.shift()) {
      const one = scene()
      await ran(one, point)
      await look(one)
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return points.length
}

/** What a process left that is gone, as the next save finds it some time later. */
function age(folder: string): void {
  const long = new Date(Date.now() - 3_600_000)
  for (const name of fs.readdirSync(folder)) if (name.endsWith('.tmp')) fs.utimesSync(join(folder, name), long, long)
}

const fixture = (name: string): Buffer => fs.readFileSync(join(__dirname, '../../fixtures', name))

function edited(bytes: Uint8Array, edit: object): Uint8Array {
  const file = new EditedFile(bytes)
  file.blob(0).apply(parseEdits([edit]))
  return file.encode()
}

const change = { do: 'strip', what: ['stacks'] }

it.each([
  ['a blob', '2.13.0/constant_int.guards_state', 'a.guards_state', false],
  ['a container', 'containers/2.13.0/DiskDynamoStore_eager__entry.pkl', 'dynamo_entry', false],
  ['a blob, each content of it kept', '2.13.0/constant_int.guards_state', 'a.guards_state', true],
])('%s is whole wherever its save is killed', async (_, name, called, keepAll) => {
  const old = fixture(name)
  const written = edited(old, change)
  expect(Buffer.compare(old, written)).not.toBe(0)
  const scene = (): Scene => {
    const folder = folderOf()
    const path = join(folder, called)
    const unsaved = join(folder, 'unsaved')
    const from = `${folder}.new`
    fs.writeFileSync(path, old)
    if (keepAll) fs.writeFileSync(`${path}.orig`, 'the first')
    fs.writeFileSync(from, written)
    new KeptEdits(unsaved).keep(path, KEPT)
    new KeptEdits(unsaved).keep(path, MORE)
    return { folder, work: { do: 'save', path, from, unsaved, keepAll } }
  }
  const points = await killedEverywhere(scene, async ({ folder, work }) => {
    const { path, unsaved } = work
    const orig = keepAll ? `${path}.orig.1` : `${path}.orig`
    const found = fs.readFileSync(path)
    const isOld = found.equals(old)
    expect(isOld || found.equals(written)).toBe(true)
    // the original is kept before it is replaced, and what was not saved until it is
    if (!isOld || fs.existsSync(orig)) expect(fs.readFileSync(orig).equals(old)).toBe(true)
    if (keepAll) expect(fs.readFileSync(`${path}.orig`, 'utf8')).toBe('the first')
    if (isOld) expect(await new KeptEdits(unsaved).read(path)).toMatchObject(MORE)
    age(folder)
    await ran({ folder, work }, null)
    expect(fs.readFileSync(path).equals(written)).toBe(true)
    expect(fs.readdirSync(folder).filter((other) => !/\.orig(\.\d)?$/.test(other))).toEqual([called, 'unsaved'])
    expect(fs.readdirSync(unsaved)).toEqual([])
  })
  console.log(`${called}: killed at ${points} points, 0 broken`)
})

it('what is kept of edits is the last or the one before, wherever keeping it is killed', async () => {
  const scene = (): Scene => {
    const folder = folderOf()
    const [path, unsaved] = [join(folder, 'a.guards_state'), join(folder, 'unsaved')]
    new KeptEdits(unsaved).keep(path, KEPT)
    return { folder, work: { do: 'keep', path, unsaved, kept: MORE } }
  }
  const points = await killedEverywhere(scene, async ({ work: { path, unsaved } }) => {
    const kept = await new KeptEdits(unsaved).read(path)
    expect([KEPT, MORE]).toContainEqual({ digest: kept?.digest, blobs: kept?.blobs })
  })
  console.log(`kept edits: killed at ${points} points, 0 broken`)
})

it('scenarios beside a file are whole wherever their save is killed', async () => {
  const scene = (): Scene => {
    const folder = folderOf()
    const path = join(folder, 'a.guards_state.scenarios.json')
    fs.writeFileSync(path, '{"scenarios":[]}')
    const scenarios = Array.from({ length: 2000 }, (_, i) => JSON.stringify({ name: `call ${i}` }))
    return { folder, work: { do: 'scenarios', path, unsaved: join(folder, 'unsaved'), scenarios } }
  }
  const points = await killedEverywhere(scene, async ({ folder, work }) => {
    const read = (): number =>
      (JSON.parse(fs.readFileSync(work.path, 'utf8')) as { readonly scenarios: readonly unknown[] }).scenarios.length
    expect([0, 2000]).toContain(read())
    age(folder)
    await ran({ folder, work }, null)
    expect(read()).toBe(2000)
    expect(fs.readdirSync(dirname(work.path))).toEqual([basename(work.path)])
  })
  console.log(`scenarios: killed at ${points} points, 0 broken`)
})
