import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resourcesFolder } from '../resources'
import { blobBytes } from './testing/altered'
import { buildWorker } from './testing/build-worker'
import { VAST_BLOBS } from './testing/vast-blobs'
import { DocumentHost } from './host'

let folder = ''
let host: DocumentHost

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vast-'))
  const tables = JSON.stringify(resourcesFolder('tables'))
  const script = await buildWorker(folder, [
    {
      name: 'tables-of-the-project',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('main/documents/tables.ts') ? code.replace("resourcesFolder('tables')", tables) : null,
    },
  ])
  host = new DocumentHost({ script, onProgress: () => {} })
  writeFileSync(join(folder, 'other'), blobBytes('fixtures/2.13.0/constant_int'))
  await host.open('other', join(folder, 'other'))
})
afterAll(() => {
  host.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** What is said of a file that says too much: a refusal in one line, or texts that a window can hold. */
const REFUSALS: Readonly<Record<string, string>> = {
  'a key within a key: each link doubles the name': 'a source has a name of more than the limit of 4194304 characters',
  'a long chain of attributes, a guard on each':
    'the names of its sources come to more than the limit of 67108864 characters',
  'a name of a megabyte under many others':
    'the names of its sources come to more than the limit of 67108864 characters',
  'many guards on a name of a megabyte': 'the texts of its guards come to more than the limit of 67108864 characters',
}

/** Bytes of one answer. */
const MOST_ANSWERED = 32 * 1024 * 1024

test.each([...VAST_BLOBS])(
  '%s: refused or shown in short, and the document beside it stays',
  async (name, make) => {
    const path = join(folder, 'vast')
    writeFileSync(path, make())
    await host.open('vast', path)
    const refusal = REFUSALS[name] ?? null
    const answers = {
      blob: await host.openBlob('vast', 0),
      text: await host.ask('vast', 'text', { blob: 0 }),
      scenario: await host.ask('vast', 'ownScenario', { blob: 0 }),
      document: await host.ask('vast', 'documentText', { blob: 0 }),
      digest: await host.ask('vast', 'digest', { blob: 0, original: false }),
      findings: await host.ask('vast', 'findings', { blob: 0, torch: null }),
    }
    const told = Object.entries(answers).map(([what, reply]) => [
      what,
      reply.ok ? JSON.stringify(reply.value).length < MOST_ANSWERED : reply.error.message,
    ])
    expect(told).toEqual(Object.keys(answers).map((what) => [what, refusal ?? true]))
    expect((await host.ask('other', 'text', { blob: 0 })).ok).toBe(true)
  },
  60_000,
)
