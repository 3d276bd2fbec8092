/** `bench FILE`: time to decode, build and print, and of an edit, in this process once it is warm. */
import { type Command, CommandError, DONE, type Status, wholeNumber } from './command'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { readScenario } from '../engine/check/scenario'
import type { BuiltTree } from '../engine/build'
import { readScenarioFile } from '../documents/scenarios'
import { timeWhole } from '../overhead/whole-checks'
import { measureEdits, measureRun, timing, type Timing } from './measure'
import { readFile } from './read-file'
import { about, chosenBlobs, openFile } from './open'
import { write, writeJson } from './output'

const DEFAULT_RUNS = 20
/** Not counted: the engine's compiler is still at work in them. */
const WARM_UP = 5

export const bench: Command = {
  operands: ['FILE'],
  options: {
    runs: { type: 'string' },
    blob: { type: 'string' },
    scenarios: { type: 'string' },
    locals: { type: 'boolean' },
    python: { type: 'string' },
  },
  async run({ operands, values, json }): Promise<Status> {
    const path = operands[0] ?? ''
    const runs = values['runs'] === undefined ? DEFAULT_RUNS : wholeNumber(values['runs'], 'runs', 1)
    const { bytes, document } = openFile(path)
    if (values['locals'] === true) {
      const { benchLocals } = await import('./bench-locals')
      await benchLocals(about(path, () => document.tree(0)).builder.classes, values['python'], json)
      return DONE
    }
    if (values['python'] !== undefined) throw new CommandError('--python goes with --locals')
    const [blob] = chosenBlobs(path, document.info.blobs, values['blob'] ?? '0')
    const index = blob?.index ?? 0
    const times = about(path, () => {
      for (let i = 0; i < WARM_UP; i++) measureRun(bytes, index)
      return Array.from({ length: runs }, () => measureRun(bytes, index))
    })
    const edits = about(path, () => measureEdits(bytes, index, runs))
    const result = {
      decode_ms: timing(times.map((time) => time.decode)),
      build_ms: timing(times.map((time) => time.build)),
      print_ms: timing(times.map((time) => time.print)),
      total_ms: timing(times.map((time) => time.total)),
      ...(edits.length === 0 ? {} : { edit_ms: timing(edits) }),
    }
    const { scenarios } = values
    const checks = typeof scenarios === 'string' ? checkTimes(path, document.tree(index), scenarios, runs) : {}
    if (json) writeJson({ ...result, ...checks })
    else write(table(path, result) + checkTable(checks))
    return DONE
  },
}

/** Microseconds of a check of the first scenario in a file. */
function checkTimes(path: string, tree: BuiltTree, from: string, runs: number): Readonly<Record<string, Timing>> {
  const file = about(from, () => readScenarioFile(readFile(from)))
  const [first] = file.scenarios
  if (first === undefined) throw new CommandError(`${from}: holds no scenario`)
  return about(path, () => {
    const checker = new Checker(tree, { ...NEW_PROCESS, globalState: file.globalState })
    const scenario = readScenario(first, tree.builder.classes)
    const { warm, cold } = timeWhole(checker, scenario, { warm: runs * 10, cold: runs })
    const micro = (times: Float64Array): Timing => timing(Array.from(times, (ns) => ns / 1000))
    return { check_warm_us: micro(warm), check_cold_us: micro(cold) }
  })
}

function checkTable(checks: Readonly<Record<string, Timing>>): string {
  return Object.entries(checks)
    .map(
      ([name, { min, median, runs }]) =>
        `${name.replace('check_', 'check ').replace('_us', '')}: ${min.toFixed(1)} us at least, median ${median.toFixed(1)} of ${runs}\n`,
    )
    .join('')
}

function table(path: string, result: Readonly<Record<string, Timing>>): string {
  const rows = Object.entries(result).map(([name, { min, median }]) =>
    [name.replace(/_ms$/, '').padEnd(8), min.toFixed(2).padStart(10), median.toFixed(2).padStart(10)].join(''),
  )
  const runs = Object.values(result)[0]?.runs ?? 0
  const head = `${''.padEnd(8)}${'min'.padStart(10)}${'median'.padStart(10)}`
  return `${path}: milliseconds over ${runs} runs, warm (${WARM_UP} runs before them not counted)\n${head}\n${rows.join('\n')}\n`
}
