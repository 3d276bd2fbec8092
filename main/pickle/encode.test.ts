import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe as group, expect, it } from 'vitest'
import { listItems } from './access'
import { asCell } from './cell'
import { decodePickle, PickleError } from './decode'
import { encodePickle } from './encode'
import {
  dictActs,
  listActs,
  makeBool,
  makeBytearray,
  makeBytes,
  makeDict,
  makeFloat,
  makeFrozenset,
  makeGlobal,
  makeInt,
  makeList,
  makeNewobj,
  makeNone,
  makePersid,
  makePickle,
  makeReduce,
  makeSet,
  makeStr,
  makeTuple,
  remake,
} from './make'
import type { PickleNode } from './node'
import { opcodeNames } from './opcodes'
import { describe, type Json } from './testing/describe'
import type { PickleRecord, Recording } from './testing/recorded'
import { VERSIONS } from './testing/versions'

const fixtures = new URL('../../fixtures/', import.meta.url)
const testdata = new URL('testdata/pickles.json.gz', import.meta.url)
const recording = JSON.parse(gunzipSync(readFileSync(testdata)).toString()) as Recording

group('what was not touched comes out byte for byte', () => {
  it.each([...VERSIONS, 'more/2.15.0'])('every blob of torch %s', { timeout: 30_000 }, (version) => {
    const names = readdirSync(new URL(`${version}/`, fixtures)).filter((name) => name.endsWith('.guards_state'))
    const changed = names.filter((name) => {
      const bytes = readFileSync(new URL(`${version}/${name}`, fixtures))
      return Buffer.compare(encodePickle(decodePickle(bytes)), bytes) !== 0
    })
    expect({ blobs: names.length > 10, changed }).toEqual({ blobs: true, changed: [] })
  })

  it('every pickle inside the containers', { timeout: 30_000 }, () => {
    const found = readdirSync(new URL('containers/2.13.0/', fixtures)).flatMap((name) => {
      const bytes = readFileSync(new URL(`containers/2.13.0/${name}`, fixtures))
      return picklesIn(bytes).map(
        ({ start, end, written }) => [name, start, Buffer.compare(written, bytes.subarray(start, end))] as const,
      )
    })
    expect(found.length).toBeGreaterThan(25)
    expect(found.filter(([, , difference]) => difference !== 0)).toEqual([])
  })
})

group('made nodes', () => {
  const plain = recording.random.filter(({ by, protocol, value }) => by === 'c' && protocol >= 1 && isPlain(value))

  it('are written as CPython writes the same value', () => {
    expect(plain.length).toBeGreaterThan(200)
    for (const record of plain) expect(remade(record), JSON.stringify(record.value)).toBe(record.pickle)
  })

  it('are batched as CPython batches', () => {
    const large = recording.large.filter(({ by, protocol }) => by === 'c' && protocol >= 1)
    const numbers = (count: number): readonly PickleNode[] =>
      Array.from({ length: count }, (_, i) => makeInt(BigInt(i)))
    const made = [1000, 1001].flatMap((count) => [
      makeList(Array.from({ length: count }, makeNone)),
      makeDict(numbers(count).map((key) => [key, makeNone()])),
      makeSet(numbers(count)),
    ])
    for (const protocol of [1, 4, 5]) {
      const recorded = new Set(large.filter((record) => record.protocol === protocol).map(({ pickle }) => pickle))
      const matched = made.map((root) =>
        recorded.has(Buffer.from(encodePickle(makePickle(root, protocol))).toString('base64')),
      )
      // A set of 1001 is not recorded; before protocol 4 CPython writes a set as a call.
      expect(matched, `protocol ${protocol}`).toEqual([true, true, protocol >= 4, true, true, false])
    }
  })

  it('stand in a decoded graph beside what was there', () => {
    const pickle = decodePickle(
      Uint8Array.from(Buffer.from('80025d71002858010000006171014b056803652e'.replace('6803', '6801'), 'hex')),
    )
    const list = pickle.root
    if (list.kind !== 'list') throw new Error(list.kind)
    const shared = makeStr('new')
    const root = remake(list, { acts: listActs([shared, ...listItems(list), shared, makeInt(70_000n)]) })
    const written = decodePickle(encodePickle({ ...pickle, root }))
    expect(listItems(written.root).map((node) => ('value' in node ? node.value : node.kind))).toEqual([
      'new',
      'a',
      5n,
      'a',
      'new',
      70_000n,
    ])
    expect(listItems(written.root)[4]).toBe(listItems(written.root)[0])
  })

  it('take the place of the entries of a dict', () => {
    const pickle = decodePickle(Uint8Array.from(Buffer.from('}K\x01Ns.', 'latin1')))
    const acts = dictActs([[makeStr('k'), makeBytes(Uint8Array.of(7))]])
    const written = encodePickle({ ...pickle, root: remake(pickle.root, { acts }) })
    expect(Buffer.from(written).toString('latin1')).toBe('}X\x01\0\0\0kq\0C\x01\x07q\x01s.')
  })

  it('mean the same after a round trip, in every protocol', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(tree(), fc.integer({ min: 0, max: 5 }), (root, protocol) => {
        const made = makePickle(root, protocol)
        const written = encodePickle(made)
        const pickle = decodePickle(written)
        expect(describe(pickle)).toEqual(describe(made))
        expect(Buffer.compare(encodePickle(pickle), written)).toBe(0)
      }),
      { numRuns: 150 },
    )
  })
})

group('any bytes', () => {
  const opcodes = fc.constantFrom(...opcodeNames.keys())
  const soup = fc.array(
    fc.oneof({ weight: 4, arbitrary: opcodes }, fc.constantFrom(0, 1, 2, 10), fc.integer({ min: 0, max: 255 })),
    { maxLength: 60 },
  )

  it('decode, or are refused with an offset; what decodes is written to decode again', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(soup, (input) => {
        const bytes = Uint8Array.from([...input, 0x2e])
        try {
          const written = encodePickle(decodePickle(bytes))
          expect(Buffer.compare(encodePickle(decodePickle(written)), written)).toBe(0)
        } catch (error) {
          if (!(error instanceof PickleError)) throw error
          expect(error.offset).toBeLessThanOrEqual(bytes.length)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('that make objects hold each other cannot make the writing endless', () => {
    // A tuple of 2,000 lists, each of which holds the tuple: CPython's way of writing it is quadratic.
    const count = 2000
    const lists = Array.from({ length: count }, () => makeList([]))
    const tuple = makeTuple(lists)
    for (const list of lists) asCell(list).acts = [{ op: 'append', items: [asCell(tuple)] }]
    expect(() => encodePickle(makePickle(tuple, 4), { maxBytes: 1 << 20 })).toThrow(
      'The pickle grows beyond the limit of 1048576 bytes',
    )
  })
})

function picklesIn(bytes: Uint8Array): { start: number; end: number; written: Uint8Array }[] {
  const found = []
  for (let start = 0; start + 1 < bytes.length; start++) {
    if (bytes[start] !== 0x80 || (bytes[start + 1] ?? 9) > 5) continue
    try {
      const pickle = decodePickle(bytes, { start })
      if (pickle.end - start >= 30) found.push({ start, end: pickle.end, written: encodePickle(pickle) })
    } catch (error) {
      if (!(error instanceof PickleError)) throw error
    }
  }
  return found
}

/** Values that make.ts can make again from their JSON: no call, nothing met twice. */
function isPlain(value: Json): boolean {
  const text = JSON.stringify(value)
  const strings = text.match(/\["(?:str|bytes)","[0-9a-f]*"\]/g) ?? []
  return (
    !/"(call|ref|global|persid|buffer|set|frozenset|bytearray)"/.test(text) &&
    new Set(strings).size === strings.length &&
    !/"bytes"/.test(text)
  )
}

function remade(record: PickleRecord): string {
  return Buffer.from(encodePickle(makePickle(make(record.value), record.protocol))).toString('base64')
}

function make(value: Json): PickleNode {
  if (value === null) return makeNone()
  if (typeof value === 'boolean') return makeBool(value)
  if (typeof value === 'number' || typeof value === 'string') throw new Error(JSON.stringify(value))
  const [kind, ...parts] = value
  const text = String(parts[0])
  switch (kind) {
    case 'int':
      return makeInt(text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text))
    case 'float':
      return makeFloat(Buffer.from(text, 'hex').readDoubleBE())
    case 'str':
      return makeStr(Buffer.from(text, 'hex').swap16().toString('utf16le'))
    case 'tuple':
      return makeTuple(parts.map(make))
    case 'list':
      return makeList(parts.map(make))
    case 'dict':
      return makeDict(parts.map((pair) => pairOf(pair).map(make) as [PickleNode, PickleNode]))
    default:
      throw new Error(JSON.stringify(value))
  }
}

function pairOf(value: Json): readonly Json[] {
  return typeof value === 'object' && value !== null ? value : []
}

function tree(): fc.Arbitrary<PickleNode> {
  const { node } = fc.letrec<{ node: PickleNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
      fc.constant(0).map(makeNone),
      fc.boolean().map(makeBool),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(makeInt),
      fc.double().map(makeFloat),
      fc.string({ unit: 'binary' }).map(makeStr),
      fc.uint8Array().map(makeBytes),
      fc.uint8Array().map(makeBytearray),
      fc.array(tie('node'), { maxLength: 5 }).map(makeTuple),
      fc.array(tie('node'), { maxLength: 5 }).map(makeList),
      fc.array(tie('node'), { maxLength: 5 }).map((items) => makeTuple([...items, ...items])),
      fc.array(fc.tuple(tie('node'), tie('node')), { maxLength: 4 }).map(makeDict),
      fc
        .array(
          fc.integer().map((n) => makeInt(BigInt(n))),
          { maxLength: 1 },
        )
        .map(makeSet),
      fc
        .array(
          fc.integer().map((n) => makeInt(BigInt(n))),
          { maxLength: 1 },
        )
        .map(makeFrozenset),
      fc.tuple(tie('node'), tie('node')).map(([arg, state]) => makeReduce(makeGlobal('m', 'f'), [arg], state)),
      fc.tuple(tie('node'), tie('node')).map(([arg, state]) => makeNewobj(makeGlobal('m', 'C'), [arg], state)),
      tie('node').map(makePersid),
    ),
  }))
  return node
}
