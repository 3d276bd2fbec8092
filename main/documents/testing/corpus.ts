/** Real blobs and what torch printed for them: the fixtures, for tests. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Recorded } from './agreement'

export { VERSIONS } from '../../pickle/testing/versions'

const FIXTURES = new URL('../../../fixtures/', import.meta.url)

export interface CorpusCase {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sidecar: Sidecar
}

interface Sidecar {
  readonly status: string
  readonly loaded_tree?: string
  readonly error?: string
  readonly frame: { readonly co_varnames: readonly string[]; readonly co_freevars: readonly string[] }
  readonly global_state?: unknown
  readonly env_at_save?: string
  readonly scenarios?: readonly Recorded[]
  readonly guards: readonly { readonly name: string; readonly create_fn: string }[]
}

/** Every case of a version that torch saved. */
export function corpus(version: string): CorpusCase[] {
  return corpusIn(new URL(`${version}/`, FIXTURES))
}

/** Every case in a folder that torch saved. */
export function corpusIn(folder: URL): CorpusCase[] {
  return readdirSync(folder)
    .filter(
      (file) => file.endsWith('.json.gz') && existsSync(new URL(file.replace('.json.gz', '.guards_state'), folder)),
    )
    .map((file) => {
      const name = file.replace('.json.gz', '')
      const bytes = new Uint8Array(readFileSync(new URL(`${name}.guards_state`, folder)))
      return { name, bytes, sidecar: JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString()) as Sidecar }
    })
}

/** A tree with `#` for the ids of the process that printed it. */
export function maskIds(tree: string): string {
  return tree
    .replace(/0x[0-9a-f]{6,}/g, '#')
    .replace(/(_id\(.*?, |_type\(.*?, |___check_metadata_|__dtensor_spec_|_guard_fn_)\d{12,}/g, '$1#')
}

/** Torch's tree with `#` where the engine says that no file holds what stands there. */
export function whereKnown(theirs: string, ours: string): string {
  const lines = ours.split('\n')
  return theirs
    .split('\n')
    .map((line, i) => {
      const own = lines[i]
      return own?.includes('#') === true && fits(line, own) ? own : line
    })
    .join('\n')
}

/** What may stand for a `#`: a class, whether it is tag safe, and the line of code in a comment. */
const MAY_STAND: readonly (readonly [RegExp, string])[] = [
  [/, type=#(?=, tag_safe=)/, ", type=<class '[^']*'>"],
  [/, tag_safe=\(#, /, ', tag_safe=\\((?:True|False), '],
  [/(?<=, tag_safe=\([^ ]*, )#\)$/, '(?:True|False)\\)'],
  [/ {2}# # {2}# /, ' {2}# (?:.* {2}# )?'],
]

function fits(line: string, own: string): boolean {
  let known = own
  const patterns: string[] = []
  for (const [hole, pattern] of MAY_STAND)
    known = known.replace(hole, () => `\u0000${patterns.push(pattern) - 1}\u0000`)
  const parts = known.split('\u0000').map((part, i) => (i % 2 === 0 ? escaped(part) : patterns[Number(part)]))
  return patterns.length > 0 && new RegExp(`^${parts.join('')}$`).test(line)
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
