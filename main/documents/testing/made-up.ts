/** Blobs with a guard kind that no real blob holds: a real one in which another create_fn takes the place of its own. */
import { globalName, walk } from '../../pickle/access'
import { makeGlobal } from '../../pickle/make'
import { altered, become } from './altered'

const MODULE = 'torch._dynamo.guards'

/** The blob `file`, in which every guard of the kind `from` is of the kind `to`. Throws where it has none. */
export function withCreateFn(file: string, from: string, to: string): Uint8Array {
  return altered(file, (root) => {
    const found = [...walk(root)].filter((node) => globalName(node) === `${MODULE}.GuardBuilder.${from}`)
    if (found.length === 0) throw new Error(`${file} has no ${from}`)
    for (const node of found) become(node, makeGlobal(MODULE, `GuardBuilder.${to}`))
  })
}
