/** A worker thread that holds one document: bytes come in, answers go out; stopping the thread is how work is cancelled. */
import { parentPort } from 'node:worker_threads'
import type { Reply } from '../../shared/api'
import { openDocument } from './document'
import type { GuardDocument, ProgressListener } from './document'
import { toDocumentError } from './protocol'
import type { FromWorker, Question, Questions, ToWorker } from './protocol'

/** Progress is for the eye: 20 a second. */
const PROGRESS_MS = 50

let document: GuardDocument | null = null

/** Questions of a comparison, whose modules are loaded when the first is asked, too. */
type DiffQuestion = 'digest' | 'diff'
const isDiff = (message: ToWorker): message is Extract<ToWorker, { question: DiffQuestion }> =>
  message.question === 'digest' || message.question === 'diff'

/** Questions of a replay: what they need is loaded when the first is asked, for a file opens without it. */
type ReplayQuestion = Exclude<Question, 'open' | 'blob' | 'detail' | 'text' | DiffQuestion>
const REPLAY: ReadonlySet<Question> = new Set<ReplayQuestion>([
  'ownScenario',
  'changeScenario',
  'replay',
  'replayAll',
  'sweep',
  'suggest',
  'globalState',
  'compareGlobalState',
  'readScenarios',
])
const isReplay = (message: ToWorker): message is Extract<ToWorker, { question: ReplayQuestion }> =>
  REPLAY.has(message.question)

parentPort?.on('message', async (message: ToWorker) => {
  // Typed arrays are copied on their way out, not moved: the document keeps its columns for the next question.
  send({ type: 'answer', serial: message.serial, reply: await reply(message) })
})

async function reply(message: ToWorker): Promise<Reply<Questions[Question]['answer']>> {
  try {
    if (isDiff(message)) return { ok: true, value: await compared(message) }
    return { ok: true, value: isReplay(message) ? await replayed(message) : answer(message) }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

function answer(
  message: Exclude<ToWorker, { question: ReplayQuestion | DiffQuestion }>,
): Questions[Question]['answer'] {
  const onProgress = progress()
  if (message.question === 'open') {
    document = openDocument(message.bytes, onProgress)
    return document.info
  }
  switch (message.question) {
    case 'blob':
      return opened().openBlob(message.blob, onProgress)
    case 'detail':
      return opened().nodeDetail(message.blob, message.node)
    case 'text':
      return opened().treeText(message.blob)
  }
}

async function compared(
  message: Extract<ToWorker, { question: DiffQuestion }>,
): Promise<Questions[Question]['answer']> {
  const { blobDigest, diffBlob } = await import('./blob-diff')
  return message.question === 'digest'
    ? blobDigest(opened(), message.blob)
    : diffBlob(opened(), message.blob, message.other)
}

async function replayed(
  message: Extract<ToWorker, { question: ReplayQuestion }>,
): Promise<Questions[Question]['answer']> {
  const { Replayer, replayerOf } = await import('./replay')
  if (message.question === 'readScenarios') return Replayer.list(message.file)
  const replayer = replayerOf(opened(), message.blob)
  switch (message.question) {
    case 'ownScenario':
      return replayer.own()
    case 'changeScenario':
      return replayer.change(message.scenario, message.changes)
    case 'replay':
      return replayer.replay(message.scenario, message.options)
    case 'replayAll':
      return replayer.replayAll(message.scenarios, message.options)
    case 'sweep':
      return replayer.sweep(message.scenario, message.axes, message.options)
    case 'suggest':
      return replayer.suggest(message.scenario, message.options)
    case 'globalState':
      return replayer.globalState()
    case 'compareGlobalState':
      return replayer.compareGlobalState(message.state)
  }
}

function opened(): GuardDocument {
  if (document === null) throw new Error('no file is open')
  return document
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
