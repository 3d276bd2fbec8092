/** Captured compiles as files: each blob with its call beside it, where a bridge that dies cannot take them along. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompiledEntry, PrintedEntry, SavedEntry } from '../../shared/live-process'

/** What was written of one compile. */
export interface CaptureFiles {
  /** null where torch could not save the guards. */
  readonly blob: string | null
  /** Beside it, where the window and `check` look for the calls of a file. */
  readonly scenarios: string | null
  /** All that is known of the compile. */
  readonly about: string
}

export class CaptureFolder {
  private readonly compiled = new Map<number, CompiledEntry & { readonly tree?: string }>()

  /** The folder is made when something is written. */
  constructor(readonly folder: string) {}

  /** Notes a compile, whose blob is to come. */
  note(entry: CompiledEntry): void {
    this.compiled.set(entry.entry, entry)
  }

  notePrinted({ entry, tree }: PrintedEntry): void {
    const compiled = this.compiled.get(entry)
    if (compiled !== undefined) this.compiled.set(entry, { ...compiled, tree })
  }

  /** Writes a compile. Throws what the file system throws. */
  write(saved: SavedEntry, torch: string): CaptureFiles {
    const entry = this.compiled.get(saved.entry)
    this.compiled.delete(saved.entry)
    mkdirSync(this.folder, { recursive: true })
    const stem = join(this.folder, stemOf(saved.entry, entry))
    const blob = saved.blob === null ? null : `${stem}.guards_state`
    const scenarios = blob === null || saved.scenario === null ? null : `${blob}.scenarios.json`
    const about = `${stem}.json`
    if (blob !== null && saved.blob !== null) writeFileSync(blob, Buffer.from(saved.blob, 'base64'))
    if (scenarios !== null) writeFileSync(scenarios, `${JSON.stringify({ scenarios: [saved.scenario] })}\n`)
    const { blob: _, scenario: __, ...known } = saved
    writeFileSync(about, `${JSON.stringify({ torch, ...entry, ...known }, null, 2)}\n`)
    return { blob, scenarios, about }
  }
}

/** `003-forward-1_0`: what a file calls a function is no path, only plain characters stay. */
function stemOf(number: number, entry: CompiledEntry | undefined): string {
  const plain = (text: string): string =>
    text
      .replace(/[^\w.]+/g, '_')
      .replace(/^[._]+/, '')
      .slice(0, 60)
  const parts = [String(number).padStart(3, '0'), plain(entry?.frame.name ?? ''), plain(entry?.compileId ?? '')]
  return parts.filter((part) => part !== '').join('-')
}
