/** Writes Python expressions and literals, most of them well formed. */
import type { Random } from '../random'

const ATOMS = [
  'n', 'm', 'zero', 'big', 'low', 'edge', 'f', 'g', 'tiny', 'huge', 'nan', 'inf', 'yes', 'no', 's', 't', 'none', 'x',
  "L['n']", "L['x']", "L['x'].size()[0]", "L['x'].stride()[1]", "L['x'].storage_offset()", "G['N']", 'True', 'False',
  'None', '...', 'math.inf', 'math.pi', 'sys.maxsize', "L['no']", "L['t'][0]", 'x.shape', '__import__', 'os',
] // prettier-ignore
const NUMBERS = ['0', '1', '2', '-3', '7', '1.5', '-0.0', '1e300', '1e-320', '9007199254740993', '18446744073709551616', '0xff', '0b101', '1_000', '2j', '9'.repeat(60)] // prettier-ignore
const STRINGS = ["'a'", '"b"', "b'c'", "'\\x41'", "'\\u00e9'", "'\\N{DASH}'", "r'\\'", "''", "'é'", "f'x'", '"""a\nb"""', "'\\ud800'"] // prettier-ignore
const BINARY = ['+', '-', '*', '/', '//', '%', '**', '<<', '>>', '&', '|', '^', '@', '==', '!=', '<', '<=', '>', '>=', 'and', 'or', 'is', 'is not', 'in', 'not in'] // prettier-ignore
const FUNCTIONS = [
  'abs', 'max', 'min', 'round', 'len', 'int', 'float', 'bool', 'str', 'pow', 'divmod', 'sum', 'all', 'any', 'isinstance',
  'math.sqrt', 'math.floor', 'math.ceil', 'math.trunc', 'math.log', 'math.pow', 'math.cos', 'Mod', 'FloorDiv', 'CeilDiv',
  'PythonMod', 'Max', 'Min', 'IntTrueDiv', 'FloatPow', 'PowByNatural', 'TruncToInt', 'RoundToInt', 'Eq', 'Ne', 'Lt',
  'cast_symbool_to_symint_guardless', '___check_type_id', '___as_tensor', 'type', 'eval', 'exec', 'open', '__import__',
  'torch.sym_sqrt', 'torch._sym_sqrt', 'Where', 'Identity', 'LShift', 'BitwiseFn_bitwise_and', 'x.size', 'x.dim', 's.join',
] // prettier-ignore

export function pythonExpression(random: Random, depth = 5): string {
  const sub = (): string => pythonExpression(random, depth - 1)
  if (depth <= 0) return random.pick(random.pick([ATOMS, NUMBERS, NUMBERS, STRINGS]))
  switch (random.below(14)) {
    case 0:
      return random.pick(ATOMS)
    case 1:
      return random.pick(NUMBERS)
    case 2:
      return random.pick(STRINGS)
    case 3:
    case 4:
    case 5:
      return `${sub()} ${random.pick(BINARY)} ${sub()}`
    case 6:
      return `(${sub()})`
    case 7:
      return `${random.pick(['-', '+', '~', 'not ', '- -'])}${sub()}`
    case 8:
      return `${random.pick(FUNCTIONS)}(${random.several(4, sub).join(', ')})`
    case 9:
      return `${sub()}[${sub()}]`
    case 10:
      return random.oneIn(2) ? `[${random.several(5, sub).join(', ')}]` : `(${random.several(4, sub).join(', ')},)`
    case 11:
      return `${sub()} if ${sub()} else ${sub()}`
    case 12:
      return `${sub()}.${random.pick(['size()', 'shape', '__class__', 'real', 'x', 'item()', 'storage_offset()'])}`
    default:
      return long(random, sub)
  }
}

/** A chain or a nest as long as a person never writes one. */
function long(random: Random, sub: () => string): string {
  const times = random.size(3000)
  switch (random.below(7)) {
    case 0:
      return `${'('.repeat(times)}${sub()}${')'.repeat(times)}`
    case 1:
      return Array.from({ length: times + 1 }, () => '1').join(
        random.pick([' + ', ' ** ', ' < ', ' and ', ' << ', '*']),
      )
    case 2:
      return `${'-'.repeat(times)}1`
    case 3:
      return `x${'.a'.repeat(times)}${'[0]'.repeat(times)}`
    case 4:
      return `${'not '.repeat(times)}x`
    case 5:
      return `${'1 if '.repeat(Math.min(times, 200))}1${' else 0'.repeat(Math.min(times, 200))}`
    default:
      return `${random.pick(['7', '2', '9'.repeat(30)])} ${random.pick(['**', '<<'])} ${random.pick(['99999999', '10**9', '2**40', '300', '-5'])}`
  }
}

const CALLS = ['set', 'frozenset', 'torch.Size', 'torch.device', 'range', 'OrderedDict', 'deque', 'slice', 'bytearray', 'float', 'os.system', 'defaultdict', 'dict'] // prettier-ignore

export function pythonLiteral(random: Random, depth = 5): string {
  const sub = (): string => pythonLiteral(random, depth - 1)
  switch (random.below(depth <= 0 ? 4 : 11)) {
    case 0:
      return random.pick(NUMBERS)
    case 1:
      return random.pick(STRINGS)
    case 2:
      return random.pick([
        'None',
        'True',
        'False',
        'nan',
        'inf',
        '-inf',
        '...',
        'Ellipsis',
        'torch.float32',
        'torch.nope',
      ])
    case 3:
      return `${random.pick(['-', '+', ''])}${random.pick(NUMBERS)}${random.oneIn(4) ? ` ${random.pick(['+', '-'])} ${random.pick(NUMBERS)}j` : ''}`
    case 4:
      return `[${random.several(6, sub).join(', ')}${random.oneIn(3) ? ',' : ''}]`
    case 5:
      return `(${random.several(5, sub).join(', ')}${random.oneIn(2) ? ',' : ''})`
    case 6:
      return `{${random.several(5, () => `${sub()}: ${sub()}`).join(', ')}}`
    case 7:
      return `{${random.several(4, sub).join(', ')}}`
    case 8:
      return `${random.pick(CALLS)}(${random.several(3, sub).join(', ')})`
    case 9:
      return `${random.pick(STRINGS)} ${random.pick(STRINGS)}`
    default: {
      const times = random.size(3000)
      const [open, close] = random.pick([['[', ']'], ['(', ',)'], ['{1: ', '}'], ['set([', '])'], ['-', ''], ["'a' ", '']] as const) // prettier-ignore
      return `${open.repeat(times)}${sub()}${close.repeat(times)}`
    }
  }
}

export const PYTHON_WORDS: readonly string[] = [
  ...ATOMS, ...NUMBERS, ...STRINGS, ...BINARY.map((op) => ` ${op} `), ...FUNCTIONS, '(', ')', '[', ']', ',', '.', ' if ', ' else ',
  'lambda: ', ':=', 'await ', 'yield ', '*', '**', '#', '\\', '\n', "'", '"', '"""', ' ',
] // prettier-ignore
