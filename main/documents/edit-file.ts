/** A file open for editing: its blobs as graphs with a history, and the bytes that saving would write. */
import type { Edit } from '../../shared/edit'
import { EditsSchema } from '../../shared/edit'
import type { Container } from '../containers/container'
import { putBack } from '../containers/put-back'
import { recognise } from '../containers/recognise'
import { misfitOf } from '../engine/check/schema-words'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import type { Pickle } from '../pickle/node'
import { History } from './history'
import { factsFor } from './tables'

export class EditedFile {
  private readonly histories = new Map<number, History>()

  /** `bytes`: the file as it was read; they stay as they are. `open`: the graph of a blob, where the file is open already. */
  constructor(
    readonly bytes: Uint8Array,
    readonly container: Container = recognise(bytes),
    private readonly open: (index: number) => EditableGraph = (index) => graphOf(container, index),
  ) {}

  /** The graph of a blob and its history; made at the first call. */
  blob(index: number): History {
    let history = this.histories.get(index)
    if (history === undefined) {
      history = new History(this.open(index))
      this.histories.set(index, history)
    }
    return history
  }

  /** The blobs that were looked at. */
  get blobs(): Iterable<readonly [number, History]> {
    return this.histories
  }

  /** The file with all that was edited. */
  encode(): Uint8Array {
    const edited = [...this.histories].flatMap(([blob, { position, graph }]) =>
      position === 0 ? [] : [{ blob, pickle: graph.pickle }],
    )
    return encodeEdited(this.bytes, edited)
  }
}

function graphOf({ blobs }: Container, index: number): EditableGraph {
  const blob = blobs[index]
  if (blob === undefined) throw new Error(`there is no blob ${index}: the file holds ${blobs.length}`)
  return new EditableGraph(decodePickle(blob.bytes), factsFor, { locals: blob.locals })
}

/** A file with edited graphs in the place of its blobs. `bytes`: the file as it was read. */
function encodeEdited(
  bytes: Uint8Array,
  edited: readonly { readonly blob: number; readonly pickle: Pickle }[],
): Uint8Array {
  let written = bytes
  for (const { blob: index, pickle } of edited) {
    // what stands before a blob may have grown: it is found anew
    const container = recognise(written)
    const blob = container.blobs[index]
    if (blob !== undefined) written = putBack(written, container, blob, encodePickle(pickle))
  }
  return written
}

/** Reads a list of edits. @throws EditRefused with the index of the one that is none, and what was expected. */
export function parseEdits(json: unknown): readonly Edit[] {
  const read = EditsSchema.safeParse(json)
  if (read.success) return read.data
  const { path, message } = misfitOf(read.error.issues, json)
  const [index, ...rest] = path
  throw new EditRefused(
    rest.length === 0 ? message : `${rest.map(String).join('.')}: ${message}`,
    typeof index === 'number' ? index : -1,
  )
}
