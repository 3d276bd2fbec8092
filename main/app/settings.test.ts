import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULTS, SettingsFile } from './settings'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what is updated is there at the next start, and no other file is left', () => {
  const path = join(folder, 'settings.json')
  const first = new SettingsFile(path)
  first.update({ theme: 'light' })
  first.addRecent('/a')
  first.addRecent('/b')
  first.addRecent('/a')
  const started = ['a.py', 'b.py', 'a.py'].map((script) => ({
    kind: 'start' as const,
    command: 'python3',
    script,
    args: [],
  }))
  for (const one of started) first.addLive(one)
  expect(new SettingsFile(path).value).toEqual({
    theme: 'light',
    recent: ['/a', '/b'],
    window: null,
    live: started.slice(0, 2),
    problemDetails: false,
  })
  expect(readdirSync(folder)).toEqual(['settings.json'])
  // what was opened is the owner's business
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
})

test('a field that does not fit falls back alone, and the file as it was is kept', () => {
  const path = join(folder, 'settings.json')
  const text = '{"theme": "pink", "recent": ["/a"], "window": {"x": "left"}}'
  writeFileSync(path, text)
  expect(new SettingsFile(path).value).toEqual({ ...DEFAULTS, recent: ['/a'] })
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text)
})

test('a file of before there were live processes is whole', () => {
  const path = join(folder, 'settings.json')
  writeFileSync(path, '{"theme": "dark", "recent": [], "window": null}')
  expect(new SettingsFile(path).value).toEqual({ ...DEFAULTS, theme: 'dark' })
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test('a file that is no JSON gives the defaults', () => {
  const path = join(folder, 'settings.json')
  writeFileSync(path, '{"theme": "da')
  expect(new SettingsFile(path).value).toEqual(DEFAULTS)
})

test('a folder that is not there loses the memory and nothing else', () => {
  const path = join(folder, 'none', 'settings.json')
  const settings = new SettingsFile(path)
  settings.update({ theme: 'dark' })
  expect([settings.value.theme, existsSync(path)]).toEqual(['dark', false])
})
