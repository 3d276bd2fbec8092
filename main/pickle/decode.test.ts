import { describe, expect, it } from 'vitest'
import { buildState, dictEntries, globalName, listItems, setters, stateParts, walk } from './access'
import { decodePickle, PickleError, type DecodeOptions } from './decode'
import { encodePickle } from './encode'
import { unpackMemo } from './memo'
import type { PickleNode } from './node'
import * as op from './opcodes'

type Part = string | number | readonly number[]

function bytes(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (char) => char.charCodeAt(0)) : part)),
  )
}

function refusal(input: Uint8Array, options?: DecodeOptions): string {
  try {
    decodePickle(input, options)
  } catch (error) {
    if (error instanceof PickleError) return `${error.offset}: ${error.message}`
    throw error
  }
  return 'decoded'
}

describe('byte ranges', () => {
  it('run from the first operand to the last act, the root over the whole stream', () => {
    //                      0         2 3     4     6 7     8     10    11 12    13
    const input = bytes(0x80, 4, ']', 0x94, 'K', 5, '}', 0x94, 'K', 6, 'N', 's', 0x86, 'a', '.')
    const { root } = decodePickle(input)
    const ranges = [...walk(root)].map(({ kind, start, end }) => [kind, start, end])
    expect(ranges).toEqual([
      ['list', 0, 15],
      ['tuple', 4, 13],
      ['int', 4, 6],
      ['dict', 6, 12],
      ['int', 8, 10],
      ['none', 10, 11],
    ])
  })

  it('count from the beginning of the bytes when the pickle starts later, and stop at its STOP', () => {
    const { root, start, end } = decodePickle(bytes('junkK', 7, '.more'), { start: 4 })
    expect({ kind: root.kind, start, end }).toEqual({ kind: 'int', start: 4, end: 7 })
  })
})

describe('identity', () => {
  it('is kept: what the memo gives again is the same node', () => {
    const { root } = decodePickle(bytes('(]', 0x94, 'h', 0, '2', 't.'))
    const [first, ...others] = listItems(root)
    expect(others.length).toBe(2)
    expect(others.every((node) => node === first)).toBe(true)
    expect(first && unpackMemo(first.memo)).toEqual({ op: op.MEMOIZE, index: 0 })
  })

  it('holds for memo entries in any order', () => {
    const { root } = decodePickle(bytes('(]q', 9, '}q', 2, 'h', 9, 'h', 2, 'r', [0, 0, 1, 0], 'j', [0, 0, 1, 0], 't.'))
    const items = listItems(root)
    expect(items.map(({ kind }) => kind)).toEqual(['list', 'dict', 'list', 'dict', 'dict'])
    expect([items[2] === items[0], items[3] === items[1], items[4] === items[1]]).toEqual([true, true, true])
  })
})

describe('what a stream computes and drops', () => {
  it('is kept aside, and written back', () => {
    const input = bytes('cos\nsystem\n(Vrm\ntR0K', 1, '.')
    const pickle = decodePickle(input)
    const names = pickle.discarded?.map(({ node, after }) => [
      node.kind,
      'items' in node && node.items[0] && globalName(node.items[0]),
      after,
    ])
    expect(names).toEqual([['reduce', 'os.system', null]])
    expect(encodePickle(pickle)).toEqual(input)
  })

  it('is told apart where it is the first try of an object whose arguments hold itself', () => {
    // C(box) with box holding that same C: made twice, and the arguments of the dropped one call something else.
    const input = bytes('cm\nC\n', 0x94, '(]', 0x94, 'h', 0, 'h', 1, 0x85, 'R', 0x94, 'acm\nf\n)RtR0h', 2, '.')
    const pickle = decodePickle(input)
    expect(pickle.discarded?.map(({ node, twin }) => [node.kind, twin])).toEqual([['reduce', true]])
    const [dropped] = pickle.discarded ?? []
    const calls =
      dropped === undefined ? [] : [...walk(dropped.node)].filter(({ kind }) => kind === 'global').map(globalName)
    expect(calls).toEqual(['m.C', 'm.f'])
  })

  it('is a change of the object where it sets its state: f(obj, state), as the sixth part of a reduce', () => {
    const input = bytes('cm\nC\n)R', 0x94, 'cm\nf\nh', 0, 'K', 7, 0x86, 'R0h', 0, 0x86, '.')
    const pickle = decodePickle(input)
    const { root, discarded } = pickle
    const [object, same] = listItems(root)
    const names =
      object && setters(object).map(({ setter, state }) => [globalName(setter), 'value' in state && state.value])
    expect([names, object === same, discarded]).toEqual([[['m.f', 7n]], true, []])
    expect(encodePickle(pickle)).toEqual(input)
  })

  it('is none where its state is that of another', () => {
    const input = bytes('cm\nC\n)R', 0x94, 'cm\nD\n)R', 0x94, 'cm\nf\nh', 0, 'K', 7, 0x86, 'R0', 0x86, '.')
    const pickle = decodePickle(input)
    expect(listItems(pickle.root).map(setters)).toEqual([[], []])
    expect(pickle.discarded?.map(({ node }) => node.kind)).toEqual(['reduce'])
    expect(encodePickle(pickle)).toEqual(input)
  })

  it('is found under the result and behind POP_MARK', () => {
    const pickle = decodePickle(bytes('cm\nunder\n(cm\nmarked\n1N.'))
    expect(pickle.discarded?.map(({ node }) => globalName(node)).sort()).toEqual(['m.marked', 'm.under'])
  })
})

describe('refusals', () => {
  const claimed = [0xff, 0xff, 0xff, 0x7f]
  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(), '0: Not a pickle: no bytes at byte 0'],
    ['another file', bytes('PK', 3, 4), '0: Truncated: PERSID wants a line, no newline before the end, at byte 0'],
    ['an unknown opcode', bytes('N', 0xff), '1: Not a pickle: 0xff is no opcode at byte 1'],
    ['a protocol to come', bytes(0x80, 6, 'N.'), '0: Pickle protocol 6 is not known (0 to 5 are) at byte 0'],
    ['no STOP', bytes('N'), '1: Truncated: no STOP before the end at byte 1'],
    ['an argument cut short', bytes('J', 1, 2), '0: Truncated: BININT wants 4 bytes, 2 left, at byte 0'],
    [
      'a string that claims too much',
      bytes('X', claimed, 'abc'),
      '0: Truncated: BINUNICODE wants 2147483647 bytes, 3 left, at byte 0',
    ],
    [
      'bytes that claim 2**63',
      bytes(0x8e, [0, 0, 0, 0, 0, 0, 0, 0x80]),
      '0: Truncated: BINBYTES8 wants 9223372036854776000 bytes, 0 left, at byte 0',
    ],
    [
      'an integer that claims too much',
      bytes(0x8b, claimed),
      '0: Truncated: LONG4 wants 2147483647 bytes, 0 left, at byte 0',
    ],
    [
      'an integer of negative length',
      bytes(0x8b, [0, 0, 0, 0x80]),
      '0: LONG4 claims a negative number of bytes at byte 0',
    ],
    [
      'a frame that claims too much',
      bytes(0x80, 4, 0x95, [9, 0, 0, 0, 0, 0, 0, 0], 'N.'),
      '2: Truncated: FRAME wants 9 bytes, 2 left, at byte 2',
    ],
    [
      'a missing memo entry',
      bytes('Nq', 1, 'h', 0, '.'),
      '3: BINGET asks for memo entry 0, which does not exist, at byte 3',
    ],
    ['a negative memo index', bytes('Np-1\n.'), '1: PUT wants a memo index, not "-1", at byte 1'],
    ['memoising nothing', bytes(0x94, '.'), '0: MEMOIZE finds too few values on the stack at byte 0'],
    ['a missing MARK', bytes(']e.'), '1: APPENDS finds no MARK at byte 1'],
    ['a MARK for a value', bytes('N(', 0x85, '.'), '2: TUPLE1 finds a MARK where it wants a value at byte 2'],
    ['a result behind a MARK', bytes('N(.'), '2: STOP finds a MARK where it wants a value at byte 2'],
    ['an empty stack', bytes('.'), '0: STOP finds too few values on the stack at byte 0'],
    ['a key without value', bytes('}(Nu.'), '3: SETITEMS finds a key without a value at byte 3'],
    ['a name that is no string', bytes('NN', 0x93, '.'), '2: STACK_GLOBAL wants two strings at byte 2'],
    [
      'bad UTF-8',
      bytes('X', [2, 0, 0, 0], 0xc3, 0x28, '.'),
      '6: Invalid UTF-8: 0x28 cannot continue a character at byte 6',
    ],
    ['overlong UTF-8', bytes(0x8c, 3, 0xe0, 0x80, 0x80, '.'), '2: Invalid UTF-8: overlong or out of range at byte 2'],
    ['no integer', bytes('I12x\n.'), '0: INT holds no integer: "12x" at byte 0'],
    ['no float', bytes('F1e400\n.'), '0: FLOAT holds no float: "1e400" at byte 0'],
    ['an unquoted string', bytes('Sabc\n.'), '0: STRING wants a quoted string at byte 0'],
    ['a bad \\x', bytes("S'\\xg'\n."), '2: Invalid \\x escape at byte 2'],
    ['a bad \\u', bytes('V\\u12\n.'), '1: Truncated \\uXXXX escape at byte 1'],
    ['an extension code of 0', bytes(0x82, 0, '.'), '0: EXT1 has an extension code below 1 at byte 0'],
  ])('%s', (_name, input, message) => {
    expect(refusal(input)).toBe(message)
  })
})

describe('limits', () => {
  it.each<[string, Uint8Array, DecodeOptions['limits'] & object, string]>([
    ['objects', bytes('N'.repeat(20_000), '.'), { maxNodes: 10_000 }, '16384: More than 10000 objects at byte 16384'],
    [
      'memo entries',
      bytes('N', Array<number>(20_000).fill(0x94), '.'),
      { maxMemo: 100 },
      '8192: More than 100 memo entries at byte 8192',
    ],
    [
      'values on the stack',
      bytes('N', '2'.repeat(20_000), '.'),
      { maxStack: 100 },
      '8192: More than 100 values on the stack at byte 8192',
    ],
    [
      'bytes of text',
      bytes('X', [4, 0, 0, 0], 'abcd.'),
      { maxBytes: 3 },
      '0: BINUNICODE holds 4 bytes, more than the limit of 3, at byte 0',
    ],
    [
      'bytes of an integer',
      bytes(0x8b, [4, 0, 0, 0], 'abcd.'),
      { maxIntBytes: 3 },
      '0: LONG4 holds 4 bytes, more than the limit of 3, at byte 0',
    ],
    [
      'digits',
      bytes('L', '9'.repeat(20_001), 'L\n.'),
      {},
      '0: LONG has 20002 digits, more than the limit of 20000, at byte 0',
    ],
  ])('%s', (_name, input, limits, message) => {
    expect(refusal(input, { limits })).toBe(message)
  })

  it('are looked at along the way, where the caller can stop it', () => {
    const seen: number[] = []
    const decoding = (): unknown =>
      decodePickle(bytes('N'.repeat(30_000), '.'), {
        onProgress: (position, total) => {
          seen.push(position / total)
          if (position > 20_000) throw new Error('cancelled')
        },
      })
    expect(decoding).toThrow('cancelled')
    expect(seen.length).toBe(3)
  })

  it('let a bomb of references through as what it is: few nodes, met often', () => {
    // Each list holds the one before ten times: 10**60 ways through it, 61 lists.
    const level = bytes('(', 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'h', 0, 'lq', 0)
    const input = bytes(']q', 0, Array.from({ length: 60 }, () => [...level]).flat(), '.')
    const pickle = decodePickle(input)
    expect([...walk(pickle.root)].length).toBe(61)
    expect([...walk(decodePickle(encodePickle(pickle)).root)].length).toBe(61)
  })
})

describe('100,000 levels', () => {
  const DEPTH = 100_000
  it.each<[string, Uint8Array]>([
    ['lists', bytes(']'.repeat(DEPTH), 'a'.repeat(DEPTH - 1), '.')],
    ['tuples', bytes(')', Array<number>(DEPTH - 1).fill(0x85), '.')],
    ['marks', bytes('('.repeat(DEPTH), 't'.repeat(DEPTH), '.')],
    ['dicts', bytes('}N'.repeat(DEPTH - 1), '}', 's'.repeat(DEPTH - 1), '.')],
  ])('of %s decode, can be walked and are written again', { timeout: 30_000 }, (_name, input) => {
    const pickle = decodePickle(input)
    let containers = 0
    for (const node of walk(pickle.root)) if (node.kind !== 'none') containers += 1
    expect(containers).toBe(DEPTH)
    expect(Buffer.compare(encodePickle(pickle), input)).toBe(0)
  })
})

describe('access', () => {
  const parse = (...parts: readonly Part[]): PickleNode => decodePickle(bytes(...parts)).root

  it('joins the acts of a list and of a dict', () => {
    expect(
      listItems(parse('(K', 1, 'lK', 2, 'a(K', 3, 'K', 4, 'e.')).map((node) => node.kind === 'int' && node.value),
    ).toEqual([1n, 2n, 3n, 4n])
    const entries = dictEntries(parse('(K', 1, 'NdK', 2, 'Ns(K', 1, 0x88, 'u.'))
    expect(entries.map(([key, value]) => [key.kind === 'int' && key.value, value.kind])).toEqual([
      [1n, 'none'],
      [2n, 'none'],
      [1n, 'bool'],
    ])
  })

  it('finds the state, whole or in its two halves', () => {
    const plain = parse('cm\nC\n)', 0x81, '}b.')
    const slotted = parse('cm\nC\n)', 0x81, 'N}', 0x86, 'b.')
    const none = parse('cm\nC\n)', 0x81, '.')
    expect([plain, slotted, none].map((node) => buildState(node)?.kind)).toEqual(['dict', 'tuple', undefined])
    expect([plain, slotted, none].map(stateParts).map(({ dict, slots }) => [dict?.kind, slots?.kind])).toEqual([
      ['dict', undefined],
      [undefined, 'dict'],
      [undefined, undefined],
    ])
  })
})
