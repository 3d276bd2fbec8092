/** `info FILE`: what the file is and what is in it. */
import type { Container } from '../containers/container'
import { openDocument } from '../documents/document'
import { memoryWatch } from '../documents/memory-watch'
import type { BlobInfo, BlobSummary, FileKind } from '../../shared/document'
import { type Command, DONE, FAILED, FINDINGS } from './command'
import { about, blobPlace } from './open'
import { oneLine, write, writeError, writeJson } from './output'
import { readFile } from './read-file'

const kindNames: Readonly<Record<FileKind, string>> = {
  guards_state: 'guards_state',
  'dynamo-store-entry': "entry of a DynamoStore (torch.compile's compile package)",
  'precompile-entry': 'caching_precompile entry (PrecompileCacheEntry)',
  'aot-compile': 'aot_compile file (save_compiled_function)',
  'aot-module': 'aot-compiled module (a list of aot_compile files)',
  'cache-artifacts': 'cache artifacts (torch.compiler.save_cache_artifacts)',
}

interface ReadBlob {
  readonly blob: BlobInfo
  /** What is in it, or why it cannot be read. */
  readonly summary: BlobSummary | string
}

export const info: Command = {
  operands: ['FILE'],
  options: {},
  run({ operands, json }) {
    const path = operands[0] ?? ''
    const bytes = readFile(path)
    const document = about(path, () => openDocument(bytes, undefined, memoryWatch()))
    const { container } = document
    const blobs = document.info.blobs.map((blob): ReadBlob => {
      try {
        return { blob, summary: ofBlobAlone(document.openBlob(blob.index).summary, container) }
      } catch (error) {
        return { blob, summary: oneLine(error) }
      }
    })
    const broken = blobs.filter(({ summary }) => typeof summary === 'string')
    for (const { blob, summary } of broken) {
      if (typeof summary === 'string') writeError(`${blobPlace(path, blob)}: ${summary}`)
    }
    if (broken.length > 0 && broken.length === blobs.length) return FAILED
    const { kind, python, notes } = container
    const head = { path, kind, torch: container.torch || firstTorch(blobs), python, size: bytes.length, notes }
    if (json) writeJson(asJson(head, blobs))
    else write(asText(head, blobs))
    return broken.length > 0 ? FINDINGS : DONE
  },
}

interface Head {
  readonly path: string
  readonly kind: FileKind
  readonly torch: string
  readonly python: string
  readonly size: number
  readonly notes: readonly { readonly severity: string; readonly message: string }[]
}

/** Its summary without the notes on the whole file, which stand at the head. */
function ofBlobAlone(summary: BlobSummary, { notes }: Container): BlobSummary {
  const known = new Set(notes.map((note) => note.message))
  return { ...summary, notes: summary.notes.filter((note) => !known.has(note.message)) }
}

/** A bare blob names no version: the range its fields allow is what the file says. */
function firstTorch(blobs: readonly ReadBlob[]): string {
  for (const { summary } of blobs) if (typeof summary !== 'string') return summary.torch
  return ''
}

function asJson(head: Head, blobs: readonly ReadBlob[]): unknown {
  const { kind, torch, python, size, notes } = head
  return {
    kind,
    torch,
    python,
    size,
    notes: notes.map(({ severity, message }) => ({ severity, message })),
    blobs: blobs.map(({ blob, summary }) => ({
      path: blob.path,
      offset: blob.offset,
      length: blob.length,
      function: blob.function,
      recompilation: blob.recompilation,
      locals: blob.locals,
      ...(typeof summary === 'string'
        ? { error: summary }
        : {
            torch: summary.torch,
            guards: summary.guards,
            guard_types: Object.fromEntries(summary.guardTypes.map(({ name, count }) => [name, count])),
            nodes: summary.nodes,
            notes: summary.notes,
          }),
    })),
  }
}

function asText(head: Head, blobs: readonly ReadBlob[]): string {
  const lines = [
    head.path,
    row('kind', kindNames[head.kind]),
    row('torch', head.torch),
    row('python', head.python),
    row('size', `${grouped(head.size)} bytes`),
    ...head.notes.map((note) => row(note.severity, note.message)),
  ]
  if (blobs.length === 0) lines.push('', 'no guards_state in it')
  for (const { blob, summary } of blobs) lines.push(...blobLines(blob, summary))
  return `${lines.filter((line) => line !== null).join('\n')}\n`
}

function blobLines(blob: BlobInfo, summary: BlobSummary | string): (string | null)[] {
  const name = blob.path === '' ? `blob ${blob.index}` : `blob ${blob.index}  ${blob.path}`
  const recompilation = blob.recompilation < 0 ? '' : ` (recompilation ${blob.recompilation})`
  const lines = [
    '',
    name,
    row('function', blob.function === '' ? '' : `${blob.function}${recompilation}`),
    row('locals', blob.locals === null ? '' : blob.locals.join(', ') || 'none'),
    row('bytes', `${grouped(blob.length)} at ${grouped(blob.offset)}`),
  ]
  if (typeof summary === 'string') return [...lines, row('error', summary)]
  const width = Math.max(...summary.guardTypes.map(({ count }) => grouped(count).length), 0)
  return [
    ...lines,
    row('torch', summary.torch),
    row('guards', `${grouped(summary.guards)}, ${grouped(summary.nodes)} nodes in the tree`),
    ...summary.guardTypes.map(({ name, count }) => row('', `${grouped(count).padStart(width)} ${name}`)),
    ...summary.notes.map((note) => row(note.severity, note.message)),
  ]
}

/** Null where there is nothing to say. */
function row(label: string, value: string): string | null {
  return value === '' ? null : `  ${label.padEnd(8)}  ${value}`
}

function grouped(n: number): string {
  return n.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}
