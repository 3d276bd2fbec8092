import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ContainerError } from './container'
import { crc32 } from './crc32'
import { recognise } from './recognise'

const containers = join(__dirname, '../../fixtures/containers/2.13.0')
const fixture = (name: string): Buffer => readFileSync(join(containers, name))
const artifacts = (): Buffer => fixture('save_cache_artifacts_caching_precompile.bin')

/** What recognise says of bytes it refuses. */
function refusal(bytes: Uint8Array): { message: string; offset: number | null } {
  try {
    const { kind } = recognise(bytes)
    return { message: `recognised as ${kind}`, offset: null }
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error
    return { message: error.message, offset: error.offset }
  }
}

/** Pickles, protocol 4, written by Python: python3 -c "import pickle; print(pickle.dumps(VALUE, 4).hex())". */
const pickles = {
  orderedDict: '80049522000000000000008c0b636f6c6c656374696f6e73948c0b4f726465726564446963749493942952942e',
  dict: '80049517000000000000007d94288c0161944b018c0162944b028c0163944b03752e',
  list: '8004950b000000000000005d94284b014b024b03652e',
  listOfBytes: '80049508000000000000005d9443017894612e',
  legacyMagic: '80028a0a6cfc9c46f9206aa850192e',
}

describe('recognise refuses in one line', () => {
  const cases: readonly [name: string, bytes: Uint8Array, message: string][] = [
    ['nothing', new Uint8Array(0), 'the file is empty'],
    ['text', Buffer.from('hello there\n'), 'no guards_state in it: it looks like text'],
    ['JSON', Buffer.from('{"a": 1}'), 'no guards_state in it: it looks like JSON text'],
    [
      'an ELF binary',
      Buffer.from('\x7fELF\x02\x01\x01', 'latin1'),
      'no guards_state in it: it looks like an ELF binary (a shared library or program)',
    ],
    [
      'a torch.save archive',
      zipNamed('model/data.pkl'),
      'no guards_state in it: it looks like a zip archive that torch.save wrote: tensors and their state, no guards',
    ],
    [
      'another zip',
      zipNamed('a.txt'),
      'no guards_state in it: it looks like a zip archive whose first file is "a.txt"',
    ],
    [
      'an object',
      Buffer.from(pickles.orderedDict, 'hex'),
      'no guards_state in it: it is a pickle of a collections.OrderedDict object',
    ],
    ['a dict', Buffer.from(pickles.dict, 'hex'), 'no guards_state in it: it is a pickle of a dict with "a", "b", "c"'],
    ['a list', Buffer.from(pickles.list, 'hex'), 'no guards_state in it: it is a pickle of a list'],
    ['a list of bytes', Buffer.from(pickles.listOfBytes, 'hex'), 'no guards_state in it: it is a pickle of a list'],
    ['a pickle of protocol 0', Buffer.from('(lp0\n.'), 'no guards_state in it: it is a pickle of a list'],
    [
      'an old torch.save',
      Buffer.from(pickles.legacyMagic, 'hex'),
      'no guards_state in it: it looks like a torch.save file of the format before torch 1.6',
    ],
    [
      'other bytes',
      Buffer.from('ff00ff00ff00ff00ff', 'hex'),
      'no guards_state in it: it is not a pickle, nor cache artifacts (it starts with ff 00 ff 00 ff 00 ff 00)',
    ],
  ]
  it.each(cases)('%s', (_, bytes, message) => {
    expect(refusal(bytes).message).toBe(message)
  })

  it('a truncated pickle, with the offset', () => {
    const { message, offset } = refusal(fixture('aot_compile_shape_rel_eager.pt2aot').subarray(0, 5000))
    expect(message).toMatch(/ at byte \d+/)
    expect(offset).toBeLessThanOrEqual(5000)
  })

  it('a broken part, with its offset in the whole file', () => {
    const file = fixture('aot_module_mlp.bin')
    // The first part's payload begins at byte 9 (PROTO, EMPTY_LIST, MEMOIZE, BINBYTES and a length) and ends before MEMOIZE, APPEND, STOP.
    file[file.length - 4] = 0xff
    const { message, offset } = refusal(file)
    expect({ message, offset }).toEqual({
      message: expect.stringContaining(`at byte ${offset}`),
      offset: file.length - 4,
    })
  })
})

describe('cache artifacts', () => {
  it('computes the checksum that zlib computes', () => {
    const bytes = artifacts()
    expect([crc32(bytes), crc32(new Uint8Array(0))]).toEqual([zlibCrc32(bytes), 0])
  })

  it('opens with a warning where the checksum is wrong', () => {
    const bytes = artifacts()
    const whole = recognise(artifacts())
    bytes.writeUInt32BE(0x01020304, 0)
    const { notes, blobs } = recognise(bytes)
    expect(blobs.map((blob) => blob.path)).toEqual(whole.blobs.map((blob) => blob.path))
    expect(notes).toEqual([
      {
        severity: 'warning',
        offset: 0,
        message: `checksum mismatch at byte 0: the file says 01020304, its content has ${zlibCrc32(bytes.subarray(4)).toString(16).padStart(8, '0')}; torch refuses to load it`,
      },
      ...whole.notes,
    ])
  })

  it('counts the artifacts that hold no guards', () => {
    expect(recognise(artifacts()).notes.filter((note) => note.offset === null)).toEqual([
      { severity: 'note', offset: null, message: 'also holds artifacts without guards: 4 inductor, 3 aot_autograd' },
    ])
  })

  it('says which entries torch would not install', () => {
    // Two of its four entries have `bypassed` set: pickletools shows NEWTRUE after that name.
    expect(recognise(artifacts()).notes.flatMap(({ message, offset }) => (offset === null ? [] : [message]))).toEqual([
      'e30730eded6ffb43407a4ddab9a12800c672b2f5df1cdbb2f8faf99ed1db5f9b/codes[0] (shape_rel) is marked as bypassed: torch does not install it',
      '19538dc69e493e8de9ba71954b383a2fff845b6c9888a08b527dd114f93bd1e4/codes[0] (MLP.forward) is marked as bypassed: torch does not install it',
    ])
  })

  it('lists the groups that torch does not load, and says so', () => {
    // Saved twice: CacheArtifactManager.deserialize of torch 2.8 to 2.14 keeps the last group of a type.
    const once = readFileSync(join(__dirname, 'recorded/2.8.0/artifacts'))
    const twice = Buffer.concat([once, once.subarray(12)])
    twice.writeUInt32BE(zlibCrc32(twice.subarray(4)), 0)
    const paths = recognise(once).blobs.map(({ path }) => path)
    const { blobs, notes } = recognise(twice)
    expect(blobs.map(({ path }) => path)).toEqual([
      ...paths.map((path) => `group 0/${path}`),
      ...paths.map((path) => `group 1/${path}`),
    ])
    expect(notes.filter(({ severity }) => severity === 'warning').map(({ message }) => message)).toEqual([
      '2 blobs, 0 to 1, are in a group of artifacts that a later group of the same type supersedes: torch loads only the last',
    ])
  })

  it('names the artifact whose length lies, and where', () => {
    const bytes = artifacts()
    // The first type's name is 16 bytes of base64 after its length at byte 12; then the count, then the first key.
    bytes.writeBigUInt64BE(1n << 40n, 44)
    expect(refusal(bytes)).toEqual({
      message: `the key of "precompile" artifact 0 at byte 44 claims 1099511627776 bytes, ${bytes.length - 52} are left`,
      offset: 44,
    })
  })

  it('refuses a number of artifacts that cannot be', () => {
    const bytes = artifacts()
    bytes.writeBigUInt64BE(1n << 60n, 36)
    expect(refusal(bytes)).toEqual({
      message: `"precompile" at byte 36 claims ${1n << 60n} artifacts, more than the ${bytes.length - 44} bytes left can hold`,
      offset: 36,
    })
  })

  it('refuses a file that ends early', () => {
    const bytes = artifacts().subarray(0, 100_000)
    expect(refusal(bytes).message).toMatch(
      /^the content of "precompile" artifact \d at byte \d+ claims \d+ bytes, \d+ are left$/,
    )
  })

  it('refuses another version, with the checksum right', () => {
    const bytes = artifacts()
    bytes.writeBigUInt64BE(2n, 4)
    bytes.writeUInt32BE(zlibCrc32(bytes.subarray(4)), 0)
    expect(refusal(bytes)).toEqual({
      message: 'cache artifacts of version 2 at byte 4: only version 1 is known',
      offset: 4,
    })
  })

  it('opens the others where one entry is broken', () => {
    const bytes = artifacts()
    const [first, ...rest] = recognise(artifacts()).blobs
    if (first === undefined) throw new Error('no blobs')
    // Every opcode of the first entry before its first guards_state, the protocol apart.
    bytes.fill(0xff, 90, first.offset)
    const { blobs, notes } = recognise(bytes)
    expect(blobs.map((blob) => blob.path)).toEqual(
      rest.filter((blob) => !blob.path.startsWith('shape_rel/')).map((blob) => blob.path),
    )
    expect(notes[1]?.message).toMatch(/^"precompile" artifact shape_rel at byte \d+: .* at byte \d+$/)
  })
})

describe('damaged containers', () => {
  it.each(['2.8.0/artifacts', '2.8.0/dynamo', '2.10.0/entry', '2.14.1/aot'])(
    '%s opens, or says in one line why not',
    (name) => {
      const whole = readFileSync(join(__dirname, 'recorded', name))
      for (let seed = 1; seed <= 300; seed++) {
        const next = randomNumbers(seed)
        const bytes = new Uint8Array(next() % 4 === 0 ? whole.subarray(0, next() % whole.length) : whole)
        for (let i = next() % 4; i >= 0; i--) bytes[next() % bytes.length] = next() % 256
        let message = ''
        let offset: number | null = null
        try {
          for (const blob of recognise(bytes).blobs) {
            expect(blob.bytes.byteOffset - bytes.byteOffset, `seed ${seed}`).toBe(blob.offset)
          }
        } catch (error) {
          if (!(error instanceof ContainerError)) throw error
          ;({ message, offset } = error)
        }
        expect([message.includes('\n'), (offset ?? 0) <= bytes.length], `seed ${seed}: ${message}`).toEqual([
          false,
          true,
        ])
      }
    },
  )
})

/** The same numbers for the same seed (a linear congruential generator). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 8
  }
}

/** The local header of a zip's first, empty file. */
function zipNamed(name: string): Uint8Array {
  const header = Buffer.alloc(30 + name.length)
  header.write('PK\x03\x04', 0, 'latin1')
  header.writeUInt16LE(name.length, 26)
  header.write(name, 30, 'latin1')
  return header
}

it('should be one line, whatever the file names', () => {
  const bytes = new Uint8Array(Buffer.from('\x80\x02cmo\x1bdule\nna\u202eme\n)R.', 'utf8'))
  // of the two bytes of a protocol the first is none of UTF-8
  const file = Uint8Array.of(0x80, ...bytes.subarray(2))
  expect(() => recognise(file)).toThrow(/mo\\x1bdule\.na\\u202eme/)
})
