/** The one bridge to the window: each method of the contract as a call, each event as a subscription; replies are checked as they arrive. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { GuardscopeApi, Reply } from '../shared/api'
import { EVENTS, METHODS, PAGES, channel } from '../shared/ipc'
import type { Answer, EventName, Method, Payload, Request } from '../shared/ipc'
import type { LiveResult } from '../shared/live-process'

async function call<M extends Method>(method: M, ...request: Request<M>): Promise<Answer<M>> {
  const answer: unknown = await ipcRenderer.invoke(channel(method), ...request)
  return METHODS[method].reply.parse(answer) as Answer<M>
}

function listen<E extends EventName>(name: E, listener: (payload: Payload<E>) => void): () => void {
  const receive = (_event: unknown, payload: unknown): void => {
    const checked = EVENTS[name].safeParse(payload)
    if (checked.success) listener(checked.data as Payload<E>)
  }
  ipcRenderer.on(channel(name), receive)
  return () => void ipcRenderer.off(channel(name), receive)
}

function pathForFile(file: File): string {
  // Electron before 32 has no webUtils.getPathForFile: its files carry their path.
  const path: unknown = webUtils?.getPathForFile ? webUtils.getPathForFile(file) : (file as { path?: unknown }).path
  return typeof path === 'string' ? path : ''
}

const api: GuardscopeApi = {
  appState: () => call('appState'),
  chooseFiles: () => call('chooseFiles'),
  chooseFolder: () => call('chooseFolder'),
  openDocument: (id, path) => call('openDocument', id, path),
  openBlob: (id, blob) => call('openBlob', id, blob),
  cancel: (id) => call('cancel', id),
  stopWork: (id, work) => call('stopWork', id, work),
  closeDocument: (id) => call('closeDocument', id),
  nodeDetail: (id, blob, node) => call('nodeDetail', id, blob, node),
  treeText: (id, blob) => call('treeText', id, blob),
  ownScenario: (id, blob) => call('ownScenario', id, blob),
  changeScenario: (id, blob, scenario, changes) => call('changeScenario', id, blob, scenario, [...changes]),
  replay: (id, blob, scenario, options) => call('replay', id, blob, scenario, options),
  replayAll: (id, blob, scenarios, options) => call('replayAll', id, blob, [...scenarios], options),
  sweep: (id, blob, scenario, axes, options) => call('sweep', id, blob, scenario, [...axes], options),
  suggest: (id, blob, scenario, options) => call('suggest', id, blob, scenario, options),
  globalState: (id, blob) => call('globalState', id, blob),
  compareGlobalState: (id, blob, state) => call('compareGlobalState', id, blob, state),
  diffBlobs: (id, blob, other, otherBlob) => call('diffBlobs', id, blob, other, otherBlob),
  recompilations: (id, blob) => call('recompilations', id, blob),
  diffTrees: (id, blob, other, otherBlob) => call('diffTrees', id, blob, other, otherBlob),
  findings: (id, blob, torch) => call('findings', id, blob, torch),
  precisionStart: (torch) => call('precisionStart', torch),
  precisionOf: (torch, readings, before) => call('precisionOf', torch, readings, before),
  precisionActions: (from, to) => call('precisionActions', from, to),
  precisionPreview: (state, change) => call('precisionPreview', state, change),
  precisionPython: (from, to) => call('precisionPython', from, to),
  precisionBlobs: (now, then, blobs) => call('precisionBlobs', now, then, [...blobs]),
  openPage: async (page) => {
    const known = PAGES.find((one) => one === page)
    if (known !== undefined) await call('openPage', known)
  },
  guardFilters: (id, blob) => call('guardFilters', id, blob),
  profile: (id, blob, scenario, options) => call('profile', id, blob, scenario, options),
  savings: (id, blob, scenario, scenarios, own) => call('savings', id, blob, scenario, [...scenarios], own),
  timeLocals: (id) => call('timeLocals', id),
  exportProfile: (id, blob, format) => call('exportProfile', id, blob, format),
  reportSize: (id, ask) => call('reportSize', id, ask),
  exportReport: (id, ask) => call('exportReport', id, ask),
  chooseGuards: (id, blob, choice) => call('chooseGuards', id, blob, choice),
  documentText: (id, blob) => call('documentText', id, blob),
  readDocumentText: (id, blob, text) => call('readDocumentText', id, blob, text),
  readScenarios: (id, path) => call('readScenarios', id, path),
  savedScenarios: (id, blob) => call('savedScenarios', id, blob),
  saveScenarios: (id, blob, scenarios) => call('saveScenarios', id, blob, [...scenarios]),
  keepScenarios: (id, blob, scenarios) => call('keepScenarios', id, blob, [...scenarios]),
  readClipboard: () => call('readClipboard'),
  editBlob: (id, blob, edits, label) => call('editBlob', id, blob, [...edits], label),
  editChoices: (id, blob) => call('editChoices', id, blob),
  previewEdits: (id, blob, edits, scenarios, options) =>
    call('previewEdits', id, blob, [...edits], [...scenarios], options),
  parseExpressions: (id, blob, exprs) => call('parseExpressions', id, blob, [...exprs]),
  parseLiteral: (id, text) => call('parseLiteral', id, text),
  literalAt: (id, blob, node) => call('literalAt', id, blob, node),
  jumpHistory: (id, blob, position) => call('jumpHistory', id, blob, position),
  saveDocument: (id, as) => call('saveDocument', id, as),
  reloadDocument: (id, redo) => call('reloadDocument', id, redo),
  keepMine: (id) => call('keepMine', id),
  unsavedEdits: (id) => call('unsavedEdits', id),
  forgetEdits: (id) => call('forgetEdits', id),
  devices: () => call('devices'),
  probeDevice: (ordinal) => call('probeDevice', ordinal),
  emulatedErrors: () => call('emulatedErrors'),
  openTrace: (id, path) => call('openTrace', id, path),
  traceStory: (id, chain) => call('traceStory', id, chain),
  traceTree: (id, compile) => call('traceTree', id, compile),
  traceNode: (id, compile, node) => call('traceNode', id, compile, node),
  liveStart: (target) => call('liveStart', target),
  liveStop: () => call('liveStop'),
  // the main side has checked the answer
  liveAsk: (method, params) => call('liveAsk', method, params) as Promise<Reply<LiveResult<typeof method>>>,
  liveLoad: (id, blob) => call('liveLoad', id, blob),
  problems: () => call('problems'),
  noteProblem: (problem) => call('noteProblem', problem),
  writeDetails: (on) => call('writeDetails', on),
  deleteProblems: () => call('deleteProblems'),
  showProblemFolder: () => call('showProblemFolder'),
  liveProfile: (id, blob, scenario, options) => call('liveProfile', id, blob, scenario, options),
  writeClipboard: (text) => call('writeClipboard', text),
  changeSettings: (change) => call('changeSettings', change),
  settingsText: () => call('settingsText'),
  applySettings: (text) => call('applySettings', text),
  pinRecent: (path, pinned) => call('pinRecent', path, pinned),
  forgetRecent: (path) => call('forgetRecent', path),
  missingFiles: (paths) => call('missingFiles', [...paths]),
  openSample: (id) => call('openSample', id),
  newWindow: (paths) => call('newWindow', [...paths]),
  keepSession: (session) => call('keepSession', session),
  tellDone: (title, body) => call('tellDone', title, body),
  dragOut: (id) => call('dragOut', id),
  clearRecent: () => call('clearRecent'),
  pathForFile,
  onProgress: (listener) => listen('progress', listener),
  onOpenPaths: (listener) => listen('openPaths', listener),
  onPreferences: (listener) => listen('preferences', listener),
  onRecent: (listener) => listen('recent', listener),
  onFileOnDisk: (listener) => listen('fileOnDisk', listener),
  onLiveState: (listener) => listen('liveState', listener),
  onLive: (listener) => listen('live', listener),
  onCommand: (listener) => listen('command', listener),
}

contextBridge.exposeInMainWorld('guardscope', api)
