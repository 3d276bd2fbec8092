/** A worker thread that holds one document: bytes come in, answers go out; stopping the thread is how work is cancelled. */
import { parentPort } from 'node:worker_threads'
import { openDocument } from './document'
import type { GuardDocument, ProgressListener } from './document'
import { toDocumentError } from './protocol'
import { Replayer } from './replay'
import type { FromWorker, Question, Questions, ToWorker } from './protocol'

/** Progress is for the eye: 20 a second. */
const PROGRESS_MS = 50

let document: GuardDocument | null = null

parentPort?.on('message', (message: ToWorker) => {
  // Typed arrays are copied on their way out, not moved: the document keeps its columns for the next question.
  send({ type: 'answer', serial: message.serial, reply: reply(() => answer(message)) })
})

function answer(message: ToWorker): Questions[Question]['answer'] {
  const onProgress = progress()
  if (message.question === 'open') {
    document = openDocument(message.bytes, onProgress)
    return document.info
  }
  if (message.question === 'readScenarios') return Replayer.list(message.file)
  if (document === null) throw new Error('no file is open')
  switch (message.question) {
    case 'blob':
      return document.openBlob(message.blob, onProgress)
    case 'detail':
      return document.nodeDetail(message.blob, message.node)
    case 'text':
      return document.treeText(message.blob)
    case 'ownScenario':
      return document.replayer(message.blob).own()
    case 'changeScenario':
      return document.replayer(message.blob).change(message.scenario, message.changes)
    case 'replay':
      return document.replayer(message.blob).replay(message.scenario, message.options)
    case 'replayAll':
      return document.replayer(message.blob).replayAll(message.scenarios, message.options)
    case 'sweep':
      return document.replayer(message.blob).sweep(message.scenario, message.axes, message.options)
    case 'suggest':
      return document.replayer(message.blob).suggest(message.scenario, message.options)
    case 'globalState':
      return document.replayer(message.blob).globalState()
    case 'compareGlobalState':
      return document.replayer(message.blob).compareGlobalState(message.state)
  }
}

function reply<T>(work: () => T): { ok: true; value: T } | { ok: false; error: ReturnType<typeof toDocumentError> } {
  try {
    return { ok: true, value: work() }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

function progress(): ProgressListener {
  let told = 0
  let last = ''
  return (phase, fraction) => {
    const now = performance.now()
    if (phase === last && now - told < PROGRESS_MS && fraction < 1) return
    told = now
    last = phase
    send({ type: 'progress', phase, fraction })
  }
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message)
}
