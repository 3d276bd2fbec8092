/** Scenarios as files hold them: a corpus sidecar, a list, or one alone; as JSON or gzipped. */
import { gunzipSync } from 'node:zlib'
import type { GlobalState, ScenarioJson } from '../../shared/scenario'
import { GlobalStateSchema } from '../../shared/scenario'
import { parseScenario, ScenarioError } from '../engine/check/scenario/parse'

export interface ScenarioFile {
  readonly scenarios: readonly ScenarioJson[]
  /** The state of the process that loads the blob, where the file says it (for versions whose blobs do not). */
  readonly globalState: GlobalState | null
  /** Name of the context the blob was compiled in, where the file says it. */
  readonly savedIn: string | null
  /** The frame's variables in order, where the file knows them. */
  readonly locals: readonly string[] | null
}

const NOT_SAID = { globalState: null, savedIn: null, locals: null }
const MAX_TEXT = 512 * 1024 * 1024

/** Reads a file of scenarios. Throws ScenarioError: the path in it, and what was expected there. */
export function readScenarioFile(bytes: Uint8Array): ScenarioFile {
  const json = parseJson(unpack(bytes))
  if (Array.isArray(json)) return { scenarios: all(json, ''), ...NOT_SAID }
  if (typeof json !== 'object' || json === null) throw new ScenarioError('', 'expected an object or a list')
  const file = json as Readonly<Record<string, unknown>>
  if (!('scenarios' in file)) return { scenarios: [parseScenario(file)], ...NOT_SAID }
  if (!Array.isArray(file['scenarios'])) throw new ScenarioError('scenarios', 'expected a list')
  const state = GlobalStateSchema.safeParse(file['global_state'])
  return {
    scenarios: all(file['scenarios'], 'scenarios'),
    globalState: state.success ? state.data : null,
    savedIn: typeof file['env_at_save'] === 'string' ? file['env_at_save'] : null,
    locals: localsOf(file['frame']),
  }
}

function all(list: readonly unknown[], path: string): ScenarioJson[] {
  return list.map((item, i) => parseScenario(item, `${path}[${i}]`))
}

function unpack(bytes: Uint8Array): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes)
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TEXT }).toString('utf8')
  } catch (error) {
    throw new ScenarioError('', `cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new ScenarioError('', 'the file is empty')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ScenarioError('', `not JSON: ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : ''}`)
  }
}

function localsOf(frame: unknown): readonly string[] | null {
  const names = (key: string): unknown =>
    typeof frame === 'object' && frame !== null ? (frame as Record<string, unknown>)[key] : undefined
  const [vars, free] = [names('co_varnames'), names('co_freevars')]
  const isNames = (list: unknown): list is string[] => Array.isArray(list) && list.every((n) => typeof n === 'string')
  return isNames(vars) && isNames(free) ? [...vars, ...free] : null
}
