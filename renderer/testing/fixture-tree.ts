/** The printed tree of a fixture, as torch gave it. Stands in tests only. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** `name` such as `2.13.0/gpt_2layer`. */
export function fixtureTree(name: string): string {
  const path = fileURLToPath(new URL(`../../fixtures/${name}.json.gz`, import.meta.url))
  const sidecar: unknown = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'))
  if (
    typeof sidecar === 'object' &&
    sidecar !== null &&
    'loaded_tree' in sidecar &&
    typeof sidecar.loaded_tree === 'string'
  )
    return sidecar.loaded_tree
  throw new Error(`${name}: its sidecar has no loaded_tree`)
}
