import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Files, saveFile } from './save'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
let folder = ''
let path = ''
const inFolder = (): Record<string, string> =>
  Object.fromEntries(
    fs
      .readdirSync(folder)
      .sort()
      .map((name) => [name, fs.readFileSync(join(folder, name), 'utf8')]),
  )

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'guardscope-save-'))
  path = join(folder, 'a.guards_state')
  fs.writeFileSync(path, 'first')
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

/** A file system on which one call fails as the system fails it. */
function failing(call: keyof Files, code: string, after = 0): Files {
  let left = after
  const fail = (...args: never[]): unknown => {
    if (left-- > 0) return (fs[call] as (...args: never[]) => unknown)(...args)
    throw Object.assign(new Error(`${code}: it fails`), { code })
  }
  return { ...fs, [call]: fail }
}

describe('saveFile', () => {
  it('replaces the file, and keeps the first original beside it', () => {
    saveFile(path, bytes('second'), { opened: bytes('first'), keepOriginal: true })
    saveFile(path, bytes('third'), { opened: bytes('second'), keepOriginal: true })
    expect(inFolder()).toEqual({ 'a.guards_state': 'third', 'a.guards_state.orig': 'first' })
  })

  it('keeps each content that it replaces, where that is asked for', () => {
    for (const content of ['second', 'third', 'fourth'])
      saveFile(path, bytes(content), { keepOriginal: true, keepAll: content !== 'second' })
    expect(inFolder()).toEqual({
      'a.guards_state': 'fourth',
      'a.guards_state.orig': 'first',
      'a.guards_state.orig.1': 'second',
      'a.guards_state.orig.2': 'third',
    })
  })

  it('keeps the mode of the file, and the link that leads to it', () => {
    fs.chmodSync(path, 0o640)
    const link = join(folder, 'link')
    fs.symlinkSync(path, link)
    saveFile(link, bytes('second'), { opened: bytes('first'), keepOriginal: true })
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true)
    expect(fs.readFileSync(path, 'utf8')).toBe('second')
    expect(fs.statSync(path).mode & 0o777).toBe(0o640)
  })

  it('refuses a file that changed since it was opened, and writes one that went anew', () => {
    expect(() => saveFile(path, bytes('second'), { opened: bytes('fir5t') })).toThrow(
      `${path}: the file has changed on disk since it was opened: open it again, or save under another name`,
    )
    expect(inFolder()).toEqual({ 'a.guards_state': 'first' })
    fs.rmSync(path)
    saveFile(path, bytes('second'), { opened: bytes('first'), keepOriginal: true })
    expect(inFolder()).toEqual({ 'a.guards_state': 'second' })
  })

  it('refuses a file that is read-only, and what is no file', () => {
    fs.chmodSync(path, 0o444)
    expect(() => saveFile(path, bytes('second'))).toThrow(`${path}: the file is read-only`)
    expect(() => saveFile(folder, bytes('second'))).toThrow(`${folder}: this is a folder, not a file`)
    expect(() => saveFile(join(folder, 'no', 'b'), bytes('second'))).toThrow('there is no such folder')
    expect(inFolder()).toEqual({ 'a.guards_state': 'first' })
  })

  it.each([
    ['openSync', 'EACCES', 'no permission to write there; nothing was changed', 0],
    ['writeSync', 'ENOSPC', 'no space is left on the device; nothing was changed', 0],
    ['fsyncSync', 'EDQUOT', 'the quota is used up; nothing was changed', 0],
    ['renameSync', 'EPERM', 'no permission to write there; nothing was changed', 0],
    ['linkSync', 'EPERM', null, 0],
  ] as const)('loses nothing where %s fails with %s', (call, code, message, after) => {
    const save = (): void =>
      saveFile(path, bytes('second'), {
        opened: bytes('first'),
        keepOriginal: true,
        files: failing(call, code, after),
      })
    if (message === null) {
      save()
      expect(inFolder()).toEqual({ 'a.guards_state': 'second', 'a.guards_state.orig': 'first' })
      return
    }
    expect(save).toThrow(`${path}: ${message}`)
    expect(inFolder()).toEqual({ 'a.guards_state': 'first' })
  })
})
