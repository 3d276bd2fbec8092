/** What is remembered between starts without being set: recent files, the window's place, live processes, what was open. */
import * as z from 'zod/mini'
import { LiveStartSchema, type LiveStart } from '../../shared/live-process'
import { RecentFileSchema, type RecentFile } from '../../shared/recent'
import { SessionSchema } from '../../shared/session'
import { keepUnreadable, parseObject, readText, writeJson } from './json-file'

const RECENT_LIMIT = 50
const COMMAND_LIMIT = 8

const Bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().check(z.minimum(200)),
  height: z.int().check(z.minimum(200)),
  maximized: z.boolean(),
})
export type WindowBounds = z.infer<typeof Bounds>

/** A path alone is a file of before more was remembered. */
const Recent = z.array(z.union([z.string(), RecentFileSchema]))

const Kept = z.object({ session: z.nullable(SessionSchema), bounds: z.nullable(Bounds) })
/** A window that is to be there again. */
export type KeptWindow = z.infer<typeof Kept>

const FIELDS = {
  recent: Recent,
  /** Of before there were several. */
  window: z.nullable(Bounds),
  windows: z.array(Kept),
  /** Live processes that were started, the last first. */
  live: z.array(LiveStartSchema),
}

export interface Memory {
  readonly recent: readonly RecentFile[]
  readonly windows: readonly KeptWindow[]
  readonly live: readonly LiveStart[]
}

export const NO_MEMORY: Memory = { recent: [], windows: [], live: [] }

export class MemoryFile {
  private current: Memory

  /** `before`: where an older version kept it, beside what was set. */
  constructor(
    private readonly path: string,
    before: string,
  ) {
    this.current = load(path, before)
  }

  get value(): Memory {
    return this.current
  }

  update(change: Partial<Memory>): void {
    this.current = { ...this.current, ...change }
    writeJson(this.path, this.current)
  }

  /** A file was opened: it leads those that are not pinned. */
  addRecent(path: string, learnt: Partial<Pick<RecentFile, 'kind' | 'torch' | 'guards'>> = {}): void {
    const before = this.current.recent.find((file) => file.path === path)
    const file: RecentFile = { ...unlearnt(path), ...before, ...learnt }
    this.setRecent([file, ...this.current.recent.filter((other) => other.path !== path)])
  }

  /** Notes what is known of a file by now; one that is not among the recent ones stays out. */
  learn(path: string, learnt: Partial<Pick<RecentFile, 'kind' | 'torch' | 'guards'>>): void {
    this.setRecent(this.current.recent.map((file) => (file.path === path ? { ...file, ...learnt } : file)))
  }

  pin(path: string, pinned: boolean): void {
    this.setRecent(this.current.recent.map((file) => (file.path === path ? { ...file, pinned } : file)))
  }

  forget(path: string): void {
    this.setRecent(this.current.recent.filter((file) => file.path !== path))
  }

  /** Those that are pinned stay. */
  clearRecent(): void {
    this.setRecent(this.current.recent.filter(({ pinned }) => pinned))
  }

  addLive(target: LiveStart): void {
    const same = JSON.stringify(target)
    const others = this.current.live.filter((other) => JSON.stringify(other) !== same)
    this.update({ live: [target, ...others].slice(0, COMMAND_LIMIT) })
  }

  private setRecent(files: readonly RecentFile[]): void {
    const pinned = files.filter((file) => file.pinned)
    const others = files.filter((file) => !file.pinned)
    this.update({ recent: [...pinned, ...others.slice(0, Math.max(0, RECENT_LIMIT - pinned.length))] })
  }
}

function unlearnt(path: string): RecentFile {
  return { path, pinned: false, torch: '', kind: '', guards: null }
}

/** The file as it was is kept where some of it could not be read. */
function load(path: string, before: string): Memory {
  const text = readText(path)
  const { memory, isWhole } = readMemory(text ?? readText(before) ?? '')
  if (text === null) {
    // the other file is written without it from now on
    if (memory !== NO_MEMORY) writeJson(path, memory)
  } else if (!isWhole) keepUnreadable(path, text)
  return memory
}

/** What a file says, a field that does not fit falling back alone, and whether all of it could be read. */
export function readMemory(text: string): { readonly memory: Memory; readonly isWhole: boolean } {
  const fields = parseObject(text)
  if (fields === null) return { memory: NO_MEMORY, isWhole: false }
  let isWhole = true
  const field = <K extends keyof typeof FIELDS>(name: K): z.infer<(typeof FIELDS)[K]> | undefined => {
    if (fields[name] === undefined) return undefined
    const checked = FIELDS[name].safeParse(fields[name])
    if (!checked.success) isWhole = false
    return checked.success ? (checked.data as z.infer<(typeof FIELDS)[K]>) : undefined
  }
  const recent = field('recent') ?? []
  const bounds = field('window')
  const memory: Memory = {
    recent: recent.map((file) => (typeof file === 'string' ? unlearnt(file) : file)),
    windows: field('windows') ?? (bounds == null ? [] : [{ session: null, bounds }]),
    live: field('live') ?? [],
  }
  return { memory, isWhole }
}
