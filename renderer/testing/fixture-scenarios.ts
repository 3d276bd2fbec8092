/** The scenarios of a fixture as JSON to edit, by name: calls that torch answered. Stands in tests only. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** `name` such as `2.13.0/gpt_2layer`. */
export function fixtureScenarios(name: string): (scenario: string) => string {
  const path = fileURLToPath(new URL(`../../fixtures/${name}.json.gz`, import.meta.url))
  const sidecar: unknown = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'))
  const list = typeof sidecar === 'object' && sidecar !== null && 'scenarios' in sidecar ? sidecar.scenarios : null
  const scenarios = (Array.isArray(list) ? list : []) as readonly Readonly<Record<string, unknown>>[]
  return (scenario) => {
    const found = scenarios.find((each) => each['name'] === scenario)
    if (found === undefined) throw new Error(`${name} has no scenario ${scenario}`)
    const { name: own, env, f_locals, f_globals, process } = found
    return JSON.stringify({ name: own, env, f_locals, f_globals, process })
  }
}
