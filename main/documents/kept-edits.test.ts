/** Edits kept for the next session: for their owner alone, and believed only where they are whole. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeptEdits, readSlot } from './kept-edits'

const PATH = '/home/someone/secret-model.guards_state'
const KEPT = {
  digest: 'ab',
  blobs: [{ blob: 0, steps: [{ label: 'drop', edits: [{ do: 'strip', what: ['paths'] }] }] }],
}
let folder = ''
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'kept-')), 'unsaved')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

test('the files are readable by their owner alone, and tell no path', async () => {
  const kept = new KeptEdits(folder)
  kept.keep(PATH, KEPT)
  kept.keep(PATH, KEPT)
  const names = readdirSync(folder)
  expect(names.map((name) => name.replace(/^[0-9a-f]{32}/, '#')).sort()).toEqual(['#.edits-0.json', '#.edits-1.json'])
  expect([folder, ...names.map((name) => join(folder, name))].map((one) => (statSync(one).mode & 0o777).toString(8))).toEqual(['700', '600', '600']) // prettier-ignore
  expect(names.map((name) => readFileSync(join(folder, name), 'utf8')).join('')).not.toContain('secret')
  expect(await new KeptEdits(folder).read(PATH)).toMatchObject(KEPT)
})

test('a file that was torn or is of another is not believed, and the one before it is', async () => {
  const kept = new KeptEdits(folder)
  kept.keep(PATH, KEPT)
  const [first = ''] = readdirSync(folder)
  kept.keep(PATH, { ...KEPT, digest: 'cd' })
  const second = readdirSync(folder).find((name) => name !== first) ?? ''
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"serial":9e15}',
    '{"serial":9e15,"digest":"x","blobs":[{"blob":-1,"steps":7}]}',
    '{"serial":9e15,"digest":"x","blobs":null}',
  ]) {
    // prettier-ignore
    writeFileSync(join(folder, second), text)
    expect(await new KeptEdits(folder).read(PATH)).toMatchObject(KEPT)
    expect(readSlot(text)).toBe(null)
  }
})
