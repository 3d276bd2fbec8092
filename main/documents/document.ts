/** One open file: recognised, its blobs decoded and built on demand. Runs anywhere: bytes in, values out. */
import type { OpenedBlob } from '../../shared/api'
import { countBy } from '../../shared/counted'
import type { BlobSummary, DocumentInfo } from '../../shared/document'
import type { NodeDetail, TreeColumns } from '../../shared/tree'
import type { Container, ContainerBlob } from '../containers/container'
import { recognise } from '../containers/recognise'
import { type BuiltTree, buildGuardTree } from '../engine/build'
import type { Facts } from '../engine/facts'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import type { Pickle } from '../pickle/node'
import type { GuardsState } from '../state/guards-state'
import { readGuardsState } from '../state/read-state'
import { nodeDetail } from './node-detail'
import { notesOn } from './notes'
import { factsFor } from './tables'
import { type FlatTree, flatten, toColumns, type TreeNode } from './tree-nodes'

/** Called between steps of work; throw from it to cancel. */
export type ProgressListener = (phase: 'decode' | 'state' | 'build' | 'print' | 'measure', fraction: number) => void

export interface TextOptions {
  /** The frame's variables in order, where the file does not know them or another frame is meant. */
  readonly locals?: readonly string[]
  /** Where torch lies in the process that would load the blob; read off the stacks in it where not given. */
  readonly torchFolder?: string
}

/** A document; every method throws an error with a one-line message (and `offset` where there is one) on bad input. */
export interface GuardDocument {
  /** The file as its container tells it, for those who take blobs out of it. */
  readonly container: Container
  readonly info: Omit<DocumentInfo, 'id' | 'path' | 'name'>
  openBlob(blob: number, onProgress?: ProgressListener): OpenedBlob
  nodeDetail(blob: number, node: number): NodeDetail
  treeText(blob: number, options?: TextOptions): string
  /** The guard tree of a blob, for those who check values against it. */
  tree(blob: number): BuiltTree
  /** The nodes of that tree as they are drawn. */
  nodes(blob: number): readonly TreeNode[]
  /** How deep each of them lies. */
  depths(blob: number): readonly number[]
  /** The graph of a blob, for those who look at it or change it, and its frame's variables where they are known. */
  graph(blob: number): { readonly pickle: Pickle; readonly locals: readonly string[] | null }
  /** Takes over what the changed graph of a blob came to. */
  changed(blob: number, state: GuardsState, tree: BuiltTree): void
}

/**
 * Recognises the bytes of a file. Throws where it is none of the known kinds. `watch` is called between steps of work, now
 * and whenever a blob is read later, and may throw to end that.
 */
export function openDocument(
  bytes: Uint8Array,
  onProgress?: ProgressListener,
  watch: () => void = () => {},
): GuardDocument {
  const clock = stopwatch()
  const container = recognise(bytes, {
    onProgress: (position, total) => {
      watch()
      onProgress?.('decode', position / total)
    },
  })
  const recognised = clock()
  const opened = new Map<number, OpenBlob>()
  const blobAt = (index: number, listener?: ProgressListener): OpenBlob => {
    let blob = opened.get(index)
    if (blob === undefined) {
      const source = container.blobs[index]
      if (source === undefined) throw new Error(`there is no blob ${index}: the file holds ${container.blobs.length}`)
      blob = new OpenBlob(source, source.pickle === null ? 0 : recognised, watch, listener)
      opened.set(index, blob)
    }
    return blob
  }
  return {
    container,
    info: {
      size: bytes.length,
      kind: container.kind,
      torch: container.torch,
      blobs: container.blobs.map(({ bytes: _bytes, pickle: _pickle, ...blob }) => blob),
    },
    openBlob(index, listener) {
      const blob = blobAt(index, listener)
      return { summary: blob.summary(container.notes, listener), tree: blob.columns(listener) }
    },
    nodeDetail(index, node) {
      const blob = blobAt(index)
      return nodeDetail(blob.built(), blob.columns(), blob.flat().nodes, node)
    },
    treeText(index, options = {}) {
      return blobAt(index).text(options)
    },
    tree(index) {
      return blobAt(index).built()
    },
    nodes(index) {
      return blobAt(index).flat().nodes
    },
    depths(index) {
      return blobAt(index).flat().depths
    },
    graph(index) {
      return blobAt(index).graph()
    },
    changed(index, state, tree) {
      blobAt(index).changed(state, tree)
    },
  }
}

/** One blob: decoded when it is made, the rest made when it is first asked for. */
class OpenBlob {
  private readonly pickle: Pickle
  private state: GuardsState
  private facts: Facts
  private readonly times = { decode: 0, state: 0, build: 0, print: 0 }
  private madeTree: BuiltTree | null = null
  private madeFlat: FlatTree | null = null
  private madeColumns: TreeColumns | null = null

  constructor(
    private readonly source: ContainerBlob,
    recognised: number,
    private readonly watch: () => void,
    onProgress?: ProgressListener,
  ) {
    const clock = stopwatch()
    this.pickle =
      source.pickle ??
      decodePickle(source.bytes, { onProgress: (position, total) => this.step(onProgress, 'decode', position / total) })
    this.times.decode = clock() + recognised
    this.state = readGuardsState(this.pickle, (fraction) => this.step(onProgress, 'state', fraction))
    this.times.state = clock()
    this.facts = factsFor(this.state.version)
  }

  private step(listener: ProgressListener | undefined, ...[phase, fraction]: Parameters<ProgressListener>): void {
    this.watch()
    listener?.(phase, fraction)
  }

  graph() {
    return { pickle: this.pickle, locals: this.source.locals }
  }

  changed(state: GuardsState, tree: BuiltTree): void {
    this.state = state
    this.facts = factsFor(state.version)
    this.madeTree = tree
    this.madeFlat = null
    this.madeColumns = null
  }

  built(onProgress?: ProgressListener): BuiltTree {
    if (this.madeTree === null) {
      const clock = stopwatch()
      this.madeTree = this.build({}, onProgress)
      this.times.build = clock()
    }
    return this.madeTree
  }

  private build(options: TextOptions, onProgress?: ProgressListener): BuiltTree {
    const locals = options.locals ?? this.source.locals
    return buildGuardTree(this.state, this.facts, {
      ...options,
      locals,
      onProgress: (fraction) => this.step(onProgress, 'build', fraction),
    })
  }

  flat(): FlatTree {
    return (this.madeFlat ??= flatten(this.built()))
  }

  columns(onProgress?: ProgressListener): TreeColumns {
    if (this.madeColumns === null) {
      this.built(onProgress)
      this.step(onProgress, 'print', 0)
      const clock = stopwatch()
      this.madeColumns = toColumns(this.flat())
      this.times.print = clock()
    }
    return this.madeColumns
  }

  text(options: TextOptions): string {
    const asked = options.locals !== undefined || options.torchFolder !== undefined
    const built = asked ? this.build(options) : this.built()
    return printTree(built, built.builder.dialect)
  }

  summary(containerNotes: Container['notes'], onProgress?: ProgressListener): BlobSummary {
    const { state } = this
    const nodes = this.columns(onProgress).count
    return {
      index: this.source.index,
      torch: state.version,
      guards: state.guards.length,
      guardTypes: countBy(state.guards.map((guard) => guard.createFn)),
      nodes,
      bytes: this.source.bytes.length,
      notes: [...containerNotes, ...notesOn(state, this.built())],
      timings: this.times,
    }
  }
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
