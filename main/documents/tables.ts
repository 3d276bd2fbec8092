/** Loads the tables of what torch's process knows (resources/tables), each once. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Facts } from '../engine/facts'
import type { TorchVersion } from '../state/dialect'

const loaded = new Map<TorchVersion, Facts>()

/** The facts of a torch version. Throws an error naming the file where the installation lacks it. */
export function factsFor(version: TorchVersion): Facts {
  let facts = loaded.get(version)
  if (facts === undefined) {
    const path = join(tablesFolder(), `torch-${version}.txt.gz`)
    facts = new Facts(gunzipSync(readFileSync(path)).toString('latin1'))
    loaded.set(version, facts)
  }
  return facts
}

/** `resources/tables`: beside the sources, above the built files, or among a package's resources. */
function tablesFolder(): string {
  const places: string[] = []
  for (let folder = __dirname; ; folder = dirname(folder)) {
    places.push(join(folder, 'resources', 'tables'))
    if (dirname(folder) === folder) break
  }
  const resources = (process as { resourcesPath?: string }).resourcesPath
  if (resources !== undefined) places.push(join(resources, 'tables'))
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Error('resources/tables is missing from this installation')
  return found
}
