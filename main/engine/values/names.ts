/** Names of Python 2 in pickles of protocol 2 and below (fix_imports), as Python 3 has them (Lib/_compat_pickle.py). */
import { globalName } from '../../pickle/access'
import type { PickleNode } from '../../pickle/node'

/** The placeholder for what no guard looked at: 2.15 moved it (torch/_dynamo/package.py). */
export const MISSING: readonly string[] = ['torch._dynamo.guards._Missing', 'torch._dynamo.package._Missing']

const NAMES: ReadonlyMap<string, string> = new Map([
  ['__builtin__.xrange', 'builtins.range'],
  ['__builtin__.unicode', 'builtins.str'],
  ['__builtin__.long', 'builtins.int'],
])

/** `module.name` of a global, in Python 3's words; null for any other node. */
export function modernName(node: PickleNode | undefined): string | null {
  const name = node === undefined ? null : globalName(node)
  if (name === null || !name.startsWith('__builtin__.')) return name
  return NAMES.get(name) ?? `builtins.${name.slice('__builtin__.'.length)}`
}

/** The one persistent id that torch 2.15 writes and knows: a list, dict, set or bytearray that no guard looked at. */
export const PRUNED = 'pruned'

export function isPruned(node: PickleNode): boolean {
  return node.kind === 'persid' && node.items[0]?.kind === 'str' && node.items[0].value === PRUNED
}
