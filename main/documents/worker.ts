/** A worker thread that holds one document: bytes come in, answers go out; stopping the thread is how work is cancelled. */
import { parentPort } from 'node:worker_threads'
import type { Reply } from '../../shared/api'
import { openDocument } from './document'
import type { GuardDocument, ProgressListener } from './document'
import type { EditSession } from './edit-session'
import { toDocumentError } from './protocol'
import type { FromWorker, Question, Questions, ToWorker } from './protocol'

/** Progress is for the eye: 20 a second. */
const PROGRESS_MS = 50

let document: GuardDocument | null = null
/** What the file holds, as far as this thread knows: as it was read, or as it was saved last. */
let onDisk: Uint8Array = new Uint8Array()
/** Of what the file holds; a large file takes its time, so it is made once. */
let digest: string | null = null
let session: EditSession | null = null
let asOpened: Uint8Array = new Uint8Array()
/** The document before it was edited, for those who compare: read again when it is first asked for. */
let before: GuardDocument | null = null

type Viewing = 'open' | 'blob' | 'detail' | 'text'
type Editing = 'edit' | 'jump' | 'edits' | 'save' | 'bare'
type Comparing = 'digest' | 'diff'
type Replaying = Exclude<Question, Viewing | Editing | Comparing | 'findings'>
type Asked<Q extends Question> = Extract<ToWorker, { question: Q }>
type Given = Questions[Question]['answer']

const VIEWING: ReadonlySet<Question> = new Set<Viewing>(['open', 'blob', 'detail', 'text'])
const EDITING: ReadonlySet<Question> = new Set<Editing>(['edit', 'jump', 'edits', 'save', 'bare'])
const COMPARING: ReadonlySet<Question> = new Set<Comparing>(['digest', 'diff'])

parentPort?.on('message', async (message: ToWorker) => {
  // Typed arrays are copied on their way out, not moved: the document keeps its columns for the next question.
  send({ type: 'answer', serial: message.serial, reply: await reply(message) })
})

async function reply(message: ToWorker): Promise<Reply<Given>> {
  try {
    return { ok: true, value: await answer(message) }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

/** What a replay, an edit, a comparison and the doctor need is loaded when the first is asked for: a file opens without it. */
function answer(message: ToWorker): Given | Promise<Given> {
  if (VIEWING.has(message.question)) return viewed(message as Asked<Viewing>)
  if (COMPARING.has(message.question)) return compared(message as Asked<Comparing>)
  if (message.question === 'findings') return examined(message)
  return EDITING.has(message.question) ? edited(message as Asked<Editing>) : replayed(message as Asked<Replaying>)
}

function viewed(message: Asked<Viewing>): Given {
  const onProgress = progress()
  if (message.question === 'open') {
    document = openDocument(message.bytes, onProgress)
    onDisk = message.bytes
    asOpened = message.bytes
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

async function compared(message: Asked<Comparing>): Promise<Given> {
  const { blobDigest, diffBlob } = await import('./blob-diff')
  return message.question === 'digest'
    ? blobDigest(message.original ? pristine() : opened(), message.blob)
    : diffBlob(opened(), message.blob, message.other)
}

async function examined({ blob, torch }: Asked<'findings'>): Promise<Given> {
  const { listFindings } = await import('./doctor')
  return listFindings(opened(), blob, torch)
}

async function edited(message: Asked<Editing>): Promise<Given> {
  const [{ EditSession }, { saveFile }, { createHash }] = await Promise.all([
    import('./edit-session'),
    import('./save'),
    import('node:crypto'),
  ])
  session ??= new EditSession(opened(), onDisk)
  switch (message.question) {
    case 'edit':
      return session.edit(message.blob, message.edits, message.label)
    case 'jump':
      return session.jump(message.blob, message.position)
    case 'bare': {
      const { encodePickle } = await import('../pickle/encode')
      const { pickle, locals } = opened().graph(message.blob)
      return { blob: Buffer.from(encodePickle(pickle)).toString('base64'), locals }
    }
    case 'edits':
      digest ??= createHash('sha256').update(onDisk).digest('hex')
      return { digest, edits: session.edits }
    case 'save': {
      const { path, over } = message
      const bytes = session.encode()
      saveFile(path, bytes, over ? { opened: onDisk, keepOriginal: true } : {})
      if (over) {
        onDisk = bytes
        digest = null
        session.saved()
      }
      return path
    }
  }
}

async function replayed(message: Asked<Replaying>): Promise<Given> {
  const { Replayer, replayerOf } = await import('./replay')
  if (message.question === 'readScenarios') return Replayer.list(message.file)
  const original = 'options' in message && message.options.original === true
  const replayer = replayerOf(original ? pristine() : opened(), message.blob)
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

/** The document as it was opened. */
function pristine(): GuardDocument {
  if (session === null) return opened()
  return (before ??= openDocument(asOpened))
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
