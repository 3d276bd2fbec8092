/** What the rows of a folder come to, counted as they go by: bounded however many there are. */
import { type Counted, mostFirst } from '../../../shared/counted'
import type { FolderRow } from './schema'

/** The page lists so many rows; the tables hold them all. */
export const LISTED_ROWS = 10_000
const LISTED_ERRORS = 1_000

export interface FolderTotals {
  readonly files: number
  readonly blobs: number
  readonly guards: number
  readonly loads: { readonly yes: number; readonly no: number; readonly unknown: number }
  readonly unreadable: number
  readonly kinds: readonly Counted[]
  readonly torches: readonly Counted[]
  readonly guardTypes: readonly Counted[]
  readonly codes: readonly Counted[]
  /** The first of those that cannot be read. */
  readonly errors: readonly FolderRow[]
  /** The first of the others. */
  readonly listed: readonly FolderRow[]
}

export class Totals {
  private files = 0
  private lastFile: string | null = null
  private blobs = 0
  private guards = 0
  private unreadable = 0
  private readonly loads = { yes: 0, no: 0, unknown: 0 }
  private readonly kinds = new Counts()
  private readonly torches = new Counts()
  private readonly guardTypes = new Counts()
  private readonly codes = new Counts()
  private readonly errors: FolderRow[] = []
  private readonly listed: FolderRow[] = []

  /** Rows of one file come one after the other. */
  add(row: FolderRow): void {
    if (row.file !== this.lastFile) {
      this.files++
      this.lastFile = row.file
      if (row.kind !== '') this.kinds.add(row.kind, 1)
    }
    if (row.error !== null) {
      this.unreadable++
      if (this.errors.length < LISTED_ERRORS) this.errors.push(row)
      return
    }
    this.blobs++
    this.guards += row.guards
    this.loads[row.loads === null ? 'unknown' : row.loads ? 'yes' : 'no']++
    this.torches.add(row.torch, 1)
    for (const { name, count } of row.guard_types) this.guardTypes.add(name, count)
    for (const code of row.codes) this.codes.add(code, 1)
    if (this.listed.length < LISTED_ROWS) this.listed.push(row)
  }

  get all(): FolderTotals {
    const { files, blobs, guards, loads, unreadable, errors, listed } = this
    return {
      files,
      blobs,
      guards,
      loads,
      unreadable,
      errors,
      listed,
      kinds: this.kinds.sorted(),
      torches: this.torches.sorted(),
      guardTypes: this.guardTypes.sorted(),
      codes: this.codes.sorted(),
    }
  }
}

class Counts {
  private readonly counts = new Map<string, number>()

  add(name: string, by: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }

  sorted(): readonly Counted[] {
    return mostFirst(this.counts)
  }
}
