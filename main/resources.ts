/** Finds what is delivered beside the program: in the sources, above the built files, or among a package's resources. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder `resources/<name>`. Throws an error naming it where the installation lacks it. */
export function resourcesFolder(name: string): string {
  const places: string[] = []
  for (let folder = __dirname; ; folder = dirname(folder)) {
    places.push(join(folder, 'resources', name))
    if (dirname(folder) === folder) break
  }
  const resources = (process as { resourcesPath?: string }).resourcesPath
  if (resources !== undefined) places.push(join(resources, name))
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Error(`resources/${name} is missing from this installation`)
  return found
}
