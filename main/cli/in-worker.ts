/** The terminal's way in on a thread of the window's program, whose own thread waits (main/terminal.ts). */
import { writeSync } from 'node:fs'
import { Writable } from 'node:stream'
import { workerData } from 'node:worker_threads'
import { FAILED } from './command'
import { setEngineFlags } from './engine-flags'
import { main } from './main'
import { guardStandardOutput, oneLine, writeError } from './output'

const { args, outcome } = workerData as { readonly args: readonly string[]; readonly outcome: Int32Array }
/** A pipe that is full is tried again after this long. */
const FULL_MS = 5

// A worker's streams pass through the thread that waits: these write themselves.
for (const [name, fd] of [
  ['stdout', 1],
  ['stderr', 2],
] as const) {
  Object.defineProperty(process, name, { value: new Writable({ decodeStrings: true, write: writer(fd) }) })
}
process.on('exit', end)
process.on('uncaughtException', (error) => {
  writeError(oneLine(error))
  process.exit(FAILED)
})
setEngineFlags()
guardStandardOutput()
void main(args).then((status) => process.exit(status))

function end(status: number): void {
  outcome[1] = status
  Atomics.store(outcome, 0, 1)
  Atomics.notify(outcome, 0)
}

function writer(fd: number): (chunk: Buffer, encoding: string, done: (error?: Error) => void) => void {
  return (chunk, _encoding, done) => {
    let written = 0
    while (written < chunk.length) {
      try {
        written += writeSync(fd, chunk, written)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return done(error as Error)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_MS)
      }
    }
    done()
  }
}
