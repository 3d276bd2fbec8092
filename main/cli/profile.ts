/** `profile FILE --scenarios S`: what each guard, accessor and manager of a check costs, warm and cold. */
import { writeFileSync } from 'node:fs'
import { type Command, CommandError, DONE, type Status, wholeNumber } from './command'
import {
  type Costs,
  DEFAULT_RUNS,
  DEFAULT_TORCH_OPTIONS,
  type Method,
  type Profile,
  type ProfileFormat,
  REACHES,
} from '../../shared/overhead'
import type { ScenarioJson } from '../../shared/scenario'
import type { TreeColumns } from '../../shared/tree'
import { exportProfile, nameOf } from '../documents/profile-export'
import { profileTree } from '../documents/profile'
import { readScenarioFile, type ScenarioFile } from '../documents/scenarios'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { ownScenario } from '../engine/check/own-scenario'
import { median, quantile } from '../../shared/quantile'
import { about, chosenBlobs, onlyBlob, openFile } from './open'
import { oneLine, write, writeJson } from './output'
import { readFile } from './read-file'

const DEFAULT_TOP = 20

export const profile: Command = {
  operands: ['FILE'],
  options: {
    scenarios: { type: 'string' },
    scenario: { type: 'string' },
    blob: { type: 'string' },
    runs: { type: 'string' },
    'cold-runs': { type: 'string' },
    top: { type: 'string' },
    output: { type: 'string', short: 'o' },
    python: { type: 'string' },
    execute: { type: 'boolean' },
    seconds: { type: 'string' },
  },
  async run({ operands, values, json }): Promise<Status> {
    const path = operands[0] ?? ''
    const { output } = values
    const python = typeof values['python'] === 'string' ? values['python'] : null
    if (python !== null && values['execute'] !== true)
      throw new CommandError(
        `--python loads ${path} into a real torch, which executes what is in it: --execute agrees to that`,
      )
    const format = typeof output === 'string' ? formatOf(output) : null
    const runs = {
      warm: values['runs'] === undefined ? DEFAULT_RUNS.warm : wholeNumber(values['runs'], 'runs', 20),
      cold: values['cold-runs'] === undefined ? DEFAULT_RUNS.cold : wholeNumber(values['cold-runs'], 'cold-runs', 5),
    }
    const top = values['top'] === undefined ? DEFAULT_TOP : wholeNumber(values['top'], 'top', 1)
    const { document } = openFile(path)
    const blobs = document.info.blobs
    const index = chosenBlobs(path, blobs, values['blob'] ?? onlyBlob(path, blobs.length))[0]?.index ?? 0
    const { tree: columns } = about(path, () => document.openBlob(index))
    const tree = document.tree(index)
    const file = scenariosOf(values['scenarios'])
    const scenario = file === null ? ownScenario(tree) : chosenScenario(file, values['scenario'])
    const result = about(path, () => {
      const checker = new Checker(tree, { ...NEW_PROCESS, globalState: file?.globalState ?? NEW_PROCESS.globalState })
      return profileTree({
        tree,
        nodes: document.nodes(index),
        depths: document.depths(index),
        checker,
        json: scenario,
        runs,
      })
    })
    if (typeof output === 'string' && format !== null) save(output, exportProfile(path, columns, result, format))
    const costliest = costliestOf(columns, result, top)
    const engine = jsonOf(path, result, costliest)
    if (python === null) {
      if (json) writeJson(engine)
      else write(textOf(path, result, costliest))
      return DONE
    }
    if (!json) write(textOf(path, result, costliest))
    const seconds =
      values['seconds'] === undefined ? DEFAULT_TORCH_OPTIONS.seconds : wholeNumber(values['seconds'], 'seconds', 0)
    const { partsOf, profileByTorch, torchText } = await import('./profile-torch')
    const torch = await profileByTorch(python, { document, index, scenario }, { ...DEFAULT_TORCH_OPTIONS, seconds })
    if (json)
      writeJson({ ...engine, torch: { ...jsonOf(path, torch, []), rows: partsOf(columns, torch, result, top) } })
    else write(torchText(columns, torch, result, top))
    return DONE
  },
}

const ENDINGS: readonly (readonly [string, ProfileFormat])[] = [
  ['.speedscope.json', 'speedscope'],
  ['.trace.json', 'trace'],
]

function formatOf(path: string): ProfileFormat {
  const found = ENDINGS.find(([ending]) => path.endsWith(ending))
  if (found === undefined)
    throw new CommandError(`${path}: -o takes a name that ends in .speedscope.json or .trace.json`)
  return found[1]
}

function scenariosOf(from: unknown): ScenarioFile | null {
  return typeof from === 'string' ? about(from, () => readScenarioFile(readFile(from))) : null
}

function chosenScenario({ scenarios }: ScenarioFile, name: unknown): ScenarioJson {
  const found = name === undefined ? scenarios[0] : scenarios.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new CommandError(
    name === undefined ? 'the file holds no scenario' : `no scenario is called ${JSON.stringify(name)}`,
  )
}

function save(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new CommandError(oneLine(error))
  }
}

interface CostRow {
  readonly row: number
  readonly name: string
  readonly warm_ns: number
  /** The way to a manager, of its own time. */
  readonly warm_access_ns: number
  readonly warm_total_ns: number
  readonly cold_ns: number
  readonly cold_access_ns: number
  readonly cold_total_ns: number
}

/** The rows that take the most by themselves, cold. */
function costliestOf(tree: TreeColumns, { warm, cold }: Profile, top: number): readonly CostRow[] {
  const at = (of: Float64Array, row: number): number => tenth(of[row] ?? 0)
  return Array.from(cold.own, (own, row) => ({ own, row }))
    .filter(({ own, row }) => own > 0 || (warm.own[row] ?? 0) > 0)
    .sort((a, b) => b.own - a.own)
    .slice(0, top)
    .map(({ row }) => ({
      row,
      name: nameOf(tree, row),
      warm_ns: at(warm.own, row),
      warm_access_ns: at(warm.access, row),
      warm_total_ns: at(warm.total, row),
      cold_ns: at(cold.own, row),
      cold_access_ns: at(cold.access, row),
      cold_total_ns: at(cold.total, row),
    }))
}

const tenth = (ns: number): number => Math.round(ns * 10) / 10

function jsonOf(
  path: string,
  { origin, scenario, answer, warm, cold, reached, took }: Profile,
  costliest: readonly CostRow[],
) {
  const side = ({ runs, method, ownError }: Costs) => ({
    check_ns: {
      median: tenth(median(runs)),
      low: tenth(quantile(runs, 0.25)),
      high: tenth(quantile(runs, 0.75)),
      runs: runs.length,
    },
    method,
    row_error_ns: tenth(median(ownError.filter((error) => error > 0))),
  })
  const rows = Object.fromEntries(REACHES.map((reach, i) => [reach, reached.filter((one) => one === i).length]))
  return {
    file: path,
    origin,
    scenario,
    answer,
    warm: side(warm),
    cold: side(cold),
    reached: rows,
    took_ms: Math.round(took),
    costliest,
  }
}

function textOf(path: string, profiled: Profile, costliest: readonly CostRow[]): string {
  const { scenario, answer, warm, cold, reached, took, origin } = profiled
  const whole = (words: string, { runs, method }: Costs): string =>
    `${words}  ${micro(median(runs))} us a check (middle half ${micro(quantile(runs, 0.25))} to ${micro(quantile(runs, 0.75))}) over ${runs.length} runs` +
    piecesOf(method)
  const head = `${'cold ns'.padStart(10)}${'with below'.padStart(12)}${'warm ns'.padStart(10)}${'with below'.padStart(12)}  row\n`
  const lines = costliest.map(
    ({ name, cold_ns: c, cold_total_ns: ct, warm_ns: w, warm_total_ns: wt }) =>
      `${c.toFixed(0).padStart(10)}${ct.toFixed(0).padStart(12)}${w.toFixed(1).padStart(10)}${wt.toFixed(1).padStart(12)}  ${shortened(name)}\n`,
  )
  const count = (reach: (typeof REACHES)[number]): number =>
    reached.filter((one) => one === REACHES.indexOf(reach)).length
  return (
    `${path}: ${scenario}, ${answer}; times of this engine${origin.kind === 'engine' ? ` in V8 ${origin.v8}` : ''}, not of torch; ${(took / 1000).toFixed(1)} s\n` +
    whole('cold', cold) +
    whole('warm', warm) +
    `cold: ${cold.method.evicted / 1024 / 1024} MiB walked before each check, as torch's profile_guard_manager does\n` +
    `rows: ${count('always')} reached in each check, ${count('first')} in the first alone (dicts that had not changed), ${count('never')} never\n` +
    head +
    lines.join('')
  )
}

function piecesOf(method: Method): string {
  if (method.kind !== 'pieces') return '\n'
  const { pieced, apart, takenOff, clock } = method
  return (
    `; in pieces, ${pieced} runs: apart they come to ${Math.round(apart * 100)} %, ${Math.round(takenOff)} ns taken off each` +
    `, ${Math.round(clock)} of them the clock\n`
  )
}

/** A line in a terminal; JSON has the whole of it. */
const shortened = (name: string): string => (name.length > 120 ? `${name.slice(0, 119)}…` : name)

const micro = (ns: number): string => (ns / 1000).toFixed(1)
