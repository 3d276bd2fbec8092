/** Real blobs with something else in them, for tests of what must be found. They are read here, and never loaded. */
import { readFileSync } from 'node:fs'
import { dictEntries } from '../../pickle/access'
import { decodePickle } from '../../pickle/decode'
import { encodePickle } from '../../pickle/encode'
import type { Discarded, PickleNode } from '../../pickle/node'
import { entriesOf, fieldsOf } from '../../state/fields'

export function blobBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../${file}.guards_state`, import.meta.url)))
}

/** The bytes of a blob after `change` did something to its graph; what it returns is computed first, and dropped. */
export function altered(file: string, change: (root: PickleNode) => void | readonly PickleNode[]): Uint8Array {
  const pickle = decodePickle(blobBytes(file))
  const dropped = change(pickle.root) ?? []
  const discarded = dropped.map((node): Discarded => ({ node, after: null, twin: false }))
  return encodePickle({ ...pickle, discarded: [...(pickle.discarded ?? []), ...discarded] })
}

/** What lies under a path of field names and dict keys. */
export function part(root: PickleNode, ...path: readonly string[]): PickleNode {
  return path.reduce((node, name) => {
    const found = fieldsOf(node).get(name) ?? entriesOf(node).get(name)
    if (found === undefined) throw new Error(`no ${name} in a ${node.kind}`)
    return found
  }, root)
}

/** A node takes the place of another, wherever that one is referred to. */
export function become(node: PickleNode, other: PickleNode): void {
  Object.assign(node, other)
}

/** The values of a dict, in order. */
export function valuesOf(node: PickleNode): readonly PickleNode[] {
  return dictEntries(node).map(([, value]) => value)
}
