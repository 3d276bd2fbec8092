import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ValueJson } from '../../../shared/scenario'
import { bareOrQuoted, comment, linesOf, partsOf, readBareOrQuoted } from './lines'
import { literalText } from './literal'
import { Reader } from './read-literal'

const unit = fc.oneof(
  fc.constantFrom(
    '#',
    ' #',
    "'",
    '"',
    '\\',
    '\n',
    '\r',
    '\t',
    '\u202e',
    '\u2028',
    '\u00a0',
    '\ufeff',
    '\ud800',
    '\u0301',
    ' ',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const texts = fc.array(unit, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))

it('should give back any name out of its line, whatever is told behind it, and stand as it is where it is plain', () => {
  fc.assert(
    fc.property(texts, texts, (name, told) => {
      const line = `  ${bareOrQuoted(name)}${comment(told)}`
      expect(linesOf(line)).toEqual([line])
      expect(/[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/.test(line)).toBe(false)
      const { code, at } = partsOf(line)
      expect(readBareOrQuoted(code, at)).toBe(name)
    }),
    { numRuns: 2000 },
  )
  const plain = ["L['x']", "L['a # b'].fc1", "G['__builtins__']['len']", "L['é']", 'list(dict.keys(L["it\'s"]))[0]']
  expect(plain.map(bareOrQuoted)).toEqual(plain)
  expect(['the process', "L['x'].a\nb", "L['x'].a #b", ''].map(bareOrQuoted)).toEqual([
    '"the process"',
    `"L['x'].a\\nb"`,
    `"L['x'].a #b"`,
    '""',
  ])
})

const scalar: fc.Arbitrary<ValueJson> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.boolean().map((value) => ({ kind: 'bool' as const, value })),
  fc.bigInt().map((value) => ({ kind: 'int' as const, value: value.toString() })),
  fc.constantFrom('0.0', '-0.0', 'inf', '-inf', 'nan', '1e+300', '-2.5e-07').map((value) => ({ kind: 'float' as const, value })), // prettier-ignore
  texts.map((value) => ({ kind: 'str' as const, value })),
  fc.uint8Array({ maxLength: 6 }).map((bytes) => ({ kind: 'bytes' as const, hex: Buffer.from(bytes).toString('hex') })),
  fc.constantFrom('torch.float32', 'torch.bool').map((name) => ({ kind: 'dtype' as const, name })),
  fc.record({
    kind: fc.constant('device' as const),
    type: fc.constantFrom('cpu', 'cuda'),
    index: fc.option(fc.nat(7)),
  }),
  fc.record({ kind: fc.constant('range' as const), start: fc.integer(), stop: fc.integer(), step: fc.integer() }),
)
const { value: values } = fc.letrec<{ value: ValueJson }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.record({
      kind: fc.constant('sequence' as const),
      type: fc.constantFrom('builtins.list', 'builtins.tuple', 'torch.Size'),
      items: fc.array(tie('value'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('set' as const),
      type: fc.constantFrom('builtins.set', 'builtins.frozenset'),
      items: fc.array(tie('value'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('dict' as const),
      type: fc.constant('builtins.dict'),
      items: fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }),
    }),
    tie('value').map((value) => ({ kind: 'enum' as const, type: 'pkg.mod.Colour', name: null, value })),
  ),
}))

it('should read any literal back as it was written', () => {
  fc.assert(
    fc.property(values, (json) => {
      const reader = new Reader(literalText(json) ?? '', 0)
      expect([reader.literal(), reader.isAtEnd]).toEqual([json, true])
    }),
    { numRuns: 2000 },
  )
})
