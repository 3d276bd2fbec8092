/** A worker thread that holds one torch log: it is read here, and stopping the thread calls that off. */
import { parentPort } from 'node:worker_threads'
import type { Reply } from '../../shared/api'
import { memoryAtRest, memoryWatch } from './memory-watch'
import { toDocumentError } from './protocol'
import { TraceFile } from './trace-file'
import type { TracedGuards } from './traced-guards'
import type { FromTraceWorker, ToTraceWorker, TraceQuestion, TraceQuestions } from './trace-protocol'

/** Progress is for the eye: 20 a second. */
const PROGRESS_MS = 50

type Given = TraceQuestions[TraceQuestion]['answer']

const checkMemory = memoryWatch()
const answered = memoryAtRest()
let file: TraceFile | null = null

parentPort?.on('message', async (message: ToTraceWorker) => {
  send({ type: 'answer', serial: message.serial, reply: await reply(message) })
  answered()
})

async function reply(message: ToTraceWorker): Promise<Reply<Given>> {
  try {
    return { ok: true, value: await answer(message) }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

async function answer(message: ToTraceWorker): Promise<Given> {
  if (message.question === 'open') {
    last = null
    file = await TraceFile.open(message.path, { onProgress: progress() })
    return file.trace
  }
  if (file === null) throw new Error('no log is open')
  switch (message.question) {
    case 'story':
      return file.story(message.chain)
    case 'report': {
      const { traceReportText } = await import('./report/trace')
      return traceReportText(file, message)
    }
    case 'node':
      return (await guardsOf(file, message.compile)).node(message.node)
    case 'tree': {
      const guards = await guardsOf(file, message.compile)
      return guards.tree.tree.count === 0 ? null : guards.tree
    }
  }
}

/** Of the compile that was looked at last: its nodes are asked for one after the other. */
let last: { readonly compile: number; readonly guards: TracedGuards } | null = null

async function guardsOf(log: TraceFile, compile: number): Promise<TracedGuards> {
  if (last?.compile !== compile) last = { compile, guards: await log.guards(compile) }
  return last.guards
}

function progress(): (fraction: number) => void {
  let last = 0
  return (fraction) => {
    checkMemory()
    const now = Date.now()
    if (now - last < PROGRESS_MS) return
    last = now
    send({ type: 'progress', fraction })
  }
}

function send(message: FromTraceWorker): void {
  parentPort?.postMessage(message)
}
