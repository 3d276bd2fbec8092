/**
 * `npm run fuzz [-- --seed N] [--inputs N] [--only pickle,traces] [--minutes N] [--processes N] [--shrink SECONDS]
 * [--json]`: random inputs for every
 * reader of files. `npm run fuzz -- --again FILE` tries a saved input again. Exit status 1 where a reader does anything but
 * read its input or refuse it in one line, within its second and its memory.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildFuzz } from './build-fuzz.mjs'
import { root } from './process.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    inputs: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '60' },
    processes: { type: 'string', default: String(cpus().length) },
    shrink: { type: 'string', default: '20' },
    again: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const { run, script } = await buildFuzz()
const { again, fuzz, readersOf } = run
const readers = readersOf(root)

if (values.again !== undefined) process.exit(await tryAgain(values.again))
const only = values.only.split(',').filter((name) => name !== '')
for (const name of only)
  if (!readers.some((reader) => reader.name === name))
    fail(`no reader ${name}: ${readers.map((reader) => reader.name).join(', ')}`)
const seed = number('seed')
// what was found so far is told
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
const result = await fuzz({
  root,
  script,
  seed,
  inputs: number('inputs'),
  only,
  processes: number('processes'),
  minutes: number('minutes'),
  shrink: number('shrink'),
  save: join(root, 'fuzz-failures'),
  onProgress: progress(),
  onDefect: told,
  signal: stop.signal,
})
if (values.json) console.log(JSON.stringify(result, (key, value) => (key === 'input' ? undefined : value), 2))
else print(result)
process.exit(result.defects.length > 0 ? 1 : 0)

function print({ tallies, defects, seconds }) {
  const line = (...cells) =>
    console.log(cells.map((cell, i) => (i === 0 ? String(cell).padEnd(15) : String(cell).padStart(12))).join(''))
  line('reader', 'inputs', 'read', 'slowest ms', 'memory MB')
  for (const { name, inputs, read, slowest, memory } of tallies)
    line(name, inputs, read, slowest.ms.toFixed(1), (memory / 2 ** 20).toFixed(0))
  const inputs = tallies.reduce((sum, tally) => sum + tally.inputs, 0)
  console.log(`\n${inputs} inputs of seed ${seed} in ${seconds.toFixed(0)} s`)
  console.log(defects.length === 0 ? 'No defect.' : `\n${defects.length} defects.`)
}

/** Told when it is found: a run may take hours. */
function told({ target, failure, index, file, input }) {
  const lines = [`${target}, input ${index} of seed ${seed}: ${failure.kind}: ${failure.message}`]
  if (failure.place !== '') lines.push(`  in ${failure.place}`)
  if (file !== null) lines.push(`  ${input.length} bytes: npm run fuzz -- --again ${relative(root, file)}`)
  process.stderr.write(`${lines.join('\n')}\n`)
}

/** A saved input is named by its reader. */
async function tryAgain(file) {
  const name = basename(file)
  const reader = readers.find((one) => name.startsWith(`${one.name}-`))
  if (reader === undefined) fail(`${name} does not begin with the name of a reader`)
  const failure = await again(script, root, reader.name, new Uint8Array(readFileSync(file)))
  console.log(
    failure === null ? `${name}: good` : `${name}: ${failure.kind}: ${failure.message}\n  in ${failure.place}`,
  )
  return failure === null ? 0 : 1
}

function progress() {
  let last = performance.now()
  return (done) => {
    if (performance.now() - last < 10_000) return
    last = performance.now()
    process.stderr.write(`${done} inputs\n`)
  }
}

function number(name) {
  const value = Number(values[name])
  if (!Number.isFinite(value) || value < 0) fail(`--${name} takes a number, not ${JSON.stringify(values[name])}`)
  return value
}

function fail(message) {
  process.stderr.write(`fuzz: ${message}\n`)
  process.exit(2)
}
