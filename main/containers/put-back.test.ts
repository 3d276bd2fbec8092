import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32'
import { putBack } from './put-back'
import { recognise } from './recognise'

const root = join(__dirname, '../..')
const FILES = [
  'main/containers/recorded/2.8.0/dynamo',
  'main/containers/recorded/2.8.0/artifacts',
  'main/containers/recorded/2.10.0/entry',
  'main/containers/recorded/2.14.1/aot',
  'main/containers/recorded/2.15.0/aot',
  'fixtures/containers/2.13.0/DiskDynamoStore_eager__entry.pkl',
  'fixtures/containers/2.13.0/aot_compile_shape_rel_eager.pt2aot',
  'fixtures/containers/2.13.0/aot_module_mlp.bin',
  'fixtures/containers/2.13.0/caching_precompile_mlp.entry',
  'fixtures/containers/2.13.0/save_cache_artifacts_caching_precompile.bin',
  'fixtures/2.13.0/gpt_2layer.guards_state',
]
const read = (path: string): Buffer => readFileSync(join(root, path))

describe('a blob put back into its file', () => {
  it.each(FILES)('leaves the file as it was where it is the same: %s', (path) => {
    const bytes = read(path)
    const container = recognise(bytes)
    for (const blob of container.blobs)
      expect(Buffer.compare(putBack(bytes, container, blob, blob.bytes), bytes), blob.path).toBe(0)
  })

  it.each(FILES)('is found there again, and the others with it: %s', (path) => {
    const bytes = read(path)
    const container = recognise(bytes)
    const other = read('fixtures/2.13.0/huge_5000_guards.guards_state')
    container.blobs.forEach((blob, i) => {
      const written = putBack(bytes, container, blob, other)
      const again = recognise(written)
      expect(again.notes.map((note) => note.message)).toEqual(container.notes.map((note) => note.message))
      expect(again.blobs.map((one) => one.path)).toEqual(container.blobs.map((one) => one.path))
      expect(
        again.blobs.map((one, j) => Buffer.compare(one.bytes, j === i ? other : (container.blobs[j]?.bytes ?? other))),
      ).toEqual(container.blobs.map(() => 0))
    })
  })

  it('has the checksum of cache artifacts follow', () => {
    const bytes = read('fixtures/containers/2.13.0/save_cache_artifacts_caching_precompile.bin')
    const container = recognise(bytes)
    const [blob] = container.blobs
    if (blob === undefined) throw new Error('no blob')
    const written = putBack(bytes, container, blob, blob.bytes.subarray(0, 100))
    expect(new DataView(written.buffer).getUint32(0)).toBe(crc32(written.subarray(4)))
  })
})
