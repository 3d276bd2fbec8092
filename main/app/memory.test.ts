import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MemoryFile, NO_MEMORY } from './memory'

let folder = ''
let path = ''
let before = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-'))
  path = join(folder, 'memory.json')
  before = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, part: object = {}) => ({
  path: name,
  pinned: false,
  torch: '',
  kind: '',
  guards: null,
  ...part,
})

test('recent files are listed once, the pinned first, with what was learnt of them, and the oldest is forgotten', () => {
  const memory = new MemoryFile(path, before)
  for (let at = 0; at < 60; at++) memory.addRecent(`/${at}`, { kind: 'guards_state' })
  memory.learn('/59', { torch: '2.13', guards: 9 })
  memory.learn('/not listed', { torch: '2.13' })
  memory.pin('/20', true)
  memory.addRecent('/30')
  memory.forget('/58')
  const { recent } = new MemoryFile(path, before).value
  expect(recent.slice(0, 4)).toEqual([
    file('/20', { kind: 'guards_state', pinned: true }),
    file('/30', { kind: 'guards_state' }),
    file('/59', { kind: 'guards_state', torch: '2.13', guards: 9 }),
    file('/57', { kind: 'guards_state' }),
  ])
  expect(recent).toHaveLength(49)
  memory.clearRecent()
  expect(memory.value.recent.map((one) => one.path)).toEqual(['/20'])
})

test('live processes that were started are kept once, the last first', () => {
  const memory = new MemoryFile(path, before)
  const started = ['a.py', 'b.py', 'a.py'].map((script) => ({
    kind: 'start' as const,
    command: 'python3',
    script,
    args: [],
  }))
  for (const one of started) memory.addLive(one)
  expect(new MemoryFile(path, before).value.live).toEqual(started.slice(0, 2))
})

test('what an older version kept beside the settings is taken over at once', () => {
  writeFileSync(before, '{"theme": "dark", "recent": ["/a"], "window": {"x": "left"}}')
  const taken = { ...NO_MEMORY, recent: [file('/a')] }
  expect(new MemoryFile(path, before).value).toEqual(taken)
  rmSync(before)
  expect(new MemoryFile(path, before).value).toEqual(taken)
})

test('a field that does not fit falls back alone, and the file as it was is kept', () => {
  const text = '{"recent": ["/a"], "windows": {"files": 5}}'
  writeFileSync(path, text)
  expect(new MemoryFile(path, before).value).toEqual({ ...NO_MEMORY, recent: [file('/a')] })
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text)
  expect(readdirSync(folder).sort()).toEqual(['memory.json', 'memory.json.unreadable'])
})
