/** A worker thread that holds one document: bytes come in, answers go out; stopping the thread is how work is cancelled. */
import { parentPort } from 'node:worker_threads'
import type { EditedBlob, OpenedBlob, Reply } from '../../shared/api'
import type { TreeColumns } from '../../shared/tree'
import { openDocument } from './document'
import type { GuardDocument, ProgressListener } from './document'
import type { Measurements } from './measurements'
import type { EditSession } from './edit-session'
import { memoryAtRest, memoryWatch } from './memory-watch'
import { toDocumentError } from './protocol'
import type { FromWorker, Question, Questions, ToWorker } from './protocol'
import { patchOf } from './tree-patch'

/** Progress is for the eye: 20 a second. */
const PROGRESS_MS = 50
/** The answer that is under way goes first. */
const PREPARE_MS = 100

const checkMemory = memoryWatch()
const answered = memoryAtRest()
let document: GuardDocument | null = null
/** What the file holds, as far as this thread knows: as it was read, or as it was saved last. */
let onDisk: Uint8Array = new Uint8Array()
let session: EditSession | null = null
let asOpened: Uint8Array = new Uint8Array()
/** The document before it was edited, for those who compare: read again when it is first asked for. */
let before: GuardDocument | null = null

/** The profiles that were made last. */
let measurements: Measurements | null = null
/** The trees that the window holds, by blob. */
const shown = new Map<number, TreeColumns>()

/** Which part answers each question: what a part needs is loaded when it is first asked, so a file opens without it. */
const PARTS = {
  open: 'view',
  blob: 'view',
  detail: 'view',
  text: 'view',
  edit: 'edit',
  editChoices: 'edit',
  jump: 'edit',
  save: 'edit',
  bare: 'edit',
  restore: 'edit',
  part: 'edit',
  digest: 'compare',
  diff: 'compare',
  columns: 'compare',
  diffTrees: 'compare',
  recompilations: 'compare',
  findings: 'examine',
  documentText: 'write',
  readDocumentText: 'write',
  guardFilters: 'choose',
  chooseGuards: 'choose',
  profile: 'measure',
  timedCall: 'measure',
  timeLocals: 'measure',
  savings: 'measure',
  exportProfile: 'measure',
  report: 'report',
  previewEdits: 'preview',
  parseExpressions: 'preview',
  parseLiteral: 'preview',
  literalAt: 'preview',
  ownScenario: 'replay',
  changeScenario: 'replay',
  replay: 'replay',
  replayAll: 'replay',
  sweep: 'replay',
  suggest: 'replay',
  globalState: 'replay',
  heldState: 'replay',
  compareGlobalState: 'replay',
  readScenarios: 'replay',
} as const satisfies Readonly<Record<Question, string>>
type Part = (typeof PARTS)[Question]
type Asked<Q extends Question> = Extract<ToWorker, { question: Q }>
type AskedOf<P extends Part> = Asked<{ [Q in Question]: (typeof PARTS)[Q] extends P ? Q : never }[Question]>
type Given = Questions[Question]['answer']

parentPort?.on('message', async (message: ToWorker) => {
  // Typed arrays are copied on their way out, not moved: the document keeps its columns for the next question.
  send({ type: 'answer', serial: message.serial, reply: await reply(message) })
  answered()
})

async function reply(message: ToWorker): Promise<Reply<Given>> {
  try {
    return { ok: true, value: await answer(message) }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

/** Blobs that are ready to be edited, or soon will be. */
const prepared = new Set<number>()

/** Who looks at a node may edit it next: the first edit of a large blob is to be as quick as the others. */
function prepareEdits(blob: number): void {
  if (prepared.has(blob)) return
  prepared.add(blob)
  setTimeout(async () => {
    const { EditSession } = await import('./edit-session')
    session ??= new EditSession(opened(), onDisk)
    try {
      session.prepare(blob)
    } catch {
      // an edit will say what is wrong
    }
  }, PREPARE_MS)
}

function answer(message: ToWorker): Given | Promise<Given> {
  switch (PARTS[message.question]) {
    case 'view':
      return viewed(message as AskedOf<'view'>)
    case 'edit':
      return edited(message as AskedOf<'edit'>)
    case 'compare':
      return compared(message as AskedOf<'compare'>)
    case 'examine':
      return examined(message as AskedOf<'examine'>)
    case 'write':
      return written(message as AskedOf<'write'>)
    case 'choose':
      return chosen(message as AskedOf<'choose'>)
    case 'measure':
      return measured(message as AskedOf<'measure'>)
    case 'report':
      return reported(message as AskedOf<'report'>)
    case 'preview':
      return previewed(message as AskedOf<'preview'>)
    case 'replay':
      return replayed(message as AskedOf<'replay'>)
  }
}

function viewed(message: AskedOf<'view'>): Given {
  const onProgress = progress()
  if (message.question === 'open') {
    document = openDocument(message.bytes, onProgress, checkMemory)
    onDisk = message.bytes
    asOpened = message.bytes
    return document.info
  }
  switch (message.question) {
    case 'blob':
      return show(message.blob, opened().openBlob(message.blob, onProgress))
    case 'detail':
      prepareEdits(message.blob)
      return opened().nodeDetail(message.blob, message.node)
    case 'text':
      return opened().treeText(message.blob)
  }
}

async function compared(message: AskedOf<'compare'>): Promise<Given> {
  const { blob } = message
  if (message.question === 'recompilations') return (await import('./recompilations')).recompilationsOf(opened(), blob)
  const { blobDigest, diffBlob, diffTrees } = await import('./blob-diff')
  switch (message.question) {
    case 'digest':
      return blobDigest(message.original ? pristine() : opened(), blob)
    case 'columns':
      return (message.original ? pristine() : opened()).openBlob(blob).tree
    case 'diff':
      return diffBlob(opened(), blob, message.other)
    case 'diffTrees':
      return diffTrees(opened(), blob, message.other, message.tree)
  }
}

async function written(message: AskedOf<'write'>): Promise<Given> {
  const { blobText, readBlobText } = await import('./blob-text')
  return message.question === 'documentText'
    ? blobText(opened(), message.blob)
    : readBlobText(opened(), message.blob, message.text)
}

async function chosen(message: AskedOf<'choose'>): Promise<Given> {
  const { chooseGuards, countFilters } = await import('./selection')
  return message.question === 'guardFilters'
    ? countFilters(opened(), message.blob)
    : chooseGuards(opened(), message.blob, message.choice)
}

async function measured(message: AskedOf<'measure'>): Promise<Given> {
  const [{ Measurements }, { timedCall }] = await Promise.all([import('./measurements'), import('./guard-rows')])
  const onProgress = progress()
  measurements ??= new Measurements((fraction) => onProgress('measure', fraction))
  switch (message.question) {
    case 'profile':
      return measurements.profile(message.options.original ? pristine() : opened(), message)
    case 'timeLocals':
      return measurements.locals(opened())
    case 'timedCall':
      return timedCall(opened(), message.blob, message.scenario)
    case 'savings':
      return measurements.savings(opened(), message)
    case 'exportProfile':
      return measurements.exported(message.blob, message.name, message.format)
  }
}

async function reported(message: AskedOf<'report'>): Promise<Given> {
  const { reportText } = await import('./report/window')
  return reportText(opened(), message, (blob) => measurements?.of(opened(), blob) ?? null)
}

async function examined({ blob, torch }: AskedOf<'examine'>): Promise<Given> {
  const { listFindings } = await import('./doctor')
  return listFindings(opened(), blob, torch)
}

async function previewed(message: AskedOf<'preview'>): Promise<Given> {
  const { answerPreview } = await import('./preview')
  return answerPreview(opened(), message)
}

async function edited(message: AskedOf<'edit'>): Promise<Given> {
  const [{ EditSession }, { saveFile }] = await Promise.all([import('./edit-session'), import('./save')])
  session ??= new EditSession(opened(), onDisk)
  switch (message.question) {
    case 'edit':
      return changed(message.blob, session.edit(message.blob, message.edits, message.label))
    case 'editChoices':
      return session.choices(message.blob)
    case 'jump':
      return changed(message.blob, session.jump(message.blob, message.position))
    case 'bare': {
      const { encodePickle } = await import('../pickle/encode')
      const { pickle, locals } = opened().graph(message.blob)
      return { blob: Buffer.from(encodePickle(pickle)).toString('base64'), locals }
    }
    case 'save': {
      const { path, over, keepAll } = message
      const bytes = session.encode()
      saveFile(path, bytes, over ? { opened: onDisk, keepOriginal: true, keepAll } : {})
      if (!over) return { path, onDisk: null }
      onDisk = shared(bytes)
      session.saved()
      return { path, onDisk }
    }
    case 'restore':
      if (message.onDisk !== null) onDisk = message.onDisk
      session.restore(message.blobs)
      return null
    case 'part':
      onDisk = message.onDisk
      session.parted()
      return null
  }
}

function show(blob: number, opened: OpenedBlob): OpenedBlob {
  shown.set(blob, opened.tree)
  return opened
}

/** Of a tree that the window holds only what changed. */
function changed(blob: number, { opened, history }: EditedBlob & { readonly opened: OpenedBlob }): EditedBlob {
  const before = shown.get(blob)
  show(blob, opened)
  const patch = before === undefined ? null : patchOf(before, opened.tree)
  return patch === null ? { opened, history } : { opened: { summary: opened.summary, tree: patch }, history }
}

async function replayed(message: AskedOf<'replay'>): Promise<Given> {
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
    case 'heldState':
      return replayer.heldState()
    case 'compareGlobalState':
      return replayer.compareGlobalState(message.state)
  }
}

/** In memory that the main process shares: it keeps what was saved, should this thread end. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

/** The document as it was opened. */
function pristine(): GuardDocument {
  if (session?.hasEdits !== true) return opened()
  return (before ??= openDocument(asOpened, undefined, checkMemory))
}

function opened(): GuardDocument {
  if (document === null) throw new Error('no file is open')
  return document
}

function progress(): ProgressListener {
  let told = 0
  let last = ''
  return (phase, fraction) => {
    checkMemory()
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
