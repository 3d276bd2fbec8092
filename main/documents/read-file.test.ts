import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readWhole } from './read-file'

const folder = mkdtempSync(join(tmpdir(), 'read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const MIB = 1024 * 1024

function file(name: string, size: number): string {
  const path = join(folder, name)
  writeFileSync(path, Buffer.alloc(size, name))
  return path
}

test('a large file comes whole, in steps', async () => {
  const steps: number[] = []
  const bytes = await readWhole(file('large', 10 * MIB), { onProgress: (fraction) => steps.push(fraction) })
  expect([bytes.length, Buffer.from(bytes).equals(Buffer.alloc(10 * MIB, 'large')), steps]).toEqual([
    10 * MIB,
    true,
    [0.4, 0.8, 1],
  ])
})

test('a file that changes once is read again; one that goes on changing is refused', async () => {
  const once = file('once', 9 * MIB)
  let touched = false
  const bytes = await readWhole(once, {
    onProgress: () => {
      if (!touched) appendFileSync(once, 'more')
      touched = true
    },
  })
  const always = file('always', 9 * MIB)
  const refused = readWhole(always, { onProgress: () => appendFileSync(always, 'more') })
  await expect(refused).rejects.toThrow(`${always}: the file changes while it is read`)
  expect(bytes.length).toBe(9 * MIB + 4)
})

test('a file that shrinks under the reader is read again', async () => {
  const path = file('shrinks', 9 * MIB)
  let cut = false
  const bytes = await readWhole(path, {
    onProgress: () => {
      if (!cut) truncateSync(path, 5 * MIB)
      cut = true
    },
  })
  expect(bytes.length).toBe(5 * MIB)
})

test('a file over the limit is refused before a byte is read', async () => {
  const path = file('over', 100)
  await expect(readWhole(path, { limit: 99 })).rejects.toThrow(
    `${path}: the file is larger than the limit (100 bytes, limit 99)`,
  )
})

test('reading stops when it is told to', async () => {
  const stop = new AbortController()
  const reading = readWhole(file('stopped', 9 * MIB), { signal: stop.signal, onProgress: () => stop.abort() })
  await expect(reading).rejects.toThrow('cancelled')
})

test('a pipe is refused and not waited on', async () => {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  await expect(readWhole(path)).rejects.toThrow(`${path}: this is not a regular file`)
})

test('a file without permission is refused', async () => {
  const path = file('secret', 10)
  chmodSync(path, 0)
  // root reads everything: be someone else meanwhile
  const root = process.geteuid?.() === 0
  if (root) process.seteuid?.(65_534)
  try {
    await expect(readWhole(path)).rejects.toThrow(`${path}: no permission to read it`)
  } finally {
    if (root) process.seteuid?.(0)
  }
})
