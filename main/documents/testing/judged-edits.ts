/** Edits that torch is to judge: the calls that pass after each, of those that edit_judge.py knows. All others fail. */
import type { Edit } from '../../../shared/edit'
import type { ValueJson } from '../../../shared/scenario'

export interface Judged {
  readonly case: string
  readonly edits: readonly Edit[]
  readonly passes: readonly string[]
  /**
   * The first torch it is for. 2.8 saves no stacks worth the name; 2.8 and 2.9 have no guard on the global state in the
   * file, no placeholder for a missing value and not every filter.
   */
  readonly since?: '2.9' | '2.10'
}

const x = "L['x']"
const tensor = (edit: Partial<Extract<Edit, { do: 'set-tensor' }>>, ...passes: string[]): Judged => ({
  case: 'tensor',
  edits: [{ do: 'set-tensor', at: x, ...edit }],
  passes,
})
const int = (value: number | bigint): ValueJson => ({ kind: 'int', value: String(value) })
const str = (value: string): ValueJson => ({ kind: 'str', value })
const float = (value: string): ValueJson => ({ kind: 'float', value })
const none: ValueJson = { kind: 'none' }
const sequence = (type: string, ...items: ValueJson[]): ValueJson => ({ kind: 'sequence', type, items })

/** Each value by the call that brings it; 5 == 5.0 and the like do not pass, for the guard wants the type as well. */
const VALUES: readonly (readonly [call: string, value: ValueJson])[] = [
  ['6', int(6)],
  ['big', int(2n ** 70n)],
  ['-3', int(-3)],
  ['5.0', float('5.0')],
  ['0.25', float('0.25')],
  ['1j', { kind: 'complex', re: '1.0', im: '2.0' }],
  ['five', str('five')],
  ['é', str('é\u{1F600}')],
  ['none', none],
  ['True', { kind: 'bool', value: true }],
  ['False', { kind: 'bool', value: false }],
  ['bytes', { kind: 'bytes', hex: '6100ff' }],
  ['int8', { kind: 'dtype', name: 'torch.int8' }],
  ['cpu', { kind: 'device', type: 'cpu', index: null }],
  ['meta', { kind: 'device', type: 'meta', index: null }],
  ['(1,2)', sequence('builtins.tuple', int(1), int(2))],
  ['[1,2]', sequence('builtins.list', int(1), int(2))],
  ['()', sequence('builtins.tuple')],
  ['{1,2}', { kind: 'set', type: 'builtins.set', items: [int(1), int(2)] }],
  ['frozen', { kind: 'set', type: 'builtins.frozenset', items: [int(1)] }],
  ['range', { kind: 'range', start: 1, stop: 9, step: 3 }],
  ['slice', { kind: 'slice', start: int(1), stop: none, step: int(2) }],
  ['Size', sequence('torch.Size', int(2), int(3))],
  [
    'nested',
    sequence(
      'builtins.tuple',
      int(1),
      sequence('builtins.tuple', float('2.5'), sequence('builtins.tuple', str('a'), none)),
      { kind: 'bool', value: true },
    ),
  ],
]

const ROWS = ['10', '8', '5', '4', '3', '2', '1']
const rowsFrom = (least: number): string[] => ROWS.filter((rows) => Number(rows) >= least)

/** What the C++ guard of a file asks. */
const DOUBLE = "L['y'].size()[0] == 2*L['x'].size()[0]"

export const JUDGED: readonly Judged[] = [
  { case: 'tensor', edits: [], passes: ['3x4'] },
  { case: 'pair', edits: [], passes: ['3,3'] },
  { case: 'str', edits: [], passes: ['five'] },
  { case: 'true', edits: [], passes: ['True'] },
  { case: 'none', edits: [], passes: ['none'] },
  { case: 'list', edits: [], passes: ['2'] },
  { case: 'asks', edits: [], passes: ['k', 'k,q'] },
  { case: 'ambient', edits: [], passes: ['3x4'] },
  { case: 'member', edits: [], passes: ['RED'] },
  { case: 'mlp', edits: [], passes: ['same'] },
  { case: 'holder', edits: [], passes: ['same'] },
  tensor({ size: [5, 4] }, '5x4'),
  tensor({ size: [null, 4] }, '3x4', '5x4'),
  tensor({ stride: [1, 3] }, 'transposed'),
  tensor({ size: [null, null], stride: [null, null] }, '3x4', '5x4', 'transposed'),
  tensor({ dtype: 'torch.float64' }, 'f64'),
  tensor({ requires_grad: true }, 'rg'),
  tensor({ device: 'meta' }, 'meta'),
  tensor({ device: 'cuda:0' }),
  tensor({ size: [3, 4, 1], stride: [4, 1, 1] }, '3x4x1'),
  tensor({ size: [4], stride: [1] }, '4'),
  tensor({ pytype: 'torch.nn.parameter.Parameter' }, 'Parameter'),
  tensor({ dispatch_keys: '1' }),
  {
    case: 'tensor',
    edits: [{ do: 'drop-guard', name: x, create_fn: 'TENSOR_MATCH' }],
    passes: ['3x4', '5x4', 'f64', 'rg', 'transposed', 'meta', '3x4x1', 'Parameter', 'list', '4', 'sparse'],
  },
  {
    case: 'tensor',
    edits: [{ do: 'weaken', name: x }],
    passes: ['3x4', '5x4', 'f64', 'rg', 'transposed', 'meta', '3x4x1', '4', 'sparse'],
  },
  { case: 'pair', edits: [{ do: 'set-tensor', at: "L['y']", size: [4] }], passes: ['3,4'] },
  { case: 'pair', edits: [{ do: 'set-tensor', at: x, size: [null] }], passes: ['3,3', '4,3'] },
  { case: 'int', edits: [], passes: ['5'] },
  ...VALUES.flatMap(([call, value]): Judged[] => [
    { case: 'int', edits: [{ do: 'set-value', at: "L['n']", value }], passes: [call] },
  ]),
  ...(['str', 'true', 'none'] as const).flatMap((of) =>
    VALUES.filter(([call]) => ['6', 'five', 'none', 'True', 'False'].includes(call)).map(([call, value]): Judged => ({
      case: of,
      edits: [{ do: 'set-value', at: "L['n']", value }],
      passes: [call],
    })),
  ),
  { case: 'int', edits: [{ do: 'add-guard', name: "L['n']", create_fn: 'TYPE_MATCH' }], passes: ['5'] },
  {
    case: 'int',
    edits: [
      { do: 'add-guard', name: "L['n']", create_fn: 'TYPE_MATCH' },
      { do: 'drop-guard', name: "L['n']", create_fn: 'CONSTANT_MATCH' },
    ],
    passes: ['5', '6', 'big', '-3'],
  },
  { case: 'tensor', edits: [{ do: 'add-guard', name: x, create_fn: 'TYPE_MATCH' }], passes: ['3x4'] },
  {
    case: 'list',
    edits: [
      {
        do: 'set-value',
        at: "L['xs']",
        value: sequence('builtins.list', { kind: 'missing' }, { kind: 'missing' }, { kind: 'missing' }),
      },
    ],
    passes: ['3'],
    since: '2.10',
  },
  { case: 'list', edits: [{ do: 'set-value', at: "L['xs']", value: sequence('builtins.list') }], passes: ['empty'] },
  {
    case: 'list',
    edits: [{ do: 'set-value', at: "L['xs']", value: sequence('builtins.tuple', int(1), int(2)) }],
    passes: ['tuple'],
  },
  {
    case: 'asks',
    edits: [{ do: 'set-keyword', name: "L['d']", create_fn: 'DICT_CONTAINS', keyword: 'key', value: str('q') }],
    passes: ['q', 'k,q'],
  },
  { case: 'state', edits: [], passes: ['plain'], since: '2.9' },
  {
    case: 'state',
    edits: [{ do: 'set-global-state', key: 'grad_mode', value: false }],
    passes: ['no_grad'],
    since: '2.10',
  },
  {
    case: 'state',
    edits: [{ do: 'set-global-state', key: 'num_threads', value: 1 }],
    passes: ['one thread'],
    since: '2.10',
  },
  {
    case: 'state',
    edits: [{ do: 'set-global-state', key: 'default_dtype', value: 7 }],
    passes: ['float64'],
    since: '2.10',
  },
  {
    case: 'state',
    edits: [{ do: 'drop-guard', name: '', create_fn: 'GLOBAL_STATE' }],
    passes: ['plain', 'no_grad', 'one thread', 'float64'],
    since: '2.10',
  },
  {
    case: 'mlp',
    edits: [{ do: 'drop-guards', where: { filter: 'skip_guard_on_all_nn_modules_unsafe' } }],
    passes: ['same', 'train', 'scale 2', 'hidden 20'],
  },
  {
    case: 'mlp',
    edits: [{ do: 'drop-guards', where: { filter: 'skip_guard_on_inbuilt_nn_modules_unsafe' } }],
    passes: ['same', 'train', 'hidden 20'],
  },
  {
    case: 'mlp',
    edits: [{ do: 'drop-guards', where: { filter: 'skip_all_guards_unsafe' } }],
    passes: ['same', 'train', 'scale 2', 'hidden 20', 'batch 9'],
    since: '2.10',
  },
  {
    case: 'pair',
    edits: [{ do: 'free-sizes', where: { source: "L['y']" } }],
    passes: ['3,3', '3,4'],
  },
  {
    case: 'tensor',
    edits: [{ do: 'free-sizes', where: { create_fn: ['TENSOR_MATCH'] } }],
    passes: ['3x4', '5x4', 'transposed'],
  },
  {
    case: 'mlp',
    edits: [{ do: 'free-sizes', where: { create_fn: ['TENSOR_MATCH'] } }],
    passes: ['same', 'hidden 20', 'batch 9'],
  },
  {
    case: 'mlp',
    edits: [{ do: 'weaken-guards', where: { source: "L['self']" } }],
    passes: ['same', 'hidden 20'],
  },
  { case: 'ambient', edits: [{ do: 'strip', what: ['stacks', 'code_list', 'guard_types', 'hash'] }], passes: ['3x4'] },
  { case: 'ambient', edits: [{ do: 'strip', what: ['paths'] }], passes: ['3x4'], since: '2.9' },
  {
    case: 'ambient',
    edits: [{ do: 'drop-guard', name: x, create_fn: 'TENSOR_MATCH' }],
    passes: ['3x4', '5x4', 'f64'],
  },
  { case: 'ambient', edits: [{ do: 'drop-guard', name: '', create_fn: 'SHAPE_ENV' }], passes: ['3x4'] },
  {
    case: 'ambient',
    edits: [{ do: 'set-code-list', name: x, create_fn: 'TENSOR_MATCH', code_list: ['anything'] }],
    passes: ['3x4'],
  },
  { case: 'rows', edits: [], passes: rowsFrom(5) },
  {
    case: 'rows',
    edits: [{ do: 'set-text', expr: "5 <= L['x'].size()[0]", to: "3 <= L['x'].size()[0]" }],
    passes: rowsFrom(3),
  },
  {
    case: 'rows',
    edits: [{ do: 'set-text', expr: "5 <= L['x'].size()[0]", to: "8 <= L['x'].size()[0]" }],
    passes: rowsFrom(8),
  },
  { case: 'rows', edits: [{ do: 'strip', what: ['comments'] }], passes: rowsFrom(5) },
  { case: 'rows', edits: [{ do: 'set-shape-exprs', exprs: [] }], passes: ROWS },
  {
    case: 'rows',
    edits: [{ do: 'set-shape-exprs', exprs: ["L['x'].size()[0] % 2 == 0"] }],
    passes: ['10', '8', '4', '2'],
  },
  {
    case: 'rows',
    edits: [
      { do: 'set-tensor', at: x, size: [4, 3] },
      { do: 'set-shape-exprs', exprs: [] },
    ],
    passes: ['4'],
  },
  { case: 'divides', edits: [], passes: ['5/10', '6/12'] },
  {
    case: 'divides',
    edits: [{ do: 'set-text', expr: DOUBLE, to: "2*L['x'].size()[0] - 1 == L['y'].size()[0]" }],
    passes: ['6/11'],
  },
  { case: 'divides', edits: [{ do: 'set-text', expr: DOUBLE, to: "5 < L['x'].size()[0]" }], passes: ['6/12', '6/11'] },
  { case: 'divides', edits: [{ do: 'set-shape-exprs', exprs: [] }], passes: ['5/10', '6/12', '6/11', '3/9'] },
  {
    case: 'divides',
    edits: [{ do: 'set-shape-exprs', exprs: ["L['y'].size()[0] % 3 == 0"], force: true }],
    passes: ['6/12', '3/9'],
  },
  {
    case: 'member',
    edits: [
      {
        do: 'set-value',
        at: "L['m']",
        value: { kind: 'enum', type: 'edit_models.Color', name: 'BLUE', value: int(2) },
      },
    ],
    passes: ['BLUE'],
  },
  { case: 'mlp', edits: [{ do: 'set-value', at: "L['self'].scale", value: float('2.0') }], passes: ['scale 2'] },
  { case: 'mlp', edits: [{ do: 'set-tensor', at: x, size: [null, 8] }], passes: ['same', 'batch 9'] },
  {
    case: 'mlp',
    edits: [
      { do: 'set-tensor', at: "L['self']._modules['fc']._parameters['weight']", size: [20, 8] },
      { do: 'set-tensor', at: "L['self']._modules['fc']._parameters['bias']", size: [20] },
    ],
    passes: ['hidden 20'],
  },
  {
    case: 'mlp',
    edits: [{ do: 'set-value', at: "L['self']._modules['drop'].training", value: { kind: 'bool', value: true } }],
    passes: ['train'],
  },
  { case: 'holder', edits: [{ do: 'set-value', at: "L['o'].n", value: int(4) }], passes: ['n 4'] },
  { case: 'holder', edits: [{ do: 'set-value', at: "L['o'].items[1]", value: float('7.5') }], passes: ['item 7.5'] },
  { case: 'holder', edits: [{ do: 'set-tensor', at: "L['o'].t", dtype: 'torch.float64' }], passes: ['f64'] },
]
