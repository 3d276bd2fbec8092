/** Loads the tables of what torch's process knows (resources/tables), each once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Facts } from '../engine/facts'
import { resourcesFolder } from '../resources'
import type { TorchVersion } from '../state/dialect'

const loaded = new Map<TorchVersion, Facts>()

/** The facts of a torch version. Throws an error naming the file where the installation lacks it. */
export function factsFor(version: TorchVersion): Facts {
  let facts = loaded.get(version)
  if (facts === undefined) {
    const path = join(resourcesFolder('tables'), `torch-${version}.txt.gz`)
    facts = new Facts(gunzipSync(readFileSync(path)).toString('latin1'))
    loaded.set(version, facts)
  }
  return facts
}
