/** A folder that scripts/corpus.mjs filled under a torch: what is in it, read as it is asked for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Recorded } from '../documents/testing/agreement'
import type { RecordedFilters } from '../documents/testing/recorded-filters'
import { Facts } from '../engine/facts'

/** A case: what torch did with it, and the blob where it saved one. */
export interface CorpusCase {
  readonly name: string
  readonly bytes: Uint8Array | null
  readonly sidecar: Sidecar
}

export interface Sidecar {
  /** `ok`, `save_failed`, `load_failed`, `unpickle_failed` or `no_capture`. */
  readonly status: string
  readonly torch: string
  readonly error?: string
  readonly loaded_tree?: string
  readonly frame?: { readonly co_varnames: readonly string[]; readonly co_freevars: readonly string[] }
  readonly global_state?: unknown
  readonly env_at_save?: string
  readonly scenarios?: readonly Recorded[]
  readonly guards?: readonly { readonly name: string; readonly create_fn: string }[]
}

export class Recording {
  constructor(readonly folder: string) {}

  /** Every case of a part, those that torch did not save too. */
  cases(part: string): readonly CorpusCase[] {
    return casesIn(join(this.folder, part))
  }

  /** The table of what that torch's process knows; null where none was made. */
  facts(): Facts | null {
    const folder = join(this.folder, 'tables')
    const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.txt.gz')) : undefined
    return file === undefined ? null : new Facts(gunzipSync(readFileSync(join(folder, file))).toString('latin1'))
  }

  filters(): RecordedFilters | null {
    return this.json('filters.json.gz') as RecordedFilters | null
  }

  precision(): unknown {
    return this.json('precision.json.gz')
  }

  private json(name: string): unknown {
    const path = join(this.folder, name)
    return existsSync(path) ? (JSON.parse(gunzipSync(readFileSync(path)).toString()) as unknown) : null
  }
}

export function casesIn(folder: string): readonly CorpusCase[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json.gz'))
    .sort()
    .map((file) => {
      const name = file.replace('.json.gz', '')
      const blob = join(folder, `${name}.guards_state`)
      return {
        name,
        bytes: existsSync(blob) ? new Uint8Array(readFileSync(blob)) : null,
        sidecar: JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString()) as Sidecar,
      }
    })
}
