/** Names of Python 2 in pickles of protocol 2 and below (fix_imports), as Python 3 has them (Lib/_compat_pickle.py). */
import { globalName } from '../../pickle/access'
import type { PickleNode } from '../../pickle/node'

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
