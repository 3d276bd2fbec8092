/** An open file as the window sees it. */

/** What a file turned out to be, by its content. */
export type FileKind =
  | 'guards_state'
  | 'dynamo-store-entry'
  | 'precompile-entry'
  | 'aot-compile'
  | 'aot-module'
  | 'cache-artifacts'

/** One guards_state inside a file (a bare blob has one, at offset 0). */
export interface BlobInfo {
  readonly index: number
  /** Where it is inside: `codes[0].guarded_codes[1]`; empty for a bare blob. */
  readonly path: string
  /** The function it guards, as the container names it (`MLP.forward`); empty where nothing does. */
  readonly function: string
  /** Which recompilation of that function, from 0; -1 where there is no such thing. */
  readonly recompilation: number
  /** Byte offset in the file, and length. */
  readonly offset: number
  readonly length: number
  /** The frame's variables in order (co_varnames, then co_freevars), where the container knows them. */
  readonly locals: readonly string[] | null
}

/** A problem with a file: one line a person can act on. */
export interface DocumentError {
  readonly message: string
  /** Byte offset in the file, where there is one. */
  readonly offset: number | null
  /** Place in a list of edits of the one that was refused, from 0. */
  readonly edit?: number | undefined
}

/** A person's word on an open blob: `torch` is a version, or the range it can be. */
export interface BlobSummary {
  readonly index: number
  readonly torch: string
  readonly guards: number
  /** Guards by create_fn, most frequent first. */
  readonly guardTypes: readonly { readonly name: string; readonly count: number }[]
  /** Nodes in the tree. */
  readonly nodes: number
  readonly bytes: number
  /** Things a person should know: an unknown version, a guard that could not be built and why. */
  readonly notes: readonly { readonly severity: 'error' | 'warning' | 'note'; readonly message: string }[]
  /** Milliseconds to decode, to read the state, to build and to print. */
  readonly timings: { readonly decode: number; readonly state: number; readonly build: number; readonly print: number }
}

export interface DocumentInfo {
  readonly id: string
  readonly path: string
  /** The file's name, for the tab. */
  readonly name: string
  readonly size: number
  readonly kind: FileKind
  /** From the container's SystemInfo, or empty. */
  readonly torch: string
  readonly blobs: readonly BlobInfo[]
}

/** Where an opening file stands; `fraction` from 0 to 1. */
export interface OpenProgress {
  readonly id: string
  readonly path: string
  readonly phase: 'read' | 'decode' | 'state' | 'build' | 'print' | 'measure'
  readonly fraction: number
}

/** Whether a file is still what was opened, or saved last. */
export type OnDisk = 'same' | 'changed' | 'gone'

/** The file of an open document changed on disk, went, or is again what it was. */
export interface FileOnDisk {
  readonly id: string
  readonly state: OnDisk
}

/** The steps of an edited blob: those up to `position` are done, those beyond can be redone. */
export interface HistoryState {
  readonly labels: readonly string[]
  readonly position: number
  /** The position that is on disk; -1 where what lies there is none of them. */
  readonly saved: number
}
