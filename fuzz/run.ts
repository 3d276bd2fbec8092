/** A run: inputs of all readers spread over processes, and what came of them. Suspects are tried again alone before they count. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Runner, RunnerEnded } from './fleet'
import type { FailedInput, Failure, Report } from './protocol'
import { Seeds } from './seeds'
import { targetsOf } from './targets'

export interface RunOptions {
  /** The project's folder. */
  readonly root: string
  /** The built process. */
  readonly script: string
  readonly seed: number
  /** Of all readers together. */
  readonly inputs: number
  /** Readers by name; all where empty. */
  readonly only: readonly string[]
  readonly processes: number
  /** No further inputs are begun after so long. */
  readonly minutes: number
  /** Where failing inputs are saved; null for nowhere. */
  readonly save: string | null
  /** How long a failing input is made smaller, in seconds at most. */
  readonly shrink: number
  readonly onProgress?: (done: number) => void
  readonly onDefect?: (defect: Defect) => void
  /** Begins no further inputs once it is aborted. */
  readonly signal?: AbortSignal
}

export interface Defect {
  readonly target: string
  readonly failure: Failure
  readonly seed: number
  readonly index: number
  /** How many inputs failed so. */
  times: number
  /** The smallest input that is known to fail so. */
  input: Uint8Array
  /** Where it was saved. */
  file: string | null
}

export interface Tally {
  readonly name: string
  readonly reads: string
  inputs: number
  /** Inputs that gave a value; the others were refused. */
  read: number
  slowest: { ms: number; index: number }
  /** After an input: the heap and what lies off it, in bytes. */
  memory: number
}

export interface RunResult {
  readonly tallies: readonly Tally[]
  readonly defects: readonly Defect[]
  readonly seconds: number
}

const BATCH = 250
/** Of one sort; the others are counted. */
const MOST_ALIKE = 5

export async function fuzz(options: RunOptions): Promise<RunResult> {
  const begin = performance.now()
  const run = new Run(options)
  await Promise.all(Array.from({ length: options.processes }, () => run.process()))
  await run.judged()
  const { tallies, defects } = run
  return { tallies, defects, seconds: (performance.now() - begin) / 1000 }
}

/** Names and subjects of the readers. */
export function readersOf(root: string): readonly { readonly name: string; readonly reads: string }[] {
  return targetsOf(new Seeds(root))
}

/** Tries one input again; what is wrong, or null. */
export async function again(script: string, root: string, target: string, input: Uint8Array): Promise<Failure | null> {
  const judge = new Judge(script, root, 0)
  try {
    return await judge.failureOf(target, input)
  } finally {
    judge.stop()
  }
}

class Run {
  readonly tallies: Tally[]
  readonly defects: Defect[] = []
  private readonly batches: { readonly tally: Tally; readonly from: number; readonly to: number }[] = []
  private readonly judge: Judge
  /** Suspects are judged one after the other. */
  private judging: Promise<void> = Promise.resolve()
  private readonly until: number
  private done = 0

  constructor(private readonly options: RunOptions) {
    const { root, script, only, inputs, minutes, shrink } = options
    const chosen = targetsOf(new Seeds(root)).filter(({ name }) => only.length === 0 || only.includes(name))
    const whole = chosen.reduce((sum, { share }) => sum + share, 0)
    this.until = performance.now() + minutes * 60_000
    this.judge = new Judge(script, root, shrink)
    this.tallies = chosen.map(({ name, reads }) => ({
      name,
      reads,
      inputs: 0,
      read: 0,
      slowest: { ms: 0, index: 0 },
      memory: 0,
    }))
    // readers in turn, so that a run that is cut short has looked at all of them
    const counts = chosen.map(({ share }) => Math.ceil((inputs * share) / whole))
    const rounds = Math.max(...counts.map((count) => Math.ceil(count / BATCH)))
    for (let round = 0; round < rounds; round++)
      this.tallies.forEach((tally, i) => {
        const count = counts[i] ?? 0
        const [from, to] = [Math.floor((count * round) / rounds), Math.floor((count * (round + 1)) / rounds)]
        if (from < to) this.batches.push({ tally, from, to })
      })
  }

  async process(): Promise<void> {
    const runner = new Runner(this.options.script, this.options.root)
    for (let batch = this.next(); batch !== undefined; batch = this.next()) {
      const { tally, to } = batch
      for (let from = batch.from; from < to;)
        try {
          this.take(tally, await runner.run({ do: 'inputs', target: tally.name, seed: this.options.seed, from, to }))
          from = to
        } catch (error) {
          if (!(error instanceof RunnerEnded)) throw error
          // what came before it in the batch is lost with the process, and is run again without it
          const index = error.index < from ? from : error.index
          if (index > from) this.take(tally, await runner.run({ do: 'inputs', target: tally.name, seed: this.options.seed, from, to: index })) // prettier-ignore
          tally.inputs++
          this.suspect({
            target: tally.name,
            index,
            input: await this.made(runner, tally, index),
            failure: error.failure,
          })
          from = index + 1
        }
      this.done += batch.to - batch.from
      this.options.onProgress?.(this.done)
    }
    runner.stop()
  }

  /** Once all that failed was judged. */
  async judged(): Promise<void> {
    await this.judging
    this.judge.stop()
  }

  private suspect(failed: FailedInput): void {
    this.judging = this.judging.then(() => this.tryAlone(failed))
  }

  /** Alone, in a process of its own: what fails there is a defect, and is made small. */
  private async tryAlone({ target, index, input, failure: suspected }: FailedInput): Promise<void> {
    const { seed, save, onDefect } = this.options
    const same = ({ target: name, failure }: Defect): boolean =>
      name === target && failure.kind === suspected.kind && failure.place === suspected.place
    const known = this.defects.find(same)
    if (known !== undefined && (suspected.kind === 'crash' || known.times > MOST_ALIKE)) {
      known.times++
      return
    }
    const failure = input.length === 0 ? suspected : await this.judge.failureOf(target, input)
    if (failure === null) return
    const small = input.length === 0 ? input : await this.judge.minimised(target, input, failure)
    const file = save === null ? null : saved(save, target, small)
    const defect: Defect = { target, failure, seed, index, times: 1, input: small, file }
    this.defects.push(defect)
    onDefect?.(defect)
  }

  /** Empty where it cannot even be made. */
  private async made(runner: Runner, { name }: Tally, index: number): Promise<Uint8Array> {
    try {
      const report = await runner.run({ do: 'make', target: name, seed: this.options.seed, index })
      return report.of === 'made' ? report.input : new Uint8Array()
    } catch (error) {
      if (!(error instanceof RunnerEnded)) throw error
      return new Uint8Array()
    }
  }

  private next() {
    return performance.now() < this.until && this.options.signal?.aborted !== true ? this.batches.shift() : undefined
  }

  private take(tally: Tally, report: Report): void {
    if (report.of !== 'inputs') return
    tally.inputs += report.inputs
    tally.read += report.read
    tally.memory = Math.max(tally.memory, report.memory)
    if (report.slowest.ms > tally.slowest.ms) tally.slowest = { ...report.slowest }
    for (const failed of report.failed) this.suspect(failed)
  }
}

/** Tries inputs alone. A machine that has other work makes anything slow once: only what is slow three times hangs. */
class Judge {
  private readonly runner: Runner

  constructor(
    script: string,
    root: string,
    private readonly shrink: number,
  ) {
    this.runner = new Runner(script, root)
  }

  async failureOf(target: string, input: Uint8Array): Promise<Failure | null> {
    let failure: Failure | null = null
    for (let turn = 0; turn < 3; turn++) {
      failure = await this.once(target, input)
      if (failure === null || failure.kind === 'crash') break
    }
    return failure
  }

  /** As small as it fails in reasonable time; what ends its process stays as it is. */
  async minimised(target: string, input: Uint8Array, failure: Failure): Promise<Uint8Array> {
    try {
      const report = await this.runner.run({ do: 'minimise', target, input, failure, ms: this.shrink * 1000 })
      return report.of === 'made' ? report.input : input
    } catch (error) {
      if (!(error instanceof RunnerEnded)) throw error
      return input
    }
  }

  stop(): void {
    this.runner.stop()
  }

  private async once(target: string, input: Uint8Array): Promise<Failure | null> {
    try {
      const report = await this.runner.run({ do: 'one', target, input })
      return report.of === 'one' ? report.outcome.failure : null
    } catch (error) {
      if (!(error instanceof RunnerEnded)) throw error
      return error.failure
    }
  }
}

function saved(folder: string, target: string, input: Uint8Array): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${target}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`)
  writeFileSync(file, input)
  return file
}
