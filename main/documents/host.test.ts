import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenProgress } from '../../shared/document'
import { DocumentHost } from './host'
import { buildWorker } from './testing/build-worker'

let folder = ''
let script = ''
let host: DocumentHost
let progress: OpenProgress[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-'))
  script = await buildWorker(folder, [
    {
      name: 'trick-document',
      enforce: 'pre',
      resolveId: (id) => (id === './document' ? join(__dirname, 'testing/trick-document.ts') : null),
    },
  ])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  progress = []
  host = new DocumentHost({ script, heapLimitMb: 32, onProgress: (step) => progress.push(step) })
})
afterEach(() => host.dispose())

function file(name: string, content = name): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('a file is read with progress, opened and asked', async () => {
  const path = file('good')
  const opened = await host.open('a', path)
  expect([opened, await host.ask('a', 'text', { blob: 2 }), progress]).toEqual([
    { ok: true, value: { id: 'a', path, name: 'good', size: 4, kind: 'guards_state', torch: '', blobs: [] } },
    { ok: true, value: 'good 2' },
    [{ id: 'a', path, phase: 'read', fraction: 1 }],
  ])
})

test('a file that was opened early is there when the window names it', async () => {
  const path = file('early')
  host.openEarly(path)
  const opened = await host.open('a', path)
  expect([opened.ok, await host.openBlob('a', 0)]).toEqual([
    true,
    { ok: false, error: { message: 'no blob', offset: null } },
  ])
})

test('what cannot be opened says why in one line and stays closed', async () => {
  const folderPath = join(folder, 'folder')
  mkdirSync(folderPath, { recursive: true })
  const missing = join(folder, 'missing')
  const empty = file('empty', '')
  const ask = async (path: string) => {
    const reply = await host.open('a', path)
    return reply.ok ? reply.value : reply.error
  }
  expect([await ask(file('refuse')), await ask(missing), await ask(folderPath), await ask(empty)]).toEqual([
    { message: 'refused', offset: 4 },
    { message: `${missing}: no such file`, offset: null },
    { message: `${folderPath}: this is a folder, not a file`, offset: null },
    { message: `${empty}: the file is empty`, offset: null },
  ])
  expect(host.openPaths).toEqual([])
})

test('a worker that dies takes its own document only, and that one is read again when it is asked', async () => {
  const other = await host.open('other', file('good'))
  const died = await host.open('a', file('die'))
  const later = await host.open('b', file('later'))
  const asked = await host.ask('b', 'text', { blob: 0 })
  const again = await host.openBlob('b', 0)
  const wordOf = (reply: { ok: boolean; error?: { message: string } }) => (reply.ok ? 'good' : reply.error?.message)
  expect([other, died, later, asked, again, await host.ask('other', 'text', { blob: 0 })].map(wordOf)).toEqual([
    'good',
    'the worker that read it stopped',
    'good',
    'the worker that read it stopped',
    'no blob',
    'good',
  ])
})

test('a file that fills the memory ends its worker and not the app', async () => {
  expect(await host.open('a', file('bomb'))).toEqual({
    ok: false,
    error: { message: 'the file needs more memory than it may use (32 MiB)', offset: null },
  })
})

test('cancelling ends the work at once; what waits comes back as cancelled', async () => {
  const opening = host.open('a', file('spin'))
  await expect.poll(() => progress.some(({ phase }) => phase === 'decode')).toBe(true)
  host.cancel('a')
  expect(await opening).toEqual({ ok: false, error: { message: 'cancelled', offset: null } })
})

test('a document that is not open cannot be asked', async () => {
  expect(await host.ask('none', 'text', { blob: 0 })).toEqual({
    ok: false,
    error: { message: 'this file is not open', offset: null },
  })
})
