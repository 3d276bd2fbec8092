/** The edits of open documents: done, taken back, saved, kept for the next session, and made again on a file that changed. */
import type { EditedBlob, Reloaded, Reply } from '../../shared/api'
import type { BlobInfo } from '../../shared/document'
import type { Json } from '../../shared/replay'
import type { LoggedBlob } from './edit-log'
import type { DocumentHost } from './host'
import { digestOf } from './digest-of'
import { type KeptBlob, KeptEdits } from './kept-edits'
import { toDocumentError } from './protocol'
import { readWhole } from './read-file'
import { failed } from './worker-client'

type Host = Pick<DocumentHost, 'ask' | 'fileOf' | 'pathOf' | 'blobsOf' | 'reopen'>

export class DocumentEdits {
  private readonly kept: KeptEdits

  constructor(
    private readonly host: Host,
    keep: string | null,
  ) {
    this.kept = new KeptEdits(keep)
  }

  /** Applies edits, given as JSON, as one step of a blob's history. */
  async edit(id: string, blob: number, edits: readonly Json[], label: string): Promise<Reply<EditedBlob>> {
    const reply = await this.host.ask(id, 'edit', { blob, edits, label })
    if (!reply.ok) return reply
    this.host.fileOf(id)?.log.did(blob, edits, reply.value.history)
    await this.keep(id)
    return reply
  }

  async jump(id: string, blob: number, position: number): Promise<Reply<EditedBlob>> {
    const reply = await this.host.ask(id, 'jump', { blob, position })
    if (!reply.ok) return reply
    this.host.fileOf(id)?.log.jumped(blob, reply.value.history)
    await this.keep(id)
    return reply
  }

  /** Writes a document with its edits: in its own place, or as a copy to `path`. */
  async save(id: string, path: string | null): Promise<Reply<string>> {
    const file = this.host.fileOf(id)
    if (file === null) return failed('this file is not open')
    const over = path === null || path === file.path
    file.watch?.pause()
    try {
      const ask = this.host.ask(id, 'save', { path: path ?? file.path, over, keepAll: file.isForeign })
      file.saving = ask.then(() => {})
      const reply = await ask
      if (!reply.ok) return reply
      const { onDisk } = reply.value
      if (onDisk !== null) {
        file.onDisk = onDisk
        file.isForeign = false
        file.log.saved()
        file.watch?.expect(onDisk)
        await this.keep(id)
      }
      return { ok: true, value: reply.value.path }
    } finally {
      file.watch?.resume()
    }
  }

  /** Takes what lies on disk for what may be replaced: it is kept beside the file when that is saved. */
  async keepMine(id: string): Promise<Reply<null>> {
    const file = this.host.fileOf(id)
    if (file === null) return failed('this file is not open')
    try {
      const onDisk = await readWhole(file.path, { shared: true })
      const reply = await this.host.ask(id, 'part', { onDisk })
      if (!reply.ok) return reply
      file.onDisk = onDisk
      file.isForeign = true
      file.log.parted()
      file.watch?.expect(onDisk)
      await file.watch?.check()
      return { ok: true, value: null }
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  /** Reads the file again; with `redo` makes what was edited again, step by step, and says what could not be. */
  async reload(id: string, redo: boolean): Promise<Reply<Reloaded>> {
    const blobs = await this.host.blobsOf(id)
    const reply = await this.host.reopen(id)
    if (!reply.ok) return reply
    const { info, before } = reply.value
    const refused: { label: string; reason: string }[] = []
    if (redo) {
      for (const logged of before.log.blobs) refused.push(...(await this.redo(id, logged, blobs, info.blobs)))
    } else await this.forget(id)
    const edited = this.host.fileOf(id)?.log.blobs.map(({ blob, position }) => ({ blob, position })) ?? []
    return { ok: true, value: { info, edited, refused } }
  }

  /** The steps of a blob on the one that has its place now. */
  private async redo(
    id: string,
    { blob, steps, position }: LoggedBlob,
    before: readonly BlobInfo[],
    now: readonly BlobInfo[],
  ): Promise<{ readonly label: string; readonly reason: string }[]> {
    const was = before.find(({ index }) => index === blob)
    const is = now.find((one) => was !== undefined && isSamePlace(one, was))
    const refused: { label: string; reason: string }[] = []
    for (const { label, edits } of steps.slice(0, position)) {
      const reply = is === undefined ? failed(GONE) : await this.edit(id, is.index, edits, label)
      if (!reply.ok) refused.push({ label, reason: reply.error.message })
    }
    return refused
  }

  /** Edits that an earlier session kept and nobody saved; of a file that has changed since, none. */
  async unsaved(id: string): Promise<Reply<readonly KeptBlob[]>> {
    const file = this.host.fileOf(id)
    const kept = file === null ? null : await this.kept.read(file.path)
    if (file === null || kept === null || file.onDisk === null || file.log.blobs.length > 0)
      return { ok: true, value: [] }
    return { ok: true, value: (await digestOf(file.onDisk)) === kept.digest ? kept.blobs : [] }
  }

  async forget(id: string): Promise<void> {
    const path = this.host.pathOf(id)
    if (path !== null) await this.kept.forget(path)
  }

  private async keep(id: string): Promise<void> {
    const file = this.host.fileOf(id)
    if (file === null) return
    const { fromOpened, blobs } = file.log.unsaved
    const bytes = fromOpened ? file.opened : file.onDisk
    if (blobs.length === 0 || bytes === null) return this.kept.forget(file.path)
    const digest = await digestOf(bytes)
    // another edit may have come meanwhile: what stands now is kept
    this.kept.keep(file.path, { digest, blobs: file.log.unsaved.blobs })
  }
}

const GONE = 'the file no longer holds this blob'

const isSamePlace = (a: BlobInfo, b: BlobInfo): boolean =>
  a.path === b.path && a.function === b.function && a.recompilation === b.recompilation
