/** The edits of an open document: a history for each blob, and what saving would write. */
import type { EditedBlob, OpenedBlob } from '../../shared/api'
import type { EditChoices } from '../../shared/edit-choices'
import { EditableGraph } from '../engine/edit/graph'
import type { GuardDocument } from './document'
import { EditedFile, parseEdits } from './edit-file'
import type { LoggedBlob } from './edit-log'
import { factsFor } from './tables'

/** A blob after an edit, with the whole of its tree. */
type Edited = EditedBlob & { readonly opened: OpenedBlob }

export class EditSession {
  private readonly file: EditedFile
  /**
   * Of each blob, the position of its history that is on disk, -1 where what lies there is none of them; a blob that is
   * not in it is there as it was opened.
   */
  private readonly onDisk = new Map<number, number>()

  /** `bytes`: the file as it was read. */
  constructor(
    private readonly document: GuardDocument,
    bytes: Uint8Array,
  ) {
    this.file = new EditedFile(bytes, document.container, (blob) => {
      const { pickle, locals } = document.graph(blob)
      return new EditableGraph(pickle, factsFor, { locals }, document.tree(blob))
    })
  }

  /** Whether anything was edited, taken back or not. */
  get hasEdits(): boolean {
    return [...this.file.blobs].some(([, { labels }]) => labels.length > 0)
  }

  /** Gets ready for the first edit of a blob. */
  prepare(blob: number): void {
    this.file.blob(blob).graph.prepare()
  }

  /** Applies edits, given as JSON, as one step. Throws EditRefused, and nothing has changed. */
  edit(blob: number, edits: unknown, label: string): Edited {
    const history = this.file.blob(blob)
    const parsed = parseEdits(edits)
    const before = history.position
    try {
      history.apply(parsed, label === '' ? undefined : label)
    } catch (error) {
      // the tree that was shown may have been used up
      this.document.changed(blob, history.graph.state, history.graph.tree)
      throw error
    }
    // what was saved was undone, and is forgotten
    if (before < this.savedAt(blob)) this.onDisk.set(blob, -1)
    return this.answer(blob)
  }

  /** Undoes or redoes to the point after so many steps. */
  jump(blob: number, position: number): Edited {
    this.file.blob(blob).jump(position)
    return this.answer(blob)
  }

  /** Does again what was done on another thread, step by step. */
  restore(blobs: readonly LoggedBlob[]): void {
    for (const { blob, steps, position, saved } of blobs) {
      const history = this.file.blob(blob)
      for (const { label, edits } of steps) history.apply(parseEdits(edits), label)
      history.jump(position)
      this.onDisk.set(blob, saved)
      this.document.changed(blob, history.graph.state, history.graph.tree)
    }
  }

  /** The file holds what none of the histories came to. */
  parted(): void {
    for (const [blob] of this.file.blobs) this.onDisk.set(blob, -1)
  }

  /** The file with all that was edited. */
  encode(): Uint8Array {
    return this.file.encode()
  }

  /** Notes that what stands now is on disk. */
  saved(): void {
    for (const [blob, { position }] of this.file.blobs) this.onDisk.set(blob, position)
  }

  choices(blob: number): EditChoices {
    return this.file.blob(blob).graph.choices
  }

  private savedAt(blob: number): number {
    return this.onDisk.get(blob) ?? 0
  }

  private answer(blob: number): Edited {
    const { graph, labels, position } = this.file.blob(blob)
    this.document.changed(blob, graph.state, graph.tree)
    return {
      opened: this.document.openBlob(blob),
      history: { labels, position, saved: this.savedAt(blob) },
    }
  }
}
