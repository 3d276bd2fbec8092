/** The edits of an open document: a history for each blob, and what saving would write. */
import type { EditedBlob, OpenedBlob } from '../../shared/api'
import type { Edit } from '../../shared/edit'
import { EditableGraph } from '../engine/edit/graph'
import type { Pickle } from '../pickle/node'
import type { GuardDocument } from './document'
import { encodeEdited, parseEdits } from './edit-file'
import { History } from './history'
import { factsFor } from './tables'

/** The edits that are done in a blob. */
export interface BlobEdits {
  readonly blob: number
  readonly edits: readonly Edit[]
}

/** A blob after an edit, with the whole of its tree. */
type Edited = EditedBlob & { readonly opened: OpenedBlob }

/** A blob under edit; `saved` is the position of its history that is on disk. */
interface UnderEdit {
  readonly history: History
  readonly pickle: Pickle
  saved: number
}

export class EditSession {
  private readonly blobs = new Map<number, UnderEdit>()

  /** `bytes`: the file as it was read. */
  constructor(
    private readonly document: GuardDocument,
    private readonly bytes: Uint8Array,
  ) {}

  /** Applies edits, given as JSON, as one step. Throws EditRefused, and nothing has changed. */
  edit(blob: number, edits: unknown, label: string): Edited {
    const { history } = this.edited(blob)
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
    this.edited(blob).history.jump(position)
    return this.answer(blob)
  }

  /** The edits since the file was last saved: what it takes, from there, to come back here. What was undone beyond is not told. */
  get edits(): readonly BlobEdits[] {
    return [...this.blobs].flatMap(([blob, { history, saved }]) => {
      const edits = history.editsSince(saved)
      return edits.length === 0 ? [] : [{ blob, edits }]
    })
  }

  /** The file with all that was edited. */
  encode(): Uint8Array {
    const edited = [...this.blobs].flatMap(([blob, { history, pickle }]) =>
      history.position === 0 ? [] : [{ blob, pickle }],
    )
    return encodeEdited(this.bytes, edited)
  }

  /** Notes that what stands now is on disk. */
  saved(): void {
    for (const edited of this.blobs.values()) edited.saved = edited.history.position
  }

  private edited(blob: number): UnderEdit {
    let edited = this.blobs.get(blob)
    if (edited === undefined) {
      const { pickle, locals } = this.document.graph(blob)
      edited = { history: new History(new EditableGraph(pickle, factsFor, { locals })), pickle, saved: 0 }
      this.blobs.set(blob, edited)
    }
    return edited
  }

  private answer(blob: number): Edited {
    const { history, saved } = this.edited(blob)
    this.document.changed(blob, history.graph.state, history.graph.tree)
    return {
      opened: this.document.openBlob(blob),
      history: { labels: history.labels, position: history.position, saved },
    }
  }
}
