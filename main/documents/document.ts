/** One open file: recognised, its blobs decoded and built on demand. Runs anywhere: bytes in, values out. */
import type { OpenedBlob } from '../../shared/api'
import type { BlobSummary, DocumentInfo } from '../../shared/document'
import type { NodeDetail, TreeColumns } from '../../shared/tree'
import { recognise } from '../containers/recognise'
import { type BuiltTree, buildGuardTree } from '../engine/build'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import type { Pickle } from '../pickle/node'
import type { GuardsState } from '../state/guards-state'
import { readGuardsState } from '../state/read-state'
import { nodeDetail } from './node-detail'
import { notesOn } from './notes'
import { factsFor } from './tables'
import { type FlatTree, flatten, toColumns } from './tree-nodes'

/** Called between steps of work; throw from it to cancel. */
export type ProgressListener = (phase: 'decode' | 'state' | 'build' | 'print', fraction: number) => void

export interface TextOptions {
  /** The frame's variables in order, where the file does not know them or another frame is meant. */
  readonly locals?: readonly string[]
  /** Where torch lies in the process that would load the blob; read off the stacks in it where not given. */
  readonly torchFolder?: string
}

/** A document; every method throws an error with a one-line message (and `offset` where there is one) on bad input. */
export interface GuardDocument {
  readonly info: Omit<DocumentInfo, 'id' | 'path' | 'name'>
  openBlob(blob: number, onProgress?: ProgressListener): OpenedBlob
  nodeDetail(blob: number, node: number): NodeDetail
  treeText(blob: number, options?: TextOptions): string
}

interface Opened {
  readonly state: GuardsState
  readonly built: BuiltTree
  readonly flat: FlatTree
  readonly columns: TreeColumns
  readonly summary: BlobSummary
  text: string | null
}

/** Recognises the bytes of a file. Throws where it is none of the known kinds. */
export function openDocument(bytes: Uint8Array, onProgress?: ProgressListener): GuardDocument {
  const begin = performance.now()
  const container = recognise(bytes, { onProgress: (position, total) => onProgress?.('decode', position / total) })
  const recognised = performance.now() - begin
  const opened = new Map<number, Opened>()

  const blobOf = (index: number): (typeof container.blobs)[number] => {
    const blob = container.blobs[index]
    if (blob === undefined) throw new Error(`there is no blob ${index}: the file holds ${container.blobs.length}`)
    return blob
  }
  const open = (index: number, listener?: ProgressListener): Opened => {
    let blob = opened.get(index)
    if (blob === undefined) {
      const source = blobOf(index)
      blob = openOne(index, source, source.pickle === null ? 0 : recognised, container.notes, listener)
      opened.set(index, blob)
    }
    return blob
  }
  return {
    info: {
      size: bytes.length,
      kind: container.kind,
      torch: container.torch,
      blobs: container.blobs.map(({ bytes: _bytes, pickle: _pickle, ...blob }) => blob),
    },
    openBlob(index, listener) {
      const { summary, columns } = open(index, listener)
      return { summary, tree: columns }
    },
    nodeDetail(index, node) {
      const { built, columns, flat } = open(index)
      return nodeDetail(built, columns, flat.nodes, node)
    },
    treeText(index, options = {}) {
      const blob = open(index)
      if (options.locals !== undefined || options.torchFolder !== undefined) {
        const locals = options.locals ?? blobOf(index).locals
        const built = buildGuardTree(blob.state, factsFor(blob.state.version), { ...options, locals })
        return printTree(built, built.builder.dialect)
      }
      return (blob.text ??= printTree(blob.built, blob.built.builder.dialect))
    },
  }
}

type Source = { readonly bytes: Uint8Array; readonly pickle: Pickle | null; readonly locals: readonly string[] | null; readonly offset: number }

function openOne(index: number, source: Source, recognised: number, containerNotes: readonly { readonly severity: 'warning' | 'note'; readonly message: string }[], onProgress?: ProgressListener): Opened {
  const clock = stopwatch()
  const pickle = source.pickle ?? decodePickle(source.bytes, { onProgress: (position, total) => onProgress?.('decode', position / total) })
  const decode = clock() + recognised
  const state = readGuardsState(pickle, (fraction) => onProgress?.('state', fraction))
  const stateMs = clock()
  const built = buildGuardTree(state, factsFor(state.version), { locals: source.locals, onProgress: (fraction) => onProgress?.('build', fraction) })
  const build = clock()
  onProgress?.('print', 0)
  const flat = flatten(built)
  const columns = toColumns(flat)
  const print = clock()
  const summary: BlobSummary = {
    index,
    torch: state.version,
    guards: state.guards.length,
    guardTypes: countBy(state.guards.map((guard) => guard.createFn)),
    nodes: columns.count,
    bytes: source.bytes.length,
    notes: [...containerNotes, ...notesOn(state, built)],
    timings: { decode, state: stateMs, build, print },
  }
  return { state, built, flat, columns, summary, text: null }
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const passed = now - last
    last = now
    return passed
  }
}

function countBy(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
