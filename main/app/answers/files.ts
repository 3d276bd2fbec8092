/** Files and tabs: what is chosen, opened, closed and called off. */
import { existsSync } from 'node:fs'
import type { BlobSummary } from '../../../shared/document'
import { OPEN_ELSEWHERE } from '../../../shared/work'
import { isTrace } from '../../documents/trace-host'
import { failed } from '../../documents/worker-client'
import { choosePaths } from '../dialogs'
import type { Handlers } from '../handlers'
import { dragIcon } from '../window'
import type { WindowParts } from '../window-parts'
import { remember } from './recent'

type FileHandlers = Pick<
  Handlers,
  | 'chooseFiles'
  | 'chooseFolder'
  | 'openDocument'
  | 'openBlob'
  | 'cancel'
  | 'stopWork'
  | 'closeDocument'
  | 'openSample'
  | 'newWindow'
  | 'dragOut'
>

export function fileHandlers(parts: WindowParts): FileHandlers {
  const { documents, traces, shared, window } = parts
  return {
    chooseFiles: () => choosePaths(window(), ['openFile', 'multiSelections']),
    chooseFolder: () => choosePaths(window(), ['openDirectory']),
    openDocument: async (id, path) => {
      // a log can be larger than what a document may take
      if (isTrace(path)) return failed('this is no document')
      if (parts.isElsewhere(path)) return failed(OPEN_ELSEWHERE)
      const reply = await documents.open(id, path)
      if (reply.ok) remember(shared, path, { kind: reply.value.kind })
      // the next file finds a thread that is ready
      setTimeout(() => documents.prepare(), 500).unref()
      return reply
    },
    openBlob: async (id, blob) => {
      const reply = await documents.openBlob(id, blob)
      const path = documents.pathOf(id)
      if (reply.ok && path !== null) learn(parts, path, reply.value.summary)
      return reply
    },
    cancel: (id) => {
      documents.cancel(id)
      traces.close(id)
    },
    stopWork: (id, work) => (work === 'torch-profile' ? parts.live().stopProfile(id) : documents.stopWork(id, work)),
    closeDocument: (id) => {
      documents.close(id)
      traces.close(id)
    },
    openSample: (id) => shared.samples.copy(id, (path) => shared.windowWith(path) !== null),
    newWindow: (paths) => shared.newWindow(paths),
    dragOut: (id) => {
      const file = documents.pathOf(id)
      if (file !== null && existsSync(file)) window()?.webContents.startDrag({ file, icon: dragIcon() })
    },
  }
}

function learn({ shared }: WindowParts, path: string, { torch, guards }: Pick<BlobSummary, 'torch' | 'guards'>): void {
  const { memory, changeRecent } = shared
  const known = memory.value.recent.find((file) => file.path === path)
  if (known !== undefined && known.torch !== torch) changeRecent(() => memory.learn(path, { torch, guards }))
}
