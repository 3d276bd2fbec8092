/** Says in one line what a file without guards looks like, so that a person sees which file was taken instead. */
import { dictEntries } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import type { Candidate } from './container'
import { className } from './fields'

interface Signature {
  readonly at: number
  readonly bytes: readonly number[]
  readonly name: string
}

const ascii = (text: string): readonly number[] => Array.from(text, (c) => c.charCodeAt(0))

const signatures: readonly Signature[] = [
  { at: 0, bytes: [0x7f, ...ascii('ELF')], name: 'an ELF binary (a shared library or program)' },
  { at: 0, bytes: [0x1f, 0x8b], name: 'gzip-compressed data' },
  { at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd-compressed data' },
  { at: 0, bytes: [0xfd, ...ascii('7zXZ')], name: 'xz-compressed data' },
  { at: 0, bytes: ascii('BZh'), name: 'bzip2-compressed data' },
  { at: 0, bytes: [0x93, ...ascii('NUMPY')], name: 'a NumPy array file' },
  { at: 0, bytes: [0x89, ...ascii('HDF')], name: 'an HDF5 file' },
  { at: 0, bytes: [0x89, ...ascii('PNG')], name: 'a PNG image' },
  { at: 0, bytes: [0xff, 0xd8, 0xff], name: 'a JPEG image' },
  { at: 0, bytes: ascii('%PDF'), name: 'a PDF document' },
  { at: 0, bytes: ascii('GGUF'), name: 'a GGUF model' },
  { at: 0, bytes: ascii('SQLite format 3'), name: 'an SQLite database' },
  { at: 0, bytes: ascii('MZ'), name: 'a Windows program' },
  { at: 0, bytes: [0xcf, 0xfa, 0xed, 0xfe], name: 'a Mach-O binary' },
  { at: 257, bytes: ascii('ustar'), name: 'a tar archive' },
  { at: 8, bytes: ascii('{"'), name: 'a safetensors file' },
]

/** `a zip archive that torch.save wrote (...)`. Throws what the decoder throws for a broken pickle. */
export function looksLike(file: Candidate): string {
  const pickle = file.pickle()
  if (pickle !== null) return pickleRoot(pickle.root)
  const { bytes } = file
  if (startsWith(bytes, ascii('PK\x03\x04'), 0)) return zip(bytes)
  const known = signatures.find((signature) => startsWith(bytes, signature.bytes, signature.at))
  if (known !== undefined) return `it looks like ${known.name}`
  return textual(bytes) ?? `it is not a pickle, nor cache artifacts (it starts with ${hex(bytes)})`
}

function startsWith(bytes: Uint8Array, start: readonly number[], at: number): boolean {
  return bytes.length >= at + start.length && start.every((byte, i) => bytes[at + i] === byte)
}

/** torch.save and torch.export put everything under one folder: its first entry's name tells them. */
function zip(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length >= 30 ? view.getUint16(26, true) : 0
  const first = new TextDecoder().decode(bytes.subarray(30, 30 + length))
  if (/(^|\/)data\.pkl$/.test(first))
    return `it looks like a zip archive that torch.save wrote: tensors and their state, no guards`
  if (/(^|\/)(archive_format|archive_version)$/.test(first))
    return 'it looks like a zip archive that torch.export wrote: a graph, no guards'
  return `it looks like a zip archive${first === '' ? '' : ` whose first file is ${JSON.stringify(first)}`}`
}

const TEXT_SAMPLE = 64 * 1024

/** Null for bytes that are not text. */
function textual(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, TEXT_SAMPLE)
  let text: string
  try {
    // The sample may end inside a character: `stream` leaves that one out.
    text = new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
  } catch {
    return null
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what tells binary data from text
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return null
  const start = text.trimStart()
  if (start === '') return 'it looks like blank text'
  if (start.startsWith('{') || start.startsWith('[')) return 'it looks like JSON text'
  if (start.startsWith('<')) return 'it looks like markup (HTML or XML)'
  return 'it looks like text'
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

/** torch.save before 1.6 wrote this number as the first of several pickles (torch/serialization.py, MAGIC_NUMBER). */
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn
const KEYS_SHOWN = 4

function pickleRoot(root: PickleNode): string {
  const cls = className(root)
  if (cls !== null) return `it is a pickle of ${an(cls)} object`
  if (root.kind === 'int' && root.value === LEGACY_MAGIC)
    return 'it looks like a torch.save file of the format before torch 1.6'
  if (root.kind === 'global') return `it is a pickle of the name ${root.value}`
  if (root.kind === 'dict') {
    const keys = dictEntries(root).flatMap(([key]) => (key.kind === 'str' ? [JSON.stringify(key.value)] : []))
    if (keys.length === 0) return 'it is a pickle of a dict'
    return `it is a pickle of a dict with ${keys.slice(0, KEYS_SHOWN).join(', ')}${keys.length > KEYS_SHOWN ? '...' : ''}`
  }
  return `it is a pickle of ${an(root.kind)}`
}

function an(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`
}
