import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repr } from '../values/repr'
import { compileExpression } from './index'
import { scopeOf, Values } from './testing/frame'

const table = gunzipSync(readFileSync(new URL('../../../resources/tables/torch-2.13.txt.gz', import.meta.url)))
const values = new Values(table.toString('latin1'))
const { classes, none } = values
const int = (n: number) => values.int(BigInt(n))
const weight = values.tensor([8n, 4n], [4n, 1n], 0n)
const modules = values.dict([values.str('a'), { ...weight, attrs: new Map([['weight', weight]]) }])
const self = { ...weight, attrs: new Map([['_modules', modules]]) }
const x = values.tensor([12n, 5n, 2n], [10n, 2n, 1n], 6n)

const scope = scopeOf(
  new Map([
    ['x', x],
    ['y', values.tensor([5n, 12n], [12n, 1n], 0n)],
    ['same', x],
    // one size of three, and neither strides nor offset
    ['u', values.tensor([4n, null, null], [null, null, null], null)],
    ['scalar', values.tensor([], [], 0n)],
    ['n', int(3)],
    ['f', values.float(2.5)],
    ['flag', values.bool(true)],
    ['none', none],
    ['self', self],
    ['d', values.dict([values.str('k'), int(1)], [values.str('l'), int(2)])],
    ['t', values.sequence('tuple', int(1), int(2))],
    ['what', values.unknown('a value of the loading process')],
    ['some int', values.unknown('an int of the loading process', 'int')],
    ['ref', { kind: 'weakref', type: null, node: null, target: x }],
  ]),
  new Map([['N', int(12)]]),
)

/** What `test` and `evaluate` say, in one line. */
function answers(text: string): string {
  const expression = compileExpression(text, classes)
  const value = expression.evaluate(scope)
  const truth = expression.test(scope)
  const said =
    value.kind === 'value'
      ? (repr(value.value, classes.reprContext) ?? value.value.kind)
      : `${value.kind}: ${value.kind === 'raised' ? value.error : value.reason}`
  return truth.kind === value.kind || (truth.kind === 'truth' && value.kind === 'value')
    ? said
    : `${said} (${truth.kind === 'truth' ? truth.value : truth.kind})`
}

describe('guards as torch prints them', () => {
  it.each([
    ["L['x'].size()[0] == L['y'].size()[1]", 'True'],
    ["2 <= L['x'].size()[0] <= 100", 'True'],
    ["L['x'].stride()[0] == 2*L['x'].size()[1]", 'True'],
    ["Mod(L['x'].size()[0], 4) == 0", 'True'],
    ["((L['n']*L['x'].size()[0]) // 3) % 2 != 1", 'True'],
    ["L['x'].size()[0] == G['N']", 'True'],
    ["L['self']._modules['a'].weight.size()[0]", '8'],
    ["L['x'].storage_offset()", '6'],
    ["L['same'] is L['x']", 'True'],
    ["L['y'] is not L['x']", 'True'],
    ["L['none'] is None", 'True'],
    ["___as_tensor(L['f']).item()", '2.5'],
    ["not (L['x'].size()[0] > 3 and L['x'].size()[1] > 5)", 'True'],
    ["max(L['x'].size()[0], L['n']) + min(1, 2, 0)", '12'],
    ["math.floor(L['f']) + math.ceil(L['f']) + math.trunc(-L['f'])", '3'],
    ["torch.sym_float(L['n']) / 2", '1.5'],
    ['torch.sym_max(1, 1.0)', '1.0'],
    ['torch.sym_ite(True, 1, 2)', '1'],
    ['torch.sym_sum([1, 2, 3])', '6'],
    ['torch.sym_not(0)', 'True'],
    ['torch._sym_sqrt(16)', '4.0'],
    ["(1 if L['flag'] else 0) == 1", 'True'],
    ["cast_symbool_to_symint_guardless(L['flag'])", '1'],
    ['IsNonOverlappingAndDenseIndicator(2, 3, 3, 1)', '1'],
    ['IsNonOverlappingAndDenseIndicator(2, 3, 4, 1)', '0'],
    ['IsNonOverlappingAndDenseIndicator((2, 3), (1, 2))', '1'],
    ['IsNonOverlappingAndDenseIndicator(1, 7)', '1'],
    ["L['n'].__neg__() + 3", '0'],
    ["L['ref']().size()[1]", '5'],
    ["L['x'].size() == (12, 5, 2)", 'True'],
    ["L['x'].dim() == 3 and L['x'].numel() == 120", 'True'],
    ["list(dict.keys(L['d']))[1]", "'l'"],
    ["dict.__getitem__(L['d'], 'k')", '1'],
    ["getattr(L['self'], '_modules')['a'].size(-1)", '4'],
    ["___dict_contains('k', L['d'])", 'True'],
    ["'zz' not in L['d'] and 'x' in L and 'zz' not in G", 'True'],
    ["len(L['t']) == 2 and tuple.__getitem__(L['t'], 1) == 2", 'True'],
    ['not __math_isnan(inf)', 'True'],
    ['FloorDiv(-7, 2) == -4 and CleanDiv(8, 2) == 4 and CeilDiv(7, 2) == 4', 'True'],
    ['PythonMod(-7, 3) == 2 and ModularIndexing(17, 2, 5) == 3', 'True'],
    ['(IntTrueDiv(1, 2), FloatTrueDiv(1, 4), TrueDiv(3, 2))', '(0.5, 0.25, 1.5)'],
    ['(PowByNatural(2, 10), FloatPow(2, 3), Pow(3, 2))', '(1024, 8.0, 9)'],
    [
      '(ToFloat(2), TruncToInt(-2.5), FloorToInt(-2.5), CeilToInt(-2.5), RoundToInt(2.5), TruncToFloat(2.5))',
      '(2.0, -2, -3, -2, 2, 2.0)',
    ],
    ['(RoundDecimal(2.675, 2), LShift(1, 4), RShift(9, 1), Identity(3))', '(2.67, 16, 4, 3)'],
    ['(BitwiseFn_bitwise_and(6, 3), BitwiseFn_bitwise_or(6, 3), BitwiseFn_bitwise_xor(6, 3))', '(2, 7, 5)'],
    ['(Eq(1, 1), Ne(1, 1), Lt(1, 2), Le(1, 1), Gt(1, 2), Ge(1, 2))', '(True, False, True, True, False, False)'],
    [
      '(And(1, 0), Or(0, 1), Not(1), Where(1 > 0, 5, 6), Piecewise((1, 2 < 1), (0, True)))',
      '(False, True, False, 5, 0)',
    ],
    ['(Max(1, 3, 2), Min(1, 3, 2), Abs(-4))', '(3, 1, 4)'],
    ['OpaqueUnaryFn_sqrt(9) + OpaqueUnaryFn_log2(8)', '6.0'],
  ])('%s', (text, expected) => {
    expect(answers(text)).toBe(expected)
  })
})

describe('what Python would raise', () => {
  it.each([
    ["L['absent']", "KeyError: 'absent'"],
    ["G['absent'] == 1", "KeyError: 'absent'"],
    ["L['d']['absent']", "KeyError: 'absent'"],
    ["L['x'].size()[3]", 'IndexError: tuple index out of range'],
    ["L['x'].size()[-4]", 'IndexError: tuple index out of range'],
    ["L['scalar'].stride()[0]", 'IndexError: tuple index out of range'],
    ["L['x'].size(3)", 'IndexError: Dimension out of range (expected to be in range of [-3, 2], but got 3)'],
    ["L['n'].size()[0]", "AttributeError: 'int' object has no attribute 'size'"],
    ["L['none'] + 1", "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"],
    ["L['none'] < 1", "TypeError: '<' not supported between instances of 'NoneType' and 'int'"],
    ["L['n'][0]", "TypeError: 'int' object is not subscriptable"],
    ['math.sqrt(-1)', 'ValueError: math domain error'],
    ['10**400 + 0.5', 'OverflowError: int too large to convert to float'],
  ])('%s', (text, error) => {
    expect(answers(text)).toBe(`raised: ${error}`)
  })
})

describe('what is not known', () => {
  it.each([
    // dividing by zero is left open, whatever stands around it
    ['1 // 0 and False', 'unknown: ZeroDivisionError: integer division or modulo by zero'],
    ["L['u'].size()[1] > 2", "unknown: L['u'].size()[1] is not known"],
    ["L['u'].stride()[0] * 2 == 4", "unknown: L['u'].stride()[0] is not known"],
    ["L['u'].storage_offset() == 0", 'unknown: the storage offset of a tensor is not known'],
    ["L['what'].size()[0] == 2", 'unknown: a value of the loading process'],
    [
      'math.sin(1) == 0.8414709848078965',
      'unknown: the last digits of math.sin(1) differ between machines (about 0.8414709848078965)',
    ],
    ['(-8) ** 0.5', 'unknown: a negative number to a fraction is a complex number'],
    ['9 ** 9 ** 9', 'unknown: an int of more than 16384 bits is too large to work out'],
  ])('%s', (text, expected) => {
    expect(answers(text)).toBe(expected)
  })

  it.each([
    ["L['u'].size()[0] == 4", 'True'],
    ["False and L['what'] > 3", 'False'],
    ["L['u'].size()[1] > 2 and False", 'False'],
    ["L['u'].size()[1] > 2 or True", 'True'],
    ["not (L['u'].size()[1] > 2 and L['u'].size()[0] > 9)", 'True'],
    ["L['some int'] * 2 + 1 > 2 and L['u'].size()[0] == 5", 'False'],
    ["1 < L['u'].size()[1] < 0 < -1", 'False'],
    ["L['f'] is 3.5 or 0.0 is -0.0", 'False'],
    ["L['u'].size()[1] in (1, 2, L['u'].size()[1]) and False", 'False'],
    ['math.sin(1) < 0.85 and math.floor(math.exp(1)) == 2', 'True'],
    // and yields an operand: what is known of it is its truth
    ["L['u'].size()[1] and 0", "unknown: L['u'].size()[1] is not known (false)"],
  ])('%s is decided all the same', (text, expected) => {
    expect(answers(text)).toBe(expected)
  })

  it.each([
    ["L['what'] > 3 and False", 'unknown: a value of the loading process'],
    ["1 // L['u'].size()[1] == 1 and False", "unknown: L['u'].size()[1] is not known"],
    ["L['u'].size()[1] > 2 and L['absent']", "unknown: KeyError: 'absent', if that is reached"],
    ["L['f'] is 2.5 and 1 // 0", 'unknown: ZeroDivisionError: integer division or modulo by zero, if that is reached'],
    ["L['u'].size()[1] > 2 > L['absent']", "unknown: KeyError: 'absent', if that is reached"],
    ["L['what'].anything and False", 'unknown: attribute anything'],
  ])('%s is not, as it may raise', (text, expected) => {
    expect(answers(text)).toBe(expected)
  })
})

describe('what is never evaluated', () => {
  it.each([
    ["__import__('os').system('x')", "a call of __import__('os').system is not evaluated (character 0)"],
    ["False and __import__('os')", 'a call of __import__ is not evaluated (character 10)'],
    ["eval('1')", 'a call of eval is not evaluated (character 0)'],
    ["L['x'].__class__.__base__()", "a call of L['x'].__class__.__base__ is not evaluated (character 0)"],
    ["L['x'].__reduce__()", "a call of L['x'].__reduce__ is not evaluated (character 0)"],
    ['math.size()', 'a call of math.size is not evaluated (character 0)'],
    ["torch.load('x')", 'a call of torch.load is not evaluated (character 0)'],
    ["L['x'].size(0, 1)", 'a call of size with 2 arguments is not evaluated (character 0)'],
    ['abs(1, 2)', 'a call of abs with 2 arguments is not evaluated (character 0)'],
    ['lambda: 1', 'a lambda is not evaluated (character 0)'],
    ['[i for i in (1,)]', 'a comprehension is not evaluated (character 3)'],
    ['{1, 2}', 'a set or dict in braces is not evaluated (character 0)'],
    ["f'{1}'", 'a formatted string is not evaluated (character 0)'],
    ['(y := 1)', 'an assignment is not evaluated (character 3)'],
    ['y = 1', 'a named argument or an assignment is not evaluated (character 2)'],
    ['await x', 'await is not evaluated (character 0)'],
    ['max(*(1, 2))', 'unpacking is not evaluated (character 4)'],
    ['max(1, key=2)', 'a named argument or an assignment is not evaluated (character 10)'],
    ["L['t'][0:1]", 'a slice with a colon is not evaluated (character 8)'],
    ['1; 2', 'more than one expression is not evaluated (character 1)'],
    ['1 2', '2 is not expected (character 2)'],
    ['import os', 'import is not expected (character 0)'],
    ['undefined + 1', 'the name undefined is not known (character 0)'],
    ['L', 'L without an item is not evaluated (character 0)'],
    ['', 'the expression ends too early (character 0)'],
    ["'open", 'a string without its end (character 0)'],
  ])('%s', (text, reason) => {
    const expression = compileExpression(text, classes)
    const unknown = { kind: 'unknown', reason }
    expect([expression.error, expression.evaluate(scope), expression.test(scope)]).toEqual([reason, unknown, unknown])
  })

  it('reads attributes through the scope alone', () => {
    expect(answers("L['x'].__class__.__base__")).toBe('unknown: attribute __base__')
    expect(answers("L['x'].constructor")).toBe('unknown: attribute constructor')
    expect(answers("L['d'].__proto__")).toBe('unknown: attribute __proto__')
  })
})

describe('texts made to exhaust', () => {
  it.each([
    ['brackets', '('.repeat(10_000) + '1' + ')'.repeat(10_000), 'expressions too deep in each other'],
    ['lists', '['.repeat(10_000), 'expressions too deep in each other'],
    ['not', 'not '.repeat(10_000) + '1', 'expressions too deep in each other'],
    ['signs', '- '.repeat(10_000) + '1', 'expressions too deep in each other'],
    ['powers', '1**'.repeat(10_000) + '1', 'expressions too deep in each other'],
    ['conditions', '1 if 0 else '.repeat(8_000) + '1', 'expressions too deep in each other'],
    ['calls', 'abs('.repeat(10_000) + '1', 'expressions too deep in each other'],
    ['items', "L['d']" + '[0]'.repeat(10_000), 'operations too deep in each other'],
    ['attributes', "L['d']" + '.a'.repeat(10_000), 'operations too deep in each other'],
    ['length', '1 + '.repeat(30_000) + '1', 'an expression of 120001 characters is too long'],
    ['digits', '9'.repeat(90_000), 'a number of too many digits'],
    ['size', '9**9**9**9', 'an int of more than 16384 bits is too large to work out'],
    ['shift', '1 << 10**30', 'an int of more than 16384 bits is too large to work out'],
    ['product', '(7**5000)' + '*7**5000'.repeat(9_000), 'an int of more than 16384 bits is too large to work out'],
  ])('%s', { timeout: 2_000 }, (_, text, reason) => {
    const expression = compileExpression(text, classes)
    expect(expression.evaluate(scope)).toEqual({ kind: 'unknown', reason: expect.stringContaining(reason) })
  })

  it.each([
    ['sums', '1+'.repeat(10_000) + '1', '10001'],
    ['comparisons', '1<='.repeat(10_000) + '1', 'True'],
    ['ands', '1 and '.repeat(10_000) + '7', '7'],
    ['a wide tuple', `len((${'1,'.repeat(40_000)}))`, '40000'],
  ])('%s are long, not deep', { timeout: 2_000 }, (_, text, expected) => {
    expect(answers(text)).toBe(expected)
  })

  it('never throws, whatever the text', () => {
    const token = fc.constantFrom(
      ..."L['x'] ( ) [ ] .size() + - ** not and if else 1 0x 1e 'a \" \\ , in is G lambda := # \n é".split(' '),
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token, { maxLength: 30 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(text, (source) => {
        const expression = compileExpression(source, classes)
        const [value, truth] = [expression.evaluate(scope), expression.test(scope)]
        return (
          (expression.error === null) === (value.kind !== 'unknown' || value.reason !== expression.error) &&
          (truth.kind === 'truth' || truth.kind === value.kind || value.kind === 'value')
        )
      }),
      { numRuns: 3_000 },
    )
  })
})
