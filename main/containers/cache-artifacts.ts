/**
 * The file `torch.compiler.save_cache_artifacts()` returns: a CRC-32, a version, then artifacts grouped by type.
 *
 * Layout (torch/utils/_appending_byte_serializer.py, torch/compiler/_cache.py), every number big-endian:
 *   u32 crc of the rest; u64 version;
 *   until the end: str type, u64 count, count times (str key, bytes content).
 *   bytes = u64 length, then so many; str = bytes holding base64 of UTF-8.
 */
import {
  ContainerError,
  emptyContainer,
  type Candidate,
  type Container,
  type ContainerBlob,
  type ContainerNote,
  type OuterPickle,
  type Recogniser,
} from './container'
import { crc32 } from './crc32'
import { candidate } from './candidate'
import { precompileEntry } from './precompile-entry'

const VERSION = 1n
/** A larger number is no version. */
export const LARGEST_VERSION = 0xffffn
const HEAD = 12
/** No name of a type or key of torch comes near this many bytes. */
const MAX_NAME = 64 * 1024

/** Artifact types whose content is a pickled cache entry of Dynamo (2.8 called it `precompile_dynamo`). */
const entryTypes: ReadonlySet<string> = new Set(['precompile', 'precompile_dynamo'])

interface Artifact {
  readonly type: string
  /** Which of the groups of its type it stands in, from 0. */
  readonly group: number
  readonly key: string
  readonly offset: number
  readonly content: Uint8Array
}

export const cacheArtifacts: Recogniser = {
  name: 'cache artifacts',
  recognise(file) {
    const { bytes, base } = file
    if (bytes.length < HEAD) return null
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const version = view.getBigUint64(4)
    if (version !== VERSION && version > LARGEST_VERSION) return null
    const saved = view.getUint32(0)
    const computed = crc32(bytes.subarray(4))
    // The checksum or the first type's name tells these bytes from any others.
    if (saved !== computed && (version !== VERSION || !startsWithName(bytes, view))) return null
    if (version !== VERSION) {
      throw new ContainerError(
        `cache artifacts of version ${version} at byte ${base + 4}: only version 1 is known`,
        base + 4,
      )
    }
    const notes: ContainerNote[] = []
    if (saved !== computed) notes.push(checksumNote(saved, computed, base))
    return collect(readArtifacts(bytes, view, base), notes)
  },
}

/** The file with the content of the artifact around byte `offset` changed: its length and the checksum follow. */
export function replaceContent(
  bytes: Uint8Array,
  offset: number,
  change: (content: Uint8Array, at: number) => Uint8Array,
): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const around = readArtifacts(bytes, view, 0).find(
    (artifact) => artifact.offset <= offset && offset < artifact.offset + artifact.content.length,
  )
  if (around === undefined) throw new ContainerError(`no artifact holds byte ${offset}`, offset)
  const content = change(around.content, around.offset)
  const tail = bytes.subarray(around.offset + around.content.length)
  const out = new Uint8Array(around.offset + content.length + tail.length)
  out.set(bytes.subarray(0, around.offset))
  out.set(content, around.offset)
  out.set(tail, around.offset + content.length)
  const written = new DataView(out.buffer)
  written.setBigUint64(around.offset - 8, BigInt(content.length))
  written.setUint32(0, crc32(out.subarray(4)))
  return out
}

/** Whether a type's name in base64 follows the head. */
function startsWithName(bytes: Uint8Array, view: DataView): boolean {
  if (bytes.length < HEAD + 8) return false
  const length = view.getBigUint64(HEAD)
  if (length === 0n || length > 256n || length % 4n !== 0n) return false
  const name = bytes.subarray(HEAD + 8, HEAD + 8 + Number(length))
  return name.length > 0 && name.every((c) => BASE64.has(c))
}

const BASE64: ReadonlySet<number> = new Set(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=', (c) => c.charCodeAt(0)),
)

function readArtifacts(bytes: Uint8Array, view: DataView, base: number): readonly Artifact[] {
  const artifacts: Artifact[] = []
  const groups = new Map<string, number>()
  let at = HEAD
  const length = (what: string, limit: number): number => {
    if (bytes.length - at < 8)
      throw new ContainerError(
        `truncated at byte ${base + bytes.length}: the length of ${what} should stand at byte ${base + at}`,
        base + at,
      )
    const claimed = view.getBigUint64(at)
    const left = bytes.length - at - 8
    if (claimed > BigInt(left)) {
      throw new ContainerError(`${what} at byte ${base + at} claims ${claimed} bytes, ${left} are left`, base + at)
    }
    if (claimed > BigInt(limit))
      throw new ContainerError(`${what} at byte ${base + at} claims ${claimed} bytes, more than ${limit}`, base + at)
    at += 8
    return Number(claimed)
  }
  const name = (what: string): string => {
    const size = length(what, MAX_NAME)
    const raw = bytes.subarray(at, at + size)
    const decoded = decodeName(raw)
    if (decoded === null) throw new ContainerError(`${what} at byte ${base + at} is not base64 of UTF-8`, base + at)
    at += size
    return decoded
  }
  while (at < bytes.length) {
    const type = name('the type of an artifact')
    if (bytes.length - at < 8)
      throw new ContainerError(
        `truncated at byte ${base + bytes.length}: the number of "${type}" artifacts should stand at byte ${base + at}`,
        base + at,
      )
    const count = view.getBigUint64(at)
    // Each artifact takes two lengths at the least.
    if (count > BigInt(Math.floor((bytes.length - at - 8) / 16))) {
      throw new ContainerError(
        `"${type}" at byte ${base + at} claims ${count} artifacts, more than the ${bytes.length - at - 8} bytes left can hold`,
        base + at,
      )
    }
    at += 8
    const group = groups.get(type) ?? 0
    groups.set(type, group + 1)
    for (let i = 0n; i < count; i++) {
      const key = name(`the key of "${type}" artifact ${i}`)
      const size = length(`the content of "${type}" artifact ${i}`, Number.MAX_SAFE_INTEGER)
      artifacts.push({ type, group, key, offset: base + at, content: bytes.subarray(at, at + size) })
      at += size
    }
  }
  return artifacts
}

function decodeName(raw: Uint8Array): string | null {
  if (raw.length % 4 !== 0 || !raw.every((c) => BASE64.has(c))) return null
  try {
    const binary = atob(String.fromCharCode(...raw))
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)))
  } catch {
    return null
  }
}

function collect(artifacts: readonly Artifact[], notes: ContainerNote[]): Container {
  const blobs: ContainerBlob[] = []
  const outer: OuterPickle[] = []
  const others = new Map<string, number>()
  const wrote = new Set<string>()
  const last = new Map(artifacts.map(({ type, group }) => [type, group]))
  const superseded: number[] = []
  let torch = ''
  let python = ''
  for (const artifact of artifacts) {
    if (!entryTypes.has(artifact.type)) {
      others.set(artifact.type, (others.get(artifact.type) ?? 0) + 1)
      continue
    }
    const entry = readEntry(artifact)
    if (entry.torch !== '') wrote.add(entry.torch)
    torch ||= entry.torch
    python ||= entry.python
    notes.push(...entry.notes)
    outer.push(...entry.outer)
    const groups = (last.get(artifact.type) ?? 0) + 1
    const prefix = `${groups > 1 ? `group ${artifact.group}/` : ''}${artifact.key}`
    for (const blob of entry.blobs) {
      if (artifact.group + 1 < groups) superseded.push(blobs.length)
      blobs.push({ ...blob, index: blobs.length, path: `${prefix}/${blob.path}` })
    }
  }
  if (superseded.length > 0) notes.push(supersededNote(superseded))
  if (wrote.size > 1) {
    notes.push({
      severity: 'note',
      message: `its entries were written by more than one torch: ${[...wrote].join(', ')}`,
      offset: null,
    })
  }
  if (others.size > 0) {
    const counts = [...others].map(([type, count]) => `${count} ${type}`).join(', ')
    notes.push({ severity: 'note', message: `also holds artifacts without guards: ${counts}`, offset: null })
  }
  return { ...emptyContainer, kind: 'cache-artifacts', torch, python, notes, blobs, outer }
}

/**
 * A process that saves more than once appends a group to those it saved before, and torch reads the groups into a dict
 * by type (torch/compiler/_cache.py, CacheArtifactManager.deserialize): the last group of a type is all it loads.
 */
function supersededNote(blobs: readonly number[]): ContainerNote {
  const which =
    blobs.length === 1 ? `blob ${blobs[0]} is` : `${blobs.length} blobs, ${blobs[0]} to ${blobs.at(-1)}, are`
  return {
    severity: 'warning',
    message: `${which} in a group of artifacts that a later group of the same type supersedes: torch loads only the last`,
    offset: null,
  }
}

/** An artifact's entry. One that is not what its type says is worth a warning: the others still open. */
function readEntry(artifact: Artifact): Omit<Container, 'kind'> {
  const part: Candidate = candidate(artifact.content, artifact.offset)
  const where = `"${artifact.type}" artifact ${artifact.key} at byte ${artifact.offset}`
  try {
    const entry = precompileEntry.recognise(part)
    if (entry !== null)
      return { ...entry, notes: entry.notes.map((note) => ({ ...note, message: `${artifact.key}/${note.message}` })) }
    return warning(`${where} is not a cache entry of Dynamo`, artifact.offset)
  } catch (error) {
    return warning(`${where}: ${error instanceof Error ? error.message : String(error)}`, artifact.offset)
  }
}

function warning(message: string, offset: number): Omit<Container, 'kind'> {
  return { ...emptyContainer, notes: [{ severity: 'warning', message, offset }] }
}

function checksumNote(saved: number, computed: number, base: number): ContainerNote {
  const hex = (n: number): string => n.toString(16).padStart(8, '0')
  return {
    severity: 'warning',
    message: `checksum mismatch at byte ${base}: the file says ${hex(saved)}, its content has ${hex(computed)}; torch refuses to load it`,
    offset: base,
  }
}
