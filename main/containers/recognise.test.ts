import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodePickle } from '../pickle/decode'
import { codeInfo } from './code'
import { className } from './fields'
import { mayHoldGuards, recognise } from './recognise'
// What torch and Python read in the same files: scripts/record-containers.py, under each torch.
import recorded210 from './recorded/2.10.0.json'
import recorded213 from './recorded/2.13.0.json'
import recorded214 from './recorded/2.14.1.json'
import recorded215 from './recorded/2.15.0.json'
import recorded28 from './recorded/2.8.0.json'
import { VERSIONS } from '../pickle/testing/versions'

const fixtures = join(__dirname, '../../fixtures')
const containers = [
  ...filesOf(recorded28.files, join(__dirname, 'recorded/2.8.0')),
  ...filesOf(recorded210.files, join(__dirname, 'recorded/2.10.0')),
  ...filesOf(recorded213.files, join(fixtures, 'containers/2.13.0')),
  ...filesOf(recorded214.files, join(__dirname, 'recorded/2.14.1')),
  ...filesOf(recorded215.files, join(__dirname, 'recorded/2.15.0')),
]
const fixture = (path: string): Uint8Array => readFileSync(join(fixtures, path))

describe('recognise', () => {
  it.each(containers)('finds in $name of torch $expected.torch what torch finds', ({ path: file, expected }) => {
    const container = recognise(readFileSync(file))
    const blobs = container.blobs.map(({ path, function: of, recompilation, offset, length, locals }) => {
      return { path, function: of, recompilation, offset, length, locals }
    })
    expect({ kind: container.kind, torch: container.torch, python: container.python, blobs }).toEqual(expected)
  })

  it('yields every blob as a view on the file that is a whole guards_state', () => {
    for (const { path } of containers) {
      const bytes = readFileSync(path)
      const { blobs } = recognise(bytes)
      expect(blobs.map((blob) => blob.index)).toEqual(blobs.map((_, index) => index))
      for (const blob of blobs) {
        expect(blob.bytes.buffer).toBe(bytes.buffer)
        expect(bytes.subarray(blob.offset, blob.offset + blob.length).equals(blob.bytes)).toBe(true)
        const pickle = decodePickle(blob.bytes)
        expect([className(pickle.root), pickle.end]).toEqual(['torch._dynamo.guards.GuardsState', blob.length])
      }
    }
  })

  it.each(VERSIONS)('takes every bare blob of torch %s as what it is', (version) => {
    const names = readdirSync(join(fixtures, version)).filter((name) => name.endsWith('.guards_state'))
    const seen = names.map((name) => {
      const bytes = fixture(`${version}/${name}`)
      const { kind, notes, blobs } = recognise(bytes)
      return {
        kind,
        notes,
        blobs: blobs.map(({ path, offset, length }) => ({ path, offset, whole: length === bytes.length })),
      }
    })
    expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ kind: 'guards_state', notes: [], blobs: [{ path: '', offset: 0, whole: true }] })]),
    )
  })

  it('knows an aot_compile file of 2.15 by its mark, and says so of a format to come', () => {
    const bytes = new Uint8Array(readFileSync(join(__dirname, 'recorded/2.15.0/aot')))
    expect(mayHoldGuards(bytes.subarray(0, 16))).toBe(true)
    bytes[6] = 2
    expect(() => recognise(bytes)).toThrow('an aot_compile file of format 2, where 1 is known, at byte 6')
    expect(() => recognise(bytes.subarray(0, 6))).toThrow(
      'an aot_compile file of format none, where 1 is known, at byte 6',
    )
    // what torch would not look for behind the mark
    const blob = fixture('2.15.0/constant_int.guards_state')
    expect(() => recognise(Buffer.concat([Buffer.from('PT2AOT\x01'), blob]))).toThrow('no guards_state in it')
  })

  it('keeps the decoded graph of a bare blob, so that no one decodes it again', () => {
    const [blob] = recognise(fixture('2.13.0/gpt_2layer.guards_state')).blobs
    expect(blob?.pickle?.end).toBe(blob?.length)
  })

  it('warns of bytes that follow the pickle, and leaves them out of the blob', () => {
    const bytes = fixture('2.13.0/gpt_2layer.guards_state')
    const longer = Buffer.concat([bytes, Buffer.from('tail')])
    const { blobs, notes } = recognise(longer)
    expect([blobs[0]?.length, notes]).toEqual([
      bytes.length,
      [
        {
          severity: 'warning',
          offset: bytes.length,
          message: `4 bytes follow the end of the pickle at byte ${bytes.length}: Python ignores them`,
        },
      ],
    ])
  })
})

describe('codeInfo', () => {
  it.each(recorded213.codes)('lists the variables of $name as torch indexes them', ({ pickle, name, locals }) => {
    const { root } = decodePickle(Buffer.from(pickle, 'base64'))
    expect(codeInfo(root)).toEqual({ name, locals })
  })
})

interface Expected {
  readonly kind: string
  readonly torch: string
}

function filesOf(
  files: Readonly<Record<string, Expected>>,
  folder: string,
): readonly { name: string; path: string; expected: Expected }[] {
  return Object.entries(files).map(([name, expected]) => ({ name, path: join(folder, name), expected }))
}
