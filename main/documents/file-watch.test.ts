import { EventEmitter } from 'node:events'
import type { FSWatcher } from 'node:fs'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileWatch, type WatchFolder } from './file-watch'

const OURS = new TextEncoder().encode('ours')

let folder = ''
let path = ''
let told: string[] = []
let watch: FileWatch | null = null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'))
  mkdirSync(join(folder, 'in'))
  path = join(folder, 'in', 'a')
  writeFileSync(path, OURS)
  told = []
})
/** A disk and a thread take their time on a busy machine. */
const soon = <T>(get: () => T) => expect.poll(get, { timeout: 4000 })

afterEach(() => {
  watch?.close()
  rmSync(folder, { recursive: true, force: true })
})

function start(at = path, options: { readonly watch?: WatchFolder } = {}): FileWatch {
  watch = new FileWatch(at, OURS, (state) => told.push(state), options)
  return watch
}

/** A system that watches nothing, or whose watching tells nothing. */
const refuses: WatchFolder = () => {
  throw new Error('not supported')
}

test('a write, a rename over it, a removal and what comes back are told, each once', async () => {
  await start().check()
  writeFileSync(path, 'more than ours')
  await soon(() => told).toEqual(['changed'])
  writeFileSync(join(folder, 'in', 'b'), OURS)
  renameSync(join(folder, 'in', 'b'), path)
  await soon(() => told).toEqual(['changed', 'same'])
  rmSync(path)
  await soon(() => told).toEqual(['changed', 'same', 'gone'])
  writeFileSync(path, 'other')
  await soon(() => told).toEqual(['changed', 'same', 'gone', 'changed'])
})

test('a folder that goes takes the file with it; where another comes in its place it is watched again', async () => {
  const watching = start()
  await watching.check()
  renameSync(join(folder, 'in'), join(folder, 'out'))
  await watching.check()
  expect(told).toEqual(['gone'])
  renameSync(join(folder, 'out'), join(folder, 'in'))
  await watching.check()
  expect(told).toEqual(['gone', 'same'])
  writeFileSync(path, 'other')
  await soon(() => told).toEqual(['gone', 'same', 'changed'])
})

test('a file behind a link is watched where it lies', async () => {
  symlinkSync(path, join(folder, 'link'))
  await start(join(folder, 'link')).check()
  writeFileSync(path, 'other')
  await soon(() => told).toEqual(['changed'])
})

test('where a folder cannot be watched a look tells', async () => {
  const watching = start(path, { watch: refuses })
  writeFileSync(path, 'OURS')
  await watching.check()
  await watching.check()
  rmSync(path)
  await watching.check()
  expect(told).toEqual(['changed', 'gone'])
})

test('the same content under another time is the same; what we save is ours', async () => {
  const watching = start(path, { watch: refuses })
  await watching.check()
  utimesSync(path, 1, 1)
  await watching.check()
  watching.pause()
  writeFileSync(path, 'saved')
  await watching.check()
  watching.expect(new TextEncoder().encode('saved'))
  watching.resume()
  await watching.check()
  expect(told).toEqual([])
})

test('once closed it holds no watcher and tells nothing', async () => {
  let open = 0
  const counted: WatchFolder = () => {
    open++
    return Object.assign(new EventEmitter(), { close: () => open-- }) as unknown as FSWatcher
  }
  const watching = start(path, { watch: counted })
  await watching.check()
  await soon(() => open).toBe(1)
  watching.close()
  rmSync(path)
  await watching.check()
  expect([open, told]).toEqual([0, []])
})
