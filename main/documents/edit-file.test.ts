import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDocument } from './document'
import { EditedFile } from './edit-file'

const file = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(join(__dirname, '../../fixtures/containers/2.13.0', path)))

describe('a file of several blobs', () => {
  it.each(['DiskDynamoStore_eager__entry.pkl', 'save_cache_artifacts_caching_precompile.bin'])(
    'has each edited on its own, and all undone to its own bytes: %s',
    (path) => {
      const bytes = file(path)
      const edited = new EditedFile(bytes)
      const [first, second] = [edited.blob(0), edited.blob(1)]
      const before = openDocument(bytes)
      first.apply([{ do: 'strip', what: ['stacks', 'code_list'] }])
      second.apply([{ do: 'drop-guard', name: '', create_fn: 'GLOBAL_STATE' }])
      const after = openDocument(edited.encode())
      const guards = (document: typeof before): number[] =>
        document.info.blobs.map(({ index }) => document.openBlob(index).summary.guards)
      expect(guards(after)).toEqual(guards(before).map((count, i) => (i === 1 ? count - 1 : count)))
      expect(after.treeText(0)).not.toBe(before.treeText(0))
      expect(after.info.blobs.slice(2).map(({ index }) => after.treeText(index))).toEqual(
        before.info.blobs.slice(2).map(({ index }) => before.treeText(index)),
      )
      first.undo()
      second.undo()
      expect(Buffer.compare(edited.encode(), bytes)).toBe(0)
    },
  )
})
