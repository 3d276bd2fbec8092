/** Tells what a file is by its content, and finds the guards_state blobs in it. */
import type { DecodeOptions } from '../pickle/decode'
import { aotCompile } from './aot-compile'
import { hasAotHeader } from './aot-header'
import { aotModule } from './aot-module'
import { cacheArtifacts, LARGEST_VERSION } from './cache-artifacts'
import { candidate, PROTO } from './candidate'
import { type Container, ContainerError, type Candidate, type ContainerNote, type Recogniser } from './container'
import { guardsState } from './guards-state'
import { looksLike } from './looks-like'
import { precompileEntry } from './precompile-entry'

export { type Container, type ContainerBlob } from './container'

/** Every format that is known. The first that recognises a file names it; no two claim the same bytes. */
const recognisers: readonly Recogniser[] = [cacheArtifacts, guardsState, precompileEntry, aotCompile, aotModule]

/**
 * The container that `bytes` are. A file's name plays no part. Nothing is copied: every blob is a view on `bytes`.
 * `options` reach the decoding of the outermost pickle (limits, progress).
 * @throws ContainerError in one line, with the offset in the file: empty, damaged, or none of the known kinds and what it looks like.
 */
export function recognise(bytes: Uint8Array, options: DecodeOptions = {}): Container {
  if (bytes.length === 0) throw new ContainerError('the file is empty', null)
  const file = candidate(bytes, 0, options)
  // behind its mark is an aot_compile file and nothing else
  for (const recogniser of hasAotHeader(bytes) ? [aotCompile] : recognisers) {
    const found = recogniser.recognise(file)
    if (found !== null) return withTrailing(found, file)
  }
  throw new ContainerError(`no guards_state in it: ${looksLike(file)}`, null, true)
}

/**
 * Whether a file that begins with `head` (16 bytes or more) is worth reading whole: torch writes pickles of a protocol that
 * says so in its first byte, behind the mark of aot_compile since 2.15, and cache artifacts with a version behind their
 * checksum.
 */
export function mayHoldGuards(head: Uint8Array): boolean {
  if (head[0] === PROTO || hasAotHeader(head)) return true
  if (head.length < 16) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  return view.getBigUint64(4) <= LARGEST_VERSION
}

/** Python stops at the pickle's end and never sees what follows it: a person should. */
function withTrailing(container: Container, file: Candidate): Container {
  if (container.kind === 'cache-artifacts') return container
  const end = file.pickle()?.end ?? file.bytes.length
  const left = file.bytes.length - end
  if (left === 0) return container
  const note: ContainerNote = {
    severity: 'warning',
    message: `${left} bytes follow the end of the pickle at byte ${end}: Python ignores them`,
    offset: end,
  }
  return { ...container, notes: [...container.notes, note] }
}
