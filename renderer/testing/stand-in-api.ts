/** Stands in for the bridge in tests: documents given as printed trees, every answer under the test's hand. */
import type { AppState, GuardscopeApi, OpenedBlob, Reply } from '../../shared/api'
import type { BlobInfo, DocumentInfo, OpenProgress } from '../../shared/document'
import { DEFAULT_PREFERENCES } from '../../shared/preferences'
import { readPrintedTree } from './printed-tree'
import type { PrintedTree } from './printed-tree'

export interface StandInFile {
  readonly path: string
  /** The printed tree of each blob in it. */
  readonly blobs: readonly string[]
  readonly functions?: readonly string[]
  readonly notes?: OpenedBlob['summary']['notes']
  /** Answers with this error instead. */
  readonly fails?: { readonly message: string; readonly offset: number | null }
  /** Never answers; progress stands at this fraction. */
  readonly hangsAt?: number
}

export interface StandIn {
  readonly api: GuardscopeApi
  readonly clipboard: string[]
  readonly cancelled: string[]
  openFromOutside(paths: readonly string[]): void
  command(name: string): void
}

/** A bridge over `files`; an unknown path answers as a missing file does. */
export function createStandIn(files: readonly StandInFile[], state: Partial<AppState> = {}): StandIn {
  const paths = new Map<string, StandInFile>()
  const open = new Map<string, StandInFile>()
  const parsed = new Map<string, PrintedTree>()
  const progress = new Set<(progress: OpenProgress) => void>()
  const outside = new Set<(paths: readonly string[]) => void>()
  const commands = new Set<(command: string) => void>()
  const waiting = new Map<string, () => void>()
  const clipboard: string[] = []
  const cancelled: string[] = []
  for (const file of files) paths.set(file.path, file)

  const fail = <T>(message: string, offset: number | null = null): Reply<T> => ({
    ok: false,
    error: { message, offset },
  })
  const replaysNothing = async <T>(): Promise<Reply<T>> => fail('a stand-in replays nothing')
  const textOf = (id: string, blob: number): string | undefined => open.get(id)?.blobs[blob]
  const treeOf = (text: string): PrintedTree => {
    const tree = parsed.get(text) ?? readPrintedTree(text)
    parsed.set(text, tree)
    return tree
  }
  const subscribe =
    <T>(listeners: Set<(value: T) => void>) =>
    (listener: (value: T) => void): (() => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }

  const api: GuardscopeApi = {
    openTrace: async () => ({ ok: true, value: null }),
    traceStory: async () => fail('a stand-in has no logs'),
    traceTree: async () => fail('a stand-in has no logs'),
    traceNode: async () => fail('a stand-in has no logs'),
    appState: async () => ({
      version: '0.1.0',
      electron: '',
      platform: 'linux',
      preferences: { ...DEFAULT_PREFERENCES, theme: 'dark' },
      recent: [],
      pending: files.slice(0, 1).map((file) => file.path),
      live: [],
      session: null,
      ...state,
    }),
    chooseFiles: async () => files.map((file) => file.path),
    chooseFolder: async () => [],
    openDocument: async (id, path): Promise<Reply<DocumentInfo>> => {
      const file = paths.get(path)
      if (file === undefined) return fail(`${path}: no such file`)
      open.set(id, file)
      if (file.hangsAt !== undefined) {
        for (const listener of progress) listener({ id, path, phase: 'decode', fraction: file.hangsAt })
        await new Promise<void>((resolve) => waiting.set(id, resolve))
        return fail('cancelled')
      }
      if (file.fails !== undefined) return { ok: false, error: file.fails }
      const blobs = file.blobs.map((text, index): BlobInfo => ({
        index,
        path: file.blobs.length > 1 ? `codes[0].guarded_codes[${index}]` : '',
        function: file.functions?.[index] ?? '',
        recompilation: file.functions === undefined ? -1 : index,
        offset: index * 1000,
        length: text.length,
        locals: null,
      }))
      return {
        ok: true,
        value: {
          id,
          path,
          name: path.split('/').pop() ?? path,
          size: 156_753,
          kind: blobs.length > 1 ? 'dynamo-store-entry' : 'guards_state',
          torch: '',
          blobs,
        },
      }
    },
    openBlob: async (id, blob) => {
      const text = textOf(id, blob)
      if (text === undefined) return fail('no such blob')
      const { columns } = treeOf(text)
      const counts = new Map<string, number>()
      for (let node = 0; node < columns.count; node++) {
        const title = columns.strings[columns.titleId[node] ?? 0] ?? ''
        if (columns.family[node] !== 0) counts.set(title, (counts.get(title) ?? 0) + 1)
      }
      const guardTypes = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
      return {
        ok: true,
        value: {
          summary: {
            index: blob,
            torch: '2.13',
            guards: guardTypes.reduce((sum, { count }) => sum + count, 0),
            guardTypes,
            nodes: columns.count,
            bytes: 156_753,
            notes: open.get(id)?.notes ?? [],
            timings: { decode: 3, state: 2, build: 4, print: 2 },
          },
          tree: columns,
        },
      }
    },
    cancel: async (id) => {
      cancelled.push(id)
      waiting.get(id)?.()
    },
    stopWork: async () => {},
    closeDocument: async (id) => void open.delete(id),
    nodeDetail: async (id, blob, node) => {
      const text = textOf(id, blob)
      const detail = text === undefined ? undefined : treeOf(text).details[node]
      return detail === undefined ? fail('no such node') : { ok: true, value: detail }
    },
    treeText: async (id, blob) => {
      const text = textOf(id, blob)
      return text === undefined ? fail('no such blob') : { ok: true, value: text }
    },
    ownScenario: replaysNothing,
    changeScenario: replaysNothing,
    replay: replaysNothing,
    replayAll: replaysNothing,
    sweep: replaysNothing,
    suggest: replaysNothing,
    globalState: replaysNothing,
    compareGlobalState: replaysNothing,
    diffBlobs: async () => fail('a stand-in compares nothing'),
    recompilations: async () => fail('a stand-in was compiled once'),
    findings: async () => fail('a stand-in finds nothing'),
    precisionStart: async () => fail('a stand-in has no rules'),
    precisionOf: async () => fail('a stand-in has no rules'),
    precisionActions: async () => fail('a stand-in has no rules'),
    precisionPreview: async () => fail('a stand-in has no rules'),
    precisionPython: async () => fail('a stand-in has no rules'),
    precisionBlobs: async () => fail('a stand-in has no rules'),
    openPage: async () => {},
    guardFilters: async () => fail('a stand-in filters nothing'),
    profile: async () => fail('a stand-in measures nothing'),
    savings: async () => fail('a stand-in measures nothing'),
    timeLocals: async () => fail('a stand-in measures nothing'),
    liveProfile: async () => fail('a stand-in has no live process'),
    exportProfile: async () => fail('a stand-in measures nothing'),
    reportSize: async () => fail('a stand-in reports nothing'),
    exportReport: async () => fail('a stand-in reports nothing'),
    chooseGuards: async () => fail('a stand-in chooses nothing'),
    documentText: async () => fail('a stand-in writes nothing'),
    readDocumentText: async () => fail('a stand-in reads nothing'),
    readScenarios: replaysNothing,
    savedScenarios: replaysNothing,
    saveScenarios: replaysNothing,
    keepScenarios: async () => {},
    diffTrees: replaysNothing,
    editBlob: replaysNothing,
    editChoices: replaysNothing,
    previewEdits: replaysNothing,
    parseExpressions: replaysNothing,
    parseLiteral: replaysNothing,
    literalAt: replaysNothing,
    jumpHistory: replaysNothing,
    saveDocument: replaysNothing,
    reloadDocument: replaysNothing,
    keepMine: replaysNothing,
    unsavedEdits: async () => ({ ok: true, value: [] }),
    forgetEdits: async () => {},
    devices: async () => fail('a stand-in has no devices'),
    probeDevice: async () => fail('a stand-in has no devices'),
    emulatedErrors: async () => fail('a stand-in emulates nothing'),
    readClipboard: async () => clipboard.at(-1) ?? '',
    problems: async () => ({ folder: '', detailed: false, problems: [], dumps: { count: 0, bytes: 0 } }),
    noteProblem: async () => {},
    writeDetails: async () => {},
    deleteProblems: async () => {},
    showProblemFolder: async () => {},
    writeClipboard: async (text) => void clipboard.push(text),
    changeSettings: async () => {},
    settingsText: async () => '{}',
    applySettings: async () => fail('a stand-in keeps no settings'),
    pinRecent: async () => {},
    forgetRecent: async () => {},
    missingFiles: async () => [],
    openSample: async () => fail('a stand-in has no samples'),
    newWindow: async () => {},
    keepSession: async () => {},
    tellDone: async () => {},
    dragOut: async () => {},
    onPreferences: () => () => {},
    onRecent: () => () => {},
    clearRecent: async () => {},
    pathForFile: (file) => `/dropped/${file.name}`,
    onProgress: subscribe(progress),
    onOpenPaths: subscribe(outside),
    onFileOnDisk: () => () => {},
    onLiveState: () => () => {},
    onLive: () => () => {},
    liveStart: async () => fail('a stand-in starts nothing'),
    liveStop: async () => {},
    liveAsk: async () => fail('a stand-in has no live process'),
    liveLoad: async () => fail('a stand-in has no live process'),
    onCommand: subscribe(commands),
  }
  return {
    api,
    clipboard,
    cancelled,
    openFromOutside: (list) => outside.forEach((listener) => listener(list)),
    command: (name) => commands.forEach((listener) => listener(name)),
  }
}
