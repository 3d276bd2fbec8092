/** Saves a file so that nothing is lost: whole or not at all, the original beside it, and never over what somebody else changed. */
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { FileError } from './read-file'
import { removeLeftovers, temporaryFor } from './temporary'

/** What of the file system saving takes; tests put one in its place that fails. */
export type Files = Pick<
  typeof fs,
  | 'closeSync'
  | 'copyFileSync'
  | 'existsSync'
  | 'fchmodSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'openSync'
  | 'readFileSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'writeSync'
>

export interface SaveOptions {
  /** The bytes the file had when it was opened: another content on disk is not overwritten; one that is gone is written anew. Without it, the file is new or may be replaced. */
  readonly opened?: Uint8Array
  /** Keeps what was there as `<name>.orig`, unless one is there already. */
  readonly keepOriginal?: boolean
  /** Where one is there already, keeps it as `.orig.1` and so on. */
  readonly keepAll?: boolean
  readonly files?: Files
}

/** Writes `bytes` to `path`. @throws FileError in one line; then the file is as it was. */
export function saveFile(path: string, bytes: Uint8Array, options: SaveOptions = {}): void {
  const files = options.files ?? fs
  try {
    const target = files.existsSync(path) ? files.realpathSync(path) : path
    const isThere = files.existsSync(target)
    const mode = isThere ? checkTarget(path, target, options.opened, files) : 0o666
    const temporary = writeTemporary(target, bytes, isThere ? mode : null, files)
    let original: string | null = null
    try {
      if (isThere && options.keepOriginal === true) original = keepOriginal(target, options.keepAll === true, files)
      files.renameSync(temporary, target)
    } catch (error) {
      files.rmSync(temporary, { force: true })
      if (original !== null) files.rmSync(original, { force: true })
      throw error
    }
    syncFolder(dirname(target), files)
    removeLeftovers(target)
  } catch (error) {
    throw readable(path, error)
  }
}

/** The mode of a regular file that may be replaced. */
function checkTarget(path: string, target: string, opened: Uint8Array | undefined, files: Files): number {
  const { mode, size } = regular(path, target, files)
  if (opened === undefined) return mode
  const same = size === opened.length && Buffer.compare(files.readFileSync(target), opened) === 0
  if (!same)
    throw new FileError(
      path,
      'the file has changed on disk since it was opened: open it again, or save under another name',
    )
  return mode
}

function regular(path: string, target: string, files: Files): { readonly mode: number; readonly size: number } {
  const info = files.statSync(target)
  if (info.isDirectory()) throw new FileError(path, 'this is a folder, not a file')
  if (!info.isFile()) throw new FileError(path, 'this is not a regular file')
  // rename asks the folder alone: a file marked as read-only is not meant to be replaced
  if ((info.mode & 0o222) === 0) throw new FileError(path, 'the file is read-only')
  return { mode: info.mode & 0o7777, size: info.size }
}

/** All bytes on disk under another name in the same folder, which a rename turns into the file. */
function writeTemporary(target: string, bytes: Uint8Array, mode: number | null, files: Files): string {
  const temporary = temporaryFor(target)
  files.rmSync(temporary, { force: true })
  const fd = files.openSync(temporary, 'wx', 0o666)
  try {
    for (let at = 0; at < bytes.length;) at += files.writeSync(fd, bytes, at, bytes.length - at)
    if (mode !== null) files.fchmodSync(fd, mode)
    files.fsyncSync(fd)
  } catch (error) {
    files.closeSync(fd)
    files.rmSync(temporary, { force: true })
    throw error
  }
  files.closeSync(fd)
  return temporary
}

/** The path of the copy that was made; null where one was there. */
function keepOriginal(target: string, all: boolean, files: Files): string | null {
  let original = `${target}.orig`
  if (!all && files.existsSync(original)) return null
  for (let i = 1; files.existsSync(original); i++) original = `${target}.orig.${i}`
  try {
    files.linkSync(target, original)
  } catch {
    // a file system without links
    files.copyFileSync(target, original, fs.constants.COPYFILE_EXCL)
  }
  return original
}

/** The rename itself on disk, where the system lets a folder be opened. */
function syncFolder(folder: string, files: Files): void {
  let fd: number
  try {
    fd = files.openSync(folder, 'r')
  } catch {
    return
  }
  try {
    files.fsyncSync(fd)
  } catch {
    // not every file system does
  } finally {
    files.closeSync(fd)
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission to write there'],
  ['EPERM', 'no permission to write there'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space is left on the device'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'the file would be larger than is allowed'],
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
])

function readable(path: string, error: unknown): Error {
  if (error instanceof FileError) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  const why = code === null ? null : (REASONS.get(code) ?? code)
  return new FileError(path, `${why ?? String(error)}; nothing was changed`)
}
