/** Puts a changed guards_state back into the file it came from: pickles around it are encoded anew, lengths and checksums follow. */
import { asCell } from '../pickle/cell'
import { walk } from '../pickle/access'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { makeBytes } from '../pickle/make'
import type { BytesNode, Pickle, PickleNode } from '../pickle/node'
import { aotHeaderLength } from './aot-header'
import { replaceContent } from './cache-artifacts'
import { type Container, type ContainerBlob, ContainerError } from './container'

/** Bytes that encoding may add around a blob. */
const ROOM = 1024 * 1024

/** The file with `changed` in place of a blob; all that was not touched comes out byte for byte. */
export function putBack(file: Uint8Array, container: Container, blob: ContainerBlob, changed: Uint8Array): Uint8Array {
  // one object may be the state of several codes: which of those at the same bytes is meant
  const nth = container.blobs.filter((other) => other.offset === blob.offset && other.index < blob.index).length
  const target = { offset: blob.offset, length: blob.length, nth, changed }
  switch (container.kind) {
    case 'guards_state':
      return join(file.subarray(0, blob.offset), changed, file.subarray(blob.offset + blob.length))
    case 'cache-artifacts':
      return replaceContent(file, blob.offset, (content, at) => intoPickle(content, at, target))
    default:
      return intoPickle(file, 0, target)
  }
}

interface Target {
  readonly offset: number
  readonly length: number
  readonly nth: number
  readonly changed: Uint8Array
}

/** `base`: the offset of `bytes` in the file. A bytes object that holds the blob among others is itself a pickle. */
function intoPickle(bytes: Uint8Array, base: number, target: Target): Uint8Array {
  const head = aotHeaderLength(bytes, base)
  const pickle = decodePickle(bytes, { start: head })
  const start = target.offset - base
  let nth = target.nth
  for (const holder of walk(pickle.root)) {
    for (const list of listsOf(holder)) {
      for (let i = 0; i < list.length; i++) {
        const node = list[i]
        if (node?.kind !== 'bytes' && node?.kind !== 'bytearray') continue
        const from = node.value.byteOffset - bytes.byteOffset
        const isIt = from === start && node.value.length === target.length
        const isAround = !isIt && from <= start && from + node.value.length >= start + target.length
        if (!isIt && !isAround) continue
        if (isIt && nth-- > 0) continue
        const value = isIt ? target.changed : intoPickle(node.value, base + from, target)
        list[i] = withBytes(node, value)
        const written = encode(pickle, bytes.length + value.length)
        return join(bytes.subarray(0, head), written, bytes.subarray(pickle.end))
      }
    }
  }
  throw new ContainerError(`the blob at byte ${target.offset} is not found again`, target.offset)
}

function listsOf(node: PickleNode): PickleNode[][] {
  const items = 'items' in node ? [node.items as PickleNode[]] : []
  return [...items, ...node.acts.map((act) => act.items)]
}

/** The same opcode where it still fits. */
function withBytes(node: BytesNode, value: Uint8Array): PickleNode {
  const made = makeBytes(value)
  asCell(made).memo = asCell(node).memo
  return node.kind === 'bytes' ? made : { ...node, value }
}

function encode(pickle: Pickle, size: number): Uint8Array {
  return encodePickle(pickle, { maxBytes: size * 2 + ROOM })
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
