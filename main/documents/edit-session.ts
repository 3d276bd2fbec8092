/** The edits of an open document: a history for each blob, and what saving would write. */
import type { EditedBlob, OpenedBlob } from '../../shared/api'
import type { Edit } from '../../shared/edit'
import type { EditChoices } from '../../shared/edit-choices'
import { EditableGraph } from '../engine/edit/graph'
import type { GuardDocument } from './document'
import { EditedFile, parseEdits } from './edit-file'
import { factsFor } from './tables'

/** The edits that are done in a blob. */
export interface BlobEdits {
  readonly blob: number
  readonly edits: readonly Edit[]
}

/** A blob after an edit, with the whole of its tree. */
type Edited = EditedBlob & { readonly opened: OpenedBlob }

export class EditSession {
  private readonly file: EditedFile
  /** Of each blob, the position of its history that is on disk; none where it is as it was opened. */
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
    try {
      history.apply(parsed, label === '' ? undefined : label)
    } catch (error) {
      // the tree that was shown may have been used up
      this.document.changed(blob, history.graph.state, history.graph.tree)
      throw error
    }
    return this.answer(blob)
  }

  /** Undoes or redoes to the point after so many steps. */
  jump(blob: number, position: number): Edited {
    this.file.blob(blob).jump(position)
    return this.answer(blob)
  }

  /** The edits since the file was last saved: what it takes, from there, to come back here. What was undone beyond is not told. */
  get edits(): readonly BlobEdits[] {
    return [...this.file.blobs].flatMap(([blob, history]) => {
      const edits = history.editsSince(this.savedAt(blob))
      return edits.length === 0 ? [] : [{ blob, edits }]
    })
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
