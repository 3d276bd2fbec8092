import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_PREFERENCES } from '../../shared/preferences'
import { SettingsFile } from './settings'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what is set is there at the next start beside what a person wrote, and no other file is left', () => {
  writeFileSync(path, '{"zoom": 1.25, "of another version": [1]}')
  new SettingsFile(path).update({ theme: 'light' })
  expect(new SettingsFile(path).value).toEqual({
    ...DEFAULT_PREFERENCES,
    theme: 'light',
    zoom: 1.25,
    'of another version': [1],
  })
  expect(readdirSync(folder)).toEqual(['settings.json'])
  // what was opened is the owner's business
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
})

test('a field that does not fit falls back alone, and the file as it was is kept', () => {
  const text = '{"theme": "pink", "zoom": 2, "notifications": 5}'
  writeFileSync(path, text)
  expect(new SettingsFile(path).value).toEqual({ ...DEFAULT_PREFERENCES, zoom: 2 })
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text)
})

test('a text is taken whole or not at all', () => {
  const settings = new SettingsFile(path)
  const words = ['{"theme": "da', '[]', '{"zoom": 9}', '{"theme": "pink"}'].map((text) => {
    const reply = settings.replace(text)
    return reply.ok ? 'taken' : reply.error.message
  })
  expect(words).not.toContain('taken')
  expect([settings.value, existsSync(path)]).toEqual([DEFAULT_PREFERENCES, false])
  expect(settings.replace('{"theme": "dark", "mine": 1}').ok).toBe(true)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark', mine: 1 })
})

test('a file that is no JSON gives the defaults', () => {
  writeFileSync(path, '{"theme": "da')
  expect(new SettingsFile(path).value).toEqual(DEFAULT_PREFERENCES)
})

test('a folder that is not there loses the memory and nothing else', () => {
  const nowhere = join(folder, 'none', 'settings.json')
  const settings = new SettingsFile(nowhere)
  settings.update({ theme: 'dark' })
  expect([settings.value.theme, existsSync(nowhere)]).toEqual(['dark', false])
})
