import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { makeGlobal, makeNewobj, makeReduce, makeStr } from '../pickle/make'
import type { PickleNode } from '../pickle/node'
import { examineFile, listFindings } from './doctor'
import { openDocument } from './document'

const FILES =
  `DiskDynamoStore_eager__entry.pkl aot_compile_shape_rel_eager.pt2aot aot_module_mlp.bin caching_precompile_mlp.entry
  save_cache_artifacts_caching_precompile.bin`.split(/\s+/)

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/containers/2.13.0/${name}`, import.meta.url)))

/** A container whose outer pickle computes something first, and drops it. */
function dropping(name: string, node: PickleNode): Uint8Array {
  const pickle = decodePickle(bytesOf(name))
  return encodePickle({ ...pickle, discarded: [...(pickle.discarded ?? []), { node, after: null, twin: false }] })
}

it.each(FILES)('around the blobs of %s lies compiled code, and nothing else calls', (name) => {
  expect(examineFile(openDocument(bytesOf(name)), 0).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'note compiled-code',
  ])
})

it('a bare blob has nothing around it', () => {
  const bytes = readFileSync(new URL('../../fixtures/2.13.0/constant_int.guards_state', import.meta.url))
  expect(examineFile(openDocument(new Uint8Array(bytes)), 0)).toEqual([])
})

it.each<[string, string, PickleNode]>([
  ['error', 'calls os.system', makeReduce(makeGlobal('os', 'system'), [makeStr('true')])],
  ['error', 'calls torch.hub.load', makeReduce(makeGlobal('torch.hub', 'load'), [makeStr('somebody/model')])],
  ['error', 'calls tempfile.TemporaryDirectory', makeNewobj(makeGlobal('tempfile', 'TemporaryDirectory'), [])],
  ['warning', 'calls somebody.models.rebuild', makeReduce(makeGlobal('somebody.models', 'rebuild'), [])],
])('a container is found with an %s where loading it %s', (severity, words, node) => {
  for (const name of ['DiskDynamoStore_eager__entry.pkl', 'aot_compile_shape_rel_eager.pt2aot']) {
    const bytes = dropping(name, node)
    const [first] = listFindings(openDocument(bytes), 0, null).findings
    expect([first?.severity, first?.message.startsWith(`loading the file ${words} (at byte `)]).toEqual([
      severity,
      true,
    ])
  }
})
