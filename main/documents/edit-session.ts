/** The edits of an open document: a history for each blob, and what saving would write. */
import type { EditedBlob } from '../../shared/api'
import type { Edit } from '../../shared/edit'
import { EditableGraph } from '../engine/edit/graph'
import type { Pickle } from '../pickle/node'
import type { GuardDocument } from './document'
import { encodeEdited, parseEdits } from './edit-file'
import type { LoggedBlob } from './edit-log'
import { History } from './history'
import { factsFor } from './tables'

/** The edits that are done in a blob. */
export interface BlobEdits {
  readonly blob: number
  readonly edits: readonly Edit[]
}

/** A blob under edit; `saved` is the position of its history that is on disk, -1 where what lies there is none of them. */
interface Edited {
  readonly history: History
  readonly pickle: Pickle
  saved: number
}

export class EditSession {
  private readonly blobs = new Map<number, Edited>()

  /** `bytes`: the file as it was read. */
  constructor(
    private readonly document: GuardDocument,
    private readonly bytes: Uint8Array,
  ) {}

  /** Applies edits, given as JSON, as one step. Throws EditRefused, and nothing has changed. */
  edit(blob: number, edits: unknown, label: string): EditedBlob {
    const edited = this.edited(blob)
    const { history } = edited
    const before = history.position
    history.apply(parseEdits(edits), label === '' ? undefined : label)
    // what was saved was undone, and is forgotten
    if (before < edited.saved) edited.saved = -1
    return this.answer(blob)
  }

  /** Undoes or redoes to the point after so many steps. */
  jump(blob: number, position: number): EditedBlob {
    this.edited(blob).history.jump(position)
    return this.answer(blob)
  }

  /** Does again what was done on another thread, step by step. */
  restore(blobs: readonly LoggedBlob[]): void {
    for (const { blob, steps, position, saved } of blobs) {
      const edited = this.edited(blob)
      const { history } = edited
      for (const { label, edits } of steps) history.apply(parseEdits(edits), label)
      history.jump(position)
      edited.saved = saved
      this.document.changed(blob, history.graph.state, history.graph.tree)
    }
  }

  /** The file holds what none of the histories came to. */
  parted(): void {
    for (const edited of this.blobs.values()) edited.saved = -1
  }

  /** Whether the edits are told from what the file was opened as, for what it holds is none of the histories. */
  get hasParted(): boolean {
    return [...this.blobs.values()].some(({ saved }) => saved < 0)
  }

  /** The edits since the file was last saved: what it takes, from there, to come back here. What was undone beyond is not told. */
  get edits(): readonly BlobEdits[] {
    const { hasParted } = this
    return [...this.blobs].flatMap(([blob, { history, saved }]) => {
      const edits = history.editsSince(hasParted ? 0 : saved)
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

  private edited(blob: number): Edited {
    let edited = this.blobs.get(blob)
    if (edited === undefined) {
      const { pickle, locals } = this.document.graph(blob)
      edited = { history: new History(new EditableGraph(pickle, factsFor, { locals })), pickle, saved: 0 }
      this.blobs.set(blob, edited)
    }
    return edited
  }

  private answer(blob: number): EditedBlob {
    const { history, saved } = this.edited(blob)
    this.document.changed(blob, history.graph.state, history.graph.tree)
    return {
      opened: this.document.openBlob(blob),
      history: { labels: history.labels, position: history.position, saved },
    }
  }
}
