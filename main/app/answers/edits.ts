/** Edits of a document: made, previewed, undone, saved, and kept where they were not saved. */
import { app } from 'electron'
import { basename, join } from 'node:path'
import type { Reply, UnsavedEdits } from '../../../shared/api'
import { chooseSavePath } from '../dialogs'
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type EditHandlers = Pick<
  Handlers,
  | 'editBlob'
  | 'editChoices'
  | 'previewEdits'
  | 'parseExpressions'
  | 'parseLiteral'
  | 'literalAt'
  | 'jumpHistory'
  | 'saveDocument'
  | 'reloadDocument'
  | 'keepMine'
  | 'unsavedEdits'
  | 'forgetEdits'
>

export function editHandlers(parts: WindowParts): EditHandlers {
  const { documents } = parts
  return {
    editBlob: (id, blob, edits, label) => documents.edits.edit(id, blob, edits, label),
    editChoices: (id, blob) => documents.ask(id, 'editChoices', { blob }),
    previewEdits: (id, blob, edits, scenarios, options) =>
      documents.ask(id, 'previewEdits', { blob, edits, scenarios, options }),
    parseExpressions: (id, blob, exprs) => documents.ask(id, 'parseExpressions', { blob, exprs }),
    parseLiteral: (id, text) => documents.ask(id, 'parseLiteral', { text }),
    literalAt: (id, blob, node) => documents.ask(id, 'literalAt', { blob, node }),
    jumpHistory: (id, blob, position) => documents.edits.jump(id, blob, position),
    saveDocument: (id, as) => saveDocument(parts, id, as),
    reloadDocument: (id, redo) => documents.edits.reload(id, redo),
    keepMine: (id) => documents.edits.keepMine(id),
    unsavedEdits: async (id) => (await documents.edits.unsaved(id)) as Reply<readonly UnsavedEdits[]>,
    forgetEdits: (id) => documents.edits.forget(id),
  }
}

/** A sample is never written over. */
async function saveDocument(
  { documents, shared, window }: WindowParts,
  id: string,
  as: boolean,
): Promise<Reply<string | null>> {
  const from = documents.pathOf(id)
  const isSample = from !== null && shared.samples.has(from)
  if (!as && !isSample) return documents.edits.save(id, null)
  const proposed = isSample ? join(app.getPath('documents'), basename(from)) : from
  const path = await chooseSavePath(window(), 'Save a copy', proposed)
  return path === null ? { ok: true, value: null } : documents.edits.save(id, path)
}
