/** A worker thread that holds one document: bytes come in, answers go out; stopping the thread is how work is cancelled. */
import { parentPort } from 'node:worker_threads'
import { openDocument } from './document'
import type { GuardDocument, ProgressListener } from './document'
import { toDocumentError } from './protocol'
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
    case 'replay':
      return document.replayer(message.blob).replay(message.scenario)
    case 'sweep':
      return document.replayer(message.blob).sweep(message.scenario, message.sweep)
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
