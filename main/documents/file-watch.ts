/**
 * Tells when the file of an open document changes on disk, goes, or comes back.
 *
 * The folder is watched and not the file: editors replace a file by a rename, and what is watched then is the file that
 * went. Where a folder cannot be watched (some network drives) only `check` tells; a window that comes to the front asks it.
 */
import * as fs from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { OnDisk } from '../../shared/document'

const STEP = 4 * 1024 * 1024
/** Milliseconds that a file is left alone after it changed: it may still be being written. */
const REST = 150

export type WatchFolder = (folder: string, listener: (name: string | null) => void) => fs.FSWatcher

const watchFolder: WatchFolder = (folder, listener) =>
  fs.watch(folder, { persistent: false }, (_event, name) => listener(name))

export class FileWatch {
  private watchers: readonly fs.FSWatcher[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Of the file as it was looked into last. */
  private seen: string
  private readonly watch: WatchFolder
  private state: OnDisk = 'same'
  private paused = 0
  private closed = false
  private checking: Promise<void> | null = null
  private again = false

  /** `expected` is what the file should hold. */
  constructor(
    private readonly path: string,
    private expected: Uint8Array,
    private readonly onChange: (state: OnDisk) => void,
    options: { readonly seen?: string; readonly watch?: WatchFolder } = {},
  ) {
    this.seen = options.seen ?? ''
    this.watch = options.watch ?? watchFolder
    void this.arm().then(() => this.check())
  }

  /** Another content is right from now on. */
  expect(bytes: Uint8Array): void {
    this.expected = bytes
    this.seen = ''
  }

  /** Nothing is told while the file is being saved. */
  pause(): void {
    this.paused++
  }

  resume(): void {
    this.paused--
    void this.check()
  }

  /** Looks now; one look at a time. */
  check(): Promise<void> {
    if (this.checking !== null) {
      this.again = true
      return this.checking
    }
    this.checking = this.look().finally(() => {
      this.checking = null
      if (!this.again) return
      this.again = false
      return this.check()
    })
    return this.checking
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    this.disarm()
  }

  private async look(): Promise<void> {
    if (this.paused > 0 || this.closed) return
    const { expected } = this
    const state = await this.found()
    if (state === null || this.paused > 0 || this.closed || expected !== this.expected) return
    if (state === this.state) return
    const before = this.state
    this.state = state
    // the folder may have gone with the file, and be another now
    if (before === 'gone') await this.arm()
    this.onChange(state)
  }

  /** Null where it cannot be told. */
  private async found(): Promise<OnDisk | null> {
    try {
      const seen = await standing(this.path)
      if (seen === this.seen && this.state !== 'gone') return this.state
      const isSame = await this.holds(this.expected)
      this.seen = seen
      return isSame ? 'same' : 'changed'
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : null
    }
  }

  private async holds(expected: Uint8Array): Promise<boolean> {
    const handle = await open(this.path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0))
    try {
      if ((await handle.stat()).size !== expected.length) return false
      const part = new Uint8Array(Math.min(STEP, expected.length))
      for (let at = 0; at < expected.length;) {
        const { bytesRead } = await handle.read(part, 0, part.length, at)
        if (bytesRead === 0) return false
        if (Buffer.compare(part.subarray(0, bytesRead), expected.subarray(at, at + bytesRead)) !== 0) return false
        at += bytesRead
      }
      return true
    } finally {
      await handle.close()
    }
  }

  /** Watches the folder that holds the file, and where that is a link, the one that it leads to. */
  private async arm(): Promise<void> {
    this.disarm()
    const target = await realpath(this.path).catch(() => this.path)
    if (this.closed) return
    const names = new Map<string, ReadonlySet<string>>()
    for (const path of [this.path, target]) {
      const folder = dirname(path)
      // a folder that goes tells it under its own name
      names.set(folder, new Set([...(names.get(folder) ?? [basename(folder)]), basename(path)]))
    }
    this.watchers = [...names].flatMap(([folder, wanted]) => {
      try {
        const watcher = this.watch(folder, (name) => {
          if (name === null || wanted.has(name)) this.soon()
        })
        watcher.on('error', () => {
          this.disarm()
          this.soon()
        })
        return [watcher]
      } catch {
        return []
      }
    })
  }

  private disarm(): void {
    for (const watcher of this.watchers) watcher.close()
    this.watchers = []
  }

  private soon(): void {
    if (this.closed) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.check(), REST)
    this.timer.unref()
  }
}

/** Another text whenever a file was written or replaced. Throws where it is gone. */
export async function standing(path: string): Promise<string> {
  const { mtimeNs, size, ino } = await stat(path, { bigint: true })
  return `${mtimeNs} ${size} ${ino}`
}
