import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { LiveState } from '../../shared/live'
import type { LiveNews } from '../../shared/live-process'
import { openDocument } from '../documents/document'
import { LiveHost } from './live-host'

const python = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const folder = mkdtempSync(join(tmpdir(), 'guardscope-host-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('what a process compiled is in files when it dies, and its state was told', async () => {
  const script = join(folder, 'script.py')
  const lines = [
    'import os, time, torch',
    'torch.compile(lambda x: x + 1, backend="eager")(torch.ones(3))',
    'time.sleep(1)',
    'os.abort()',
  ]
  writeFileSync(script, lines.join('\n'))
  const news: LiveNews[] = []
  const states: (LiveState | null)[] = []
  const done = new Promise<void>((resolve) => {
    const host = new LiveHost({
      folder,
      tell: (one) => {
        news.push(one)
        if (one.kind === 'exit') resolve()
      },
      tellState: (state) => states.push(state),
      bare: async () => ({ ok: true, value: { blob: '', locals: null } }),
      timedCall: async () => ({ ok: false, error: { message: 'nothing to time', offset: null } }),
      onProgress: () => {},
      pathOf: () => null,
      agrees: async () => true,
    })
    void host.start({ kind: 'start', command: python, script, args: [] })
  })
  await done
  expect(news.at(-1)).toMatchObject({ kind: 'exit', good: false, signal: 'SIGABRT' })
  const files = news.flatMap((one) => (one.kind === 'captured' ? [one.files] : []))
  expect(files).toHaveLength(1)
  const { blob, scenarios, about } = files[0] ?? { blob: null, scenarios: null, about: '' }
  const document = openDocument(new Uint8Array(readFileSync(blob ?? '')))
  const known = JSON.parse(readFileSync(about, 'utf8')) as {
    readonly guards: number
    readonly dropped: readonly unknown[]
  }
  expect(document.openBlob(0).summary.guards).toBe(known.guards - known.dropped.length)
  expect(existsSync(scenarios ?? '')).toBe(true)
  expect(states.map((state) => state?.globalState.grad_mode ?? null)).toEqual([true, null])
})
