/** `bench FILE`: time to decode, build and print, in this process once it is warm. */
import { type Command, DONE, wholeNumber } from './command'
import { measureRun, timing, type Timing } from './measure'
import { about, chosenBlobs, openFile } from './open'
import { write, writeJson } from './output'

const DEFAULT_RUNS = 20
/** Not counted: the engine's compiler is still at work in them. */
const WARM_UP = 5

export const bench: Command = {
  operands: ['FILE'],
  options: { runs: { type: 'string' }, blob: { type: 'string' } },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const runs = values['runs'] === undefined ? DEFAULT_RUNS : wholeNumber(values['runs'], 'runs', 1)
    const { bytes, document } = openFile(path)
    const [blob] = chosenBlobs(path, document.info.blobs, values['blob'] ?? '0')
    const index = blob?.index ?? 0
    const times = about(path, () => {
      for (let i = 0; i < WARM_UP; i++) measureRun(bytes, index)
      return Array.from({ length: runs }, () => measureRun(bytes, index))
    })
    const result = {
      decode_ms: timing(times.map((time) => time.decode)),
      build_ms: timing(times.map((time) => time.build)),
      print_ms: timing(times.map((time) => time.print)),
      total_ms: timing(times.map((time) => time.total)),
    }
    if (json) writeJson(result)
    else write(table(path, result))
    return DONE
  },
}

function table(path: string, result: Readonly<Record<string, Timing>>): string {
  const rows = Object.entries(result).map(([name, { min, median }]) =>
    [name.replace(/_ms$/, '').padEnd(8), min.toFixed(2).padStart(10), median.toFixed(2).padStart(10)].join(''),
  )
  const runs = Object.values(result)[0]?.runs ?? 0
  const head = `${''.padEnd(8)}${'min'.padStart(10)}${'median'.padStart(10)}`
  return `${path}: milliseconds over ${runs} runs, warm (${WARM_UP} runs before them not counted)\n${head}\n${rows.join('\n')}\n`
}
