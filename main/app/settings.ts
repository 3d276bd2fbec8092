/** What a person set, in settings.json, which a person may edit, too: keys that are not known are kept. */
import type { Reply } from '../../shared/api'
import { DEFAULT_PREFERENCES, PreferencesSchema, type Preferences } from '../../shared/preferences'
import { keepUnreadable, parseObject, readText, writeJson } from './json-file'

/** Keys of before there was memory.json. */
const MOVED = ['recent', 'window', 'live'] as const

export class SettingsFile {
  private current: Preferences

  constructor(private readonly path: string) {
    this.current = this.load()
  }

  get value(): Preferences {
    return this.current
  }

  /** As the file has it. */
  get text(): string {
    return JSON.stringify(this.current, null, 2) + '\n'
  }

  update(change: Partial<Preferences>): void {
    this.current = { ...this.current, ...change }
    writeJson(this.path, this.current)
  }

  /** Takes a whole text; one that does not fit changes nothing. */
  replace(text: string): Reply<Preferences> {
    const fields = parseObject(text)
    if (fields === null) return refused('This is no JSON object')
    const checked = PreferencesSchema.safeParse(fields)
    if (!checked.success) {
      const [issue] = checked.error.issues
      return refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`)
    }
    this.current = checked.data
    writeJson(this.path, this.current)
    return { ok: true, value: this.current }
  }

  /** A field that does not fit its schema falls back alone, and the file as it was is kept. */
  private load(): Preferences {
    const text = readText(this.path)
    if (text === null) return DEFAULT_PREFERENCES
    const { preferences, isWhole } = readPreferences(text)
    if (!isWhole) keepUnreadable(this.path, text)
    return preferences
  }
}

/** What a file says, and whether all of it could be read. */
export function readPreferences(text: string): { readonly preferences: Preferences; readonly isWhole: boolean } {
  const fields = parseObject(text)
  if (fields === null) return { preferences: DEFAULT_PREFERENCES, isWhole: false }
  const own = Object.fromEntries(Object.entries(fields).filter(([key]) => !MOVED.some((moved) => moved === key)))
  const whole = PreferencesSchema.safeParse(own)
  if (whole.success) return { preferences: whole.data, isWhole: true }
  const wrong = new Set(whole.error.issues.map(({ path: [key] }) => key))
  const fit = Object.fromEntries(Object.entries(own).filter(([key]) => !wrong.has(key)))
  return { preferences: PreferencesSchema.parse(fit), isWhole: false }
}

function refused(message: string): Reply<Preferences> {
  return { ok: false, error: { message, offset: null } }
}
