/** Runs inputs in a process of its own: makes them, reads them, tells how it went, and makes those smaller that fail. */
import { openSync, writeSync } from 'node:fs'
import { getHeapStatistics } from 'node:v8'
import { minimised } from './minimise'
import { type Failure, type FailedInput, type Job, LIMIT_BYTES, LIMIT_MS, type Outcome, type Report, type Start } from './protocol' // prettier-ignore
import { Random } from './random'
import { Seeds } from './seeds'
import type { Target } from './target'
import { targetsOf } from './targets'

let targets: ReadonlyMap<string, Target> = new Map()
let status = -1
const noted = new Float64Array(2)

process.on('message', async (message: Start | Job) => {
  if (message.do === 'start') {
    status = openSync(message.status, 'r+')
    targets = new Map(targetsOf(new Seeds(message.root)).map((target) => [target.name, target]))
  } else process.send?.(await done(message))
})

/** Notes what it is at where the runner finds it, whatever becomes of this process. */
function note(index: number): void {
  noted[0] = index
  noted[1] = Date.now()
  writeSync(status, noted, 0, noted.byteLength, 0)
}

async function done(job: Job): Promise<Report> {
  const target = targets.get(job.target)
  if (target === undefined) throw new Error(`no reader ${job.target}`)
  switch (job.do) {
    case 'inputs':
      return inputs(target, job)
    case 'one':
      return { of: 'one', outcome: await watched(target, job.input, 0) }
    case 'make':
      return { of: 'made', input: Uint8Array.from(target.make(new Random(job.seed, target.name, job.index))) }
    case 'minimise': {
      const isSame = async (input: Uint8Array): Promise<boolean> => {
        const { failure } = await watched(target, input, 0)
        return failure !== null && failure.kind === job.failure.kind && failure.place === job.failure.place
      }
      return { of: 'made', input: await minimised(job.input, isSame, job.ms) }
    }
  }
}

async function inputs(target: Target, { seed, from, to }: Job & { readonly do: 'inputs' }): Promise<Report> {
  const failed: FailedInput[] = []
  let slowest = { ms: 0, index: from }
  let read = 0
  let memory = 0
  for (let index = from; index < to; index++) {
    let input: Uint8Array
    note(index)
    try {
      input = target.make(new Random(seed, target.name, index))
    } catch (error) {
      failed.push({
        target: target.name,
        index,
        input: new Uint8Array(),
        failure: failureOf(error, 'while it was made: '),
      })
      continue
    }
    const outcome = await watched(target, input, index)
    if (outcome.read) read++
    if (outcome.ms > slowest.ms) slowest = { ms: outcome.ms, index }
    memory = Math.max(memory, outcome.memory)
    if (outcome.failure !== null)
      failed.push({ target: target.name, index, input: Uint8Array.from(input), failure: outcome.failure })
  }
  note(-1)
  return { of: 'inputs', inputs: to - from, read, slowest, memory, failed }
}

async function watched(target: Target, input: Uint8Array, index: number): Promise<Outcome> {
  const before = getHeapStatistics().external_memory
  note(index)
  const [begin, worked] = [performance.now(), process.cpuUsage()]
  let failure: Failure | null = null
  let read = false
  try {
    const reading = target.read(input)
    read = typeof reading === 'boolean' ? reading : await reading
  } catch (error) {
    failure = failureOf(error)
  }
  // on a machine that has other work, the time of this process alone
  const { user, system } = process.cpuUsage(worked)
  const ms = Math.min(performance.now() - begin, (user + system) / 1000)
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  if (failure === null && ms > LIMIT_MS) failure = { kind: 'hang', message: `took ${Math.round(ms)} ms`, place: '' }
  if (failure === null && external - before > LIMIT_BYTES)
    failure = { kind: 'memory', message: `took ${external - before} bytes off the heap`, place: '' }
  return { read, ms, memory: heap + external, failure }
}

function failureOf(error: unknown, before = ''): Failure {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const message = before + (text.split(/[\r\n]/)[0] ?? '').slice(0, 300)
  return { kind: 'crash', message, place: placeOf(error instanceof Error ? (error.stack ?? '') : '') }
}

/** The functions on top of the stack, without lines: two of one name and place are one defect. */
function placeOf(stack: string): string {
  const frames = [...stack.matchAll(/^ {4}at (?:async )?(?:new )?([\w.$<>[\] ]+) \(/gm)].map(([, name = '']) => name)
  // of a stack that ran out, what it ran out in
  return /RangeError: Maximum call/.test(stack) ? 'stack' : frames.slice(0, 3).join(' < ')
}
