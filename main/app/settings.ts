/** What is remembered between starts: theme, recent files, the window's place. One JSON file, replaced whole or not at all. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { LiveStartSchema, type LiveStart } from '../../shared/live-process'

const RECENT_LIMIT = 12
const COMMAND_LIMIT = 8

const Bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().check(z.minimum(200)),
  height: z.int().check(z.minimum(200)),
  maximized: z.boolean(),
})
export type WindowBounds = z.infer<typeof Bounds>

const FIELDS = {
  theme: z.enum(['system', 'dark', 'light']),
  recent: z.array(z.string()),
  window: z.nullable(Bounds),
  /** Live processes that were started, the last first. */
  live: z._default(z.array(LiveStartSchema), []),
  /** Whether messages and whole paths are written down of what went wrong. */
  problemDetails: z._default(z.boolean(), false),
}
const Settings = z.object(FIELDS)
export type Settings = z.infer<typeof Settings>

export const DEFAULTS: Settings = { theme: 'system', recent: [], window: null, live: [], problemDetails: false }

export class SettingsFile {
  private current: Settings

  constructor(private readonly path: string) {
    this.current = this.load()
  }

  get value(): Settings {
    return this.current
  }

  /** Writes what changed; a disk that refuses loses the memory, not the session. */
  update(change: Partial<Settings>): void {
    this.current = { ...this.current, ...change }
    const temporary = `${this.path}.new`
    try {
      writeFileSync(temporary, JSON.stringify(this.current, null, 2) + '\n', { mode: 0o600 })
      renameSync(temporary, this.path)
    } catch (error) {
      rmSync(temporary, { force: true })
      console.error(`settings not saved: ${String(error)}`)
    }
  }

  addRecent(path: string): void {
    const recent = [path, ...this.current.recent.filter((other) => other !== path)].slice(0, RECENT_LIMIT)
    this.update({ recent })
  }

  addLive(target: LiveStart): void {
    const same = JSON.stringify(target)
    const others = this.current.live.filter((other) => JSON.stringify(other) !== same)
    this.update({ live: [target, ...others].slice(0, COMMAND_LIMIT) })
  }

  /** A field that does not fit its schema falls back alone; a file that is no JSON is kept beside the new one. */
  private load(): Settings {
    let text: string
    try {
      text = readFileSync(this.path, 'utf8')
    } catch {
      return DEFAULTS
    }
    const { settings, isWhole } = readSettings(text)
    if (isWhole) return settings
    try {
      writeFileSync(`${this.path}.unreadable`, text, { mode: 0o600 })
    } catch {
      // a copy for the person only
    }
    return settings
  }
}

/** What a file says, and whether all of it could be read. */
export function readSettings(text: string): { readonly settings: Settings; readonly isWhole: boolean } {
  const json = parseJson(text)
  const whole = Settings.safeParse(json)
  return whole.success ? { settings: whole.data, isWhole: true } : { settings: salvage(json), isWhole: false }
}

function salvage(json: unknown): Settings {
  if (typeof json !== 'object' || json === null) return DEFAULTS
  const fields = json as Readonly<Record<string, unknown>>
  const field = <K extends keyof Settings>(name: K): Settings[K] => {
    const checked = FIELDS[name].safeParse(fields[name])
    return checked.success ? (checked.data as Settings[K]) : DEFAULTS[name]
  }
  const problemDetails = field('problemDetails')
  return {
    theme: field('theme'),
    recent: field('recent'),
    window: field('window'),
    live: field('live'),
    problemDetails,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
