/**
 * `npm run bench [-- --runs N] [-- --rounds N]`: how long the 2.4 MB blob with 5,062 guards takes to decode, build and print,
 * one edit of it, a cold `tree` command, and a log of 100 MB through `trace`, as text and as a page. Where a Python is found,
 * CPython and torch do the same work in the same run, turn by turn, so that whatever else the machine is doing falls on both.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { benchTrace } from './bench-trace.mjs'
import { build, isBuilt } from './build.mjs'
import { root } from './process.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    runs: { type: 'string', default: '15' },
    'no-build': { type: 'boolean', default: false },
  },
})
const ROUNDS = Number(values.rounds)
const RUNS = Number(values.runs)
const blob = join(root, 'fixtures', '2.13.0', 'huge_5000_guards.guards_state')
const sidecar = join(root, 'fixtures', '2.13.0', 'huge_5000_guards.json.gz')
const cli = join(root, 'out', 'main', 'cli.js')
const helper = join(root, 'scripts', 'bench-python.py')

if (!values['no-build'] && !isBuilt()) {
  const status = await build()
  if (status !== 0) process.exit(status)
}
if (!existsSync(cli)) fail(`${cli} is not there: npm run build makes it`)

const python = findPython()
const theirs = python === null ? null : await startPython(python)
const hello = theirs === null ? null : await theirs.ask('hello')
const samples = new Map()

for (let round = 0; round < ROUNDS; round++) {
  const ours = JSON.parse(
    ranOrFail(process.execPath, [cli, 'bench', blob, '--scenarios', sidecar, '--runs', String(RUNS), '--json']).stdout,
  )
  for (const name of ['decode', 'build', 'print', 'total', 'edit'])
    add(`ours.${name}`, ours[`${name}_ms`].median, ours[`${name}_ms`].min, RUNS)
  add('ours.check', ours.check_warm_us.median, ours.check_warm_us.min, ours.check_warm_us.runs)
  add('ours.check-cold', ours.check_cold_us.median, ours.check_cold_us.min, ours.check_cold_us.runs)
  if (theirs !== null) {
    add('cpython.loads', await several(RUNS, async () => (await theirs.ask('decode')).loads))
    if (hello.torch !== null) {
      add('torch.check', (await theirs.ask('check')).check)
      const runs = []
      for (let i = 0; i < 5; i++) runs.push(await theirs.ask('torch'))
      for (const name of ['loads', 'load_guards_state', 'load_guard_manager', 'str'])
        add(
          `torch.${name}`,
          runs.map((run) => run[name]),
        )
      add(
        'torch.total',
        runs.map((run) => run.load_guards_state + run.load_guard_manager + run.str),
      )
    }
  }
  add('ours.cold', await several(3, () => timed(process.execPath, [cli, 'tree', blob])))
  if (hello !== null && hello.torch !== null) add('torch.cold', [timed(python, [helper, '--cold', blob, sidecar])])
}
theirs?.end()
const traced = benchTrace(cli, ROUNDS, timed)
for (const [ours, page, tlparse] of traced.times) {
  add('ours.trace', [ours])
  add('ours.trace-page', [page])
  if (tlparse !== null) add('tlparse.trace', [tlparse])
}
print()

/** GUARDSCOPE_TORCH_PYTHON, a python3 that imports torch, or any python3. */
function findPython() {
  const named = process.env.GUARDSCOPE_TORCH_PYTHON
  if (named !== undefined) return named
  const found = ['python3', 'python'].filter(
    (name) => spawnSync(name, ['-c', 'import sys; assert sys.version_info >= (3, 10)']).status === 0,
  )
  return found.find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? found[0] ?? null
}

/** A Python that answers a line with a line. */
async function startPython(command) {
  const child = spawn(command, [helper, blob, sidecar], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', (error) => fail(`${command}: ${error.message}`))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(request) {
      child.stdin.write(`${request}\n`)
      const { value, done } = await lines.next()
      if (done) fail(`${command} ${helper} ended early at "${request}"`)
      return JSON.parse(value)
    },
    end: () => child.stdin.end('end\n'),
  }
}

async function several(count, measure) {
  const times = []
  for (let i = 0; i < count; i++) times.push(await measure())
  return times
}

/** Milliseconds from the start of a process to its end, its output read. */
function timed(command, args) {
  const begin = performance.now()
  ranOrFail(command, args)
  return performance.now() - begin
}

function ranOrFail(command, args) {
  const done = spawnSync(command, args, { maxBuffer: 2 ** 30, encoding: 'utf8' })
  if (done.status !== 0)
    fail(`${command} ${args.join(' ')}: ${done.error?.message ?? done.stderr.trim().split('\n').at(-1)}`)
  return done
}

/** Samples of one round: times, or the median and least of so many. */
function add(name, times, least = Math.min(...[times].flat()), runs = [times].flat().length) {
  const of = samples.get(name) ?? { medians: [], least: Infinity, runs: 0 }
  of.medians.push(median([times].flat()))
  of.least = Math.min(of.least, least)
  of.runs += runs
  samples.set(name, of)
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function print() {
  const cpu = cpus()
  console.log(
    `huge_5000_guards of torch 2.13.0: 2.4 MB, 5,062 guards. Node ${process.version}, ${cpu.length} x ${cpu[0]?.model ?? 'CPU'}`,
  )
  console.log(
    `Milliseconds: the least, and the median over ${ROUNDS} rounds of each round's median; each side in turn within a round.\n`,
  )
  table('warm', [
    ['decode', 'ours.decode', 'CPython pickle, stand-in classes', 'cpython.loads'],
    ['', 'ours.decode', "CPython pickle.loads, torch's classes", 'torch.loads'],
    ['decode, build, print', 'ours.total', 'torch, all of it', 'torch.total'],
    ['  decode', 'ours.decode', 'load_guards_state', 'torch.load_guards_state'],
    ['  build (with the state)', 'ours.build', 'load_guard_manager', 'torch.load_guard_manager'],
    ['  print', 'ours.print', 'str(manager)', 'torch.str'],
    ['an edit of one value', 'ours.edit', '', ''],
  ])
  table('a check, in microseconds', [
    ['warm', 'ours.check', 'RootGuardManager.check', 'torch.check'],
    ['cold (32 MiB walked before)', 'ours.check-cold', '', ''],
  ])
  table('cold, the whole process', [
    ['tree', 'ours.cold', 'python that loads and prints it', 'torch.cold'],
    [`trace, ${Math.round(traced.megabytes)} MB`, 'ours.trace', '', ''],
    ['  and its page', 'ours.trace-page', 'tlparse, which writes HTML', 'tlparse.trace'],
  ])
  if (!samples.has('tlparse.trace'))
    console.log('tlparse is not here (GUARDSCOPE_TLPARSE names one): it was not measured.')
  if (python === null) console.log('There is no Python 3.10 or newer here: CPython and torch were not measured.')
  else if (hello.torch === null)
    console.log(
      `${python} (${hello.python}) cannot take torch's part (${hello.missing}). GUARDSCOPE_TORCH_PYTHON names a Python with torch 2.13.`,
    )
  else console.log(`Python ${hello.python}, torch ${hello.torch}.`)
}

function table(title, rows) {
  const wide = [28, 9, 9, 38, 9, 9, 8]
  const line = (cells) =>
    cells
      .map((cell, i) => (i === 0 || i === 3 ? ` ${cell}`.padEnd(wide[i]) : cell.padStart(wide[i])))
      .join('')
      .trimEnd()
  console.log(line([title, 'min', 'median', '  against', 'min', 'median', 'ratio']))
  for (const [name, ours, other, theirs] of rows) {
    const mine = samples.get(ours)
    const its = samples.get(theirs)
    const time = (n) => n.toFixed(n < 100 ? 1 : 0)
    const right =
      its === undefined
        ? ['-', '-', '-']
        : [time(its.least), time(median(its.medians)), `${(median(its.medians) / median(mine.medians)).toFixed(2)}x`]
    console.log(line([name, time(mine.least), time(median(mine.medians)), `  ${other}`, ...right]))
  }
  console.log('')
}

function fail(message) {
  process.stderr.write(`bench: ${message}\n`)
  process.exit(1)
}
