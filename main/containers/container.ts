/** What every kind of container yields: the guards_state blobs in it, as views on the file's bytes. */
import type { Pickle } from '../pickle/node'
import type { BlobInfo, FileKind } from '../../shared/document'
import { visible } from '../../shared/visible'

/** One guards_state, and where it lies. */
export interface ContainerBlob extends BlobInfo {
  /** The payload: a view on the file's bytes, never a copy. */
  readonly bytes: Uint8Array
  /** The decoded graph where recognising the file made it (a bare blob); offsets count from the payload's first byte. */
  readonly pickle: Pickle | null
}

/** Something about the file that a person should know and that does not keep it from opening. */
export interface ContainerNote {
  readonly severity: 'warning' | 'note'
  readonly message: string
  readonly offset: number | null
}

/** A pickle that blobs lie in; offsets in it count from `base`. */
export interface OuterPickle {
  readonly pickle: Pickle
  readonly base: number
}

export interface Container {
  readonly kind: FileKind
  /** The torch that wrote it, from its SystemInfo (`2.13.0+cpu`); empty where the file does not say. */
  readonly torch: string
  /** The Python that wrote it (`3.11.7`); empty where the file does not say. */
  readonly python: string
  readonly notes: readonly ContainerNote[]
  readonly blobs: readonly ContainerBlob[]
  /** The pickles that torch loads to come to the blobs, which hold the compiled code; none for a bare blob. */
  readonly outer: readonly OuterPickle[]
}

/** Bytes that stand before a recogniser: a whole file, or one part of a container. */
export interface Candidate {
  readonly bytes: Uint8Array
  /** Offset of `bytes` in the file: what every reported offset counts from. */
  readonly base: number
  /** The bytes as a pickle, decoded once; null where they are none at all. Throws for a pickle that is broken. */
  pickle(): Pickle | null
}

/** Knows one format. To add a format, write one of these and put it in the table of recognise.ts. */
export interface Recogniser {
  /** The format in a few words, for messages. */
  readonly name: string
  /** What is inside, or null where the bytes are of another kind. Throws ContainerError for a damaged one of this kind. */
  recognise(file: Candidate): Container | null
}

/** A file that could not be read as a container: one line, with the offset where there is one. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError'

  constructor(
    message: string,
    /** Byte offset in the file; null where the whole file is meant. */
    readonly offset: number | null,
    /** The bytes are whole, as far as one can tell, and of another kind altogether. */
    readonly foreign = false,
  ) {
    // it may name what the file names: on one line all the same
    super(visible(message))
  }
}

/** A container without anything said about it, to be spread over. */
export const emptyContainer: Omit<Container, 'kind'> = { torch: '', python: '', notes: [], blobs: [], outer: [] }
