/** What kinds of files are called. */
import type { FileKind } from '../../shared/document'

const NAMES: { readonly [K in FileKind | 'log']: string } = {
  guards_state: 'guards_state',
  'dynamo-store-entry': 'DynamoStore entry',
  'precompile-entry': 'caching-precompile entry',
  'aot-compile': 'aot_compile file',
  'aot-module': 'aot_compile module',
  'cache-artifacts': 'cache artifacts',
  log: 'torch log',
}

export const KIND_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(NAMES))
