/** The rules of each torch that has fp32_precision, from aten/src/ATen/Context.cpp and torch/backends; what differs stands at the end. */
import { type Conflict, DEFAULT, type Effect, type Holds, NONE, type PrecisionRules, type Start } from './rules'

const SEE = 'See also: https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices'

/** Spaces are missing where torch leaves them out. */
const MIXED_MATMUL =
  'PyTorch is checking the matmul precision without a specific backend name,Current status indicate that you have used ' +
  `mix of the legacy and new APIs to set the matmul precision. We suggest only using the new API for matmul precision. ${SEE}`
const MIXED_CUBLAS =
  'PyTorch is checking whether allow_tf32_new is enabled for cuBlas matmul,Current status indicate that you have used ' +
  'mix of the legacy and new APIs to set the TF32 status for cublas matmul. We suggest only using the new API to set the ' +
  `TF32 flag. ${SEE}`
const MIXED_CUDNN =
  'PyTorch is checking whether allow_tf32 is enabled for cuDNN without a specific operator name,but the current flag(s) ' +
  'indicate that cuDNN conv and cuDNN RNN have different TF32 flags.This combination indicates that you have used a mix ' +
  `of the legacy and new APIs to set the TF32 flags. We suggest only using the new API to set the TF32 flag(s). ${SEE}`

const ALL = 'all'
const OPS = ['all', 'conv', 'rnn', 'matmul']

const level = (matmul: string, cuda: string, mkldnn: string): Effect => ({
  matmul,
  cells: [
    ['cuda.matmul', cuda],
    ['mkldnn.matmul', mkldnn],
  ],
})

const LEVELS: ReadonlyMap<string, Effect> = new Map([
  ['highest', level('highest', 'ieee', 'ieee')],
  ['high', level('high', 'tf32', 'tf32')],
  ['medium', level('medium', 'tf32', 'bf16')],
])

const CUDNN_CONFLICTS: readonly Conflict[] = ['cuda.rnn', 'cuda.conv'].flatMap((cell): Conflict[] => [
  { cell, reads: { is: 'tf32' }, cudnn: false },
  { cell, reads: { isNot: 'tf32' }, cudnn: true },
])

const ALLOW_TF32: Holds = new Map([
  [NONE, false],
  ['ieee', false],
  ['tf32', true],
])

/** Of a process that has set nothing. */
const start = (conv: string, more: Partial<Start> = {}): Start => ({
  env: '',
  cells: new Map([['cuda.conv', conv], ['cuda.rnn', conv], ...(more.cells ?? [])]),
  matmul: more.matmul ?? 'highest',
  cudnn: true,
  fallback: 'tf32',
  ...(more.env === undefined ? {} : { env: more.env }),
})

/** As torch comes, and with cuBLAS made to use TF32 by the environment. */
const startsWith = (conv: string): readonly Start[] => [
  start(conv),
  start(conv, {
    env: 'TORCH_ALLOW_TF32_CUBLAS_OVERRIDE',
    matmul: 'high',
    cells: new Map([['cuda.matmul', 'tf32']]),
  }),
]

const attribute = (name: string, cell: string): PrecisionRules['attributes'][number] => ({
  name: `torch.backends.${name}`,
  reads: cell,
  writes: cell,
  trap: '',
})

const TORCH_2_13: PrecisionRules = {
  torch: '2.13',
  backends: [
    { name: 'generic', ops: [ALL] },
    { name: 'cuda', ops: OPS },
    // the attribute writes generic
    { name: 'mkldnn', ops: OPS, set: 'torch.backends.mkldnn.set_flags(_fp32_precision={})' },
  ],
  ops: OPS,
  precisions: [
    { name: NONE, refusedBy: [] },
    { name: 'ieee', refusedBy: [] },
    { name: 'tf32', refusedBy: [] },
    { name: 'bf16', refusedBy: ['cuda'] },
  ],
  starts: startsWith(DEFAULT),
  attributes: [
    attribute('fp32_precision', 'generic.all'),
    {
      ...attribute('cudnn.fp32_precision', 'cuda.all'),
      trap: 'It is all of cuda, matmul too, and not cuDNN alone.',
    },
    attribute('cudnn.conv.fp32_precision', 'cuda.conv'),
    attribute('cudnn.rnn.fp32_precision', 'cuda.rnn'),
    attribute('cuda.matmul.fp32_precision', 'cuda.matmul'),
    {
      ...attribute('mkldnn.fp32_precision', 'mkldnn.all'),
      writes: 'generic.all',
      trap: 'It reads mkldnn and writes generic: an assignment changes cuda too.',
    },
    attribute('mkldnn.conv.fp32_precision', 'mkldnn.conv'),
    attribute('mkldnn.rnn.fp32_precision', 'mkldnn.rnn'),
    attribute('mkldnn.matmul.fp32_precision', 'mkldnn.matmul'),
    {
      name: 'torch.backends.cuda.fp32_precision',
      reads: null,
      writes: null,
      trap: 'torch does not know it: an assignment does nothing, and nothing says so.',
    },
  ],
  flags: [
    {
      name: 'torch.backends.cuda.matmul.allow_tf32',
      setter: 'set_allow_tf32_cublas',
      effects: {
        true: { matmul: 'high', cells: [['cuda.matmul', 'tf32']] },
        false: { matmul: 'highest', cells: [['cuda.matmul', 'ieee']] },
      },
      warning: '',
    },
    {
      name: 'torch.backends.cudnn.allow_tf32',
      // torch's words for this one too
      setter: 'set_allow_tf32_cublas',
      effects: {
        true: {
          cudnn: true,
          cells: [
            ['cuda.rnn', 'tf32'],
            ['cuda.conv', 'tf32'],
          ],
        },
        false: {
          cudnn: false,
          cells: [
            ['cuda.rnn', NONE],
            ['cuda.conv', NONE],
          ],
        },
      },
      warning: '',
    },
    {
      name: 'torch.backends.mkldnn.allow_tf32',
      setter: '_set_onednn_allow_tf32',
      effects: null,
      warning:
        'TF32 acceleration on top of oneDNN is available for Intel GPUs. The current Torch version does not have Intel GPU Support.',
    },
  ],
  matmul: {
    setter: 'set_float32_matmul_precision',
    levels: LEVELS,
    warning:
      "{} is not one of 'highest', 'high', or 'medium'; the currentsetFloat32MatmulPrecision call has no effect.",
  },
  readers: [
    {
      name: 'torch.get_float32_matmul_precision()',
      reads: ({ matmul }) => matmul,
      raises: [
        { cell: 'cuda.matmul', reads: { is: 'tf32' }, matmul: ['highest'] },
        { cell: 'mkldnn.matmul', reads: { is: 'bf16' }, matmul: ['highest', 'high'] },
        { cell: 'mkldnn.matmul', reads: { is: 'tf32' }, matmul: ['highest', 'medium'] },
      ],
      message: MIXED_MATMUL,
    },
    {
      name: 'torch.backends.cuda.matmul.allow_tf32',
      reads: ({ matmul }) => matmul !== 'highest',
      raises: [
        { cell: 'cuda.matmul', reads: { is: 'tf32' }, matmul: ['highest'] },
        { cell: 'cuda.matmul', reads: { isNot: 'tf32' }, matmul: ['high', 'medium'] },
      ],
      message: MIXED_CUBLAS,
    },
    {
      name: 'torch.backends.cudnn.allow_tf32',
      reads: ({ cudnn }) => cudnn,
      raises: CUDNN_CONFLICTS,
      message: MIXED_CUDNN,
    },
    // without an Intel GPU the flag is no flag
    { name: 'torch.backends.mkldnn.allow_tf32', reads: () => null, raises: [], message: '' },
  ],
  guardKeys: [{ key: 'allow_tf32', cell: 'cuda.matmul', holds: ALLOW_TF32 }],
  presets: [
    {
      name: 'ieee',
      label: 'Strict ieee',
      about: 'generic is ieee, all else inherits it, and the legacy getters agree',
      to: { kind: 'top', value: 'ieee', matmul: 'highest', cudnn: false },
    },
    {
      name: 'tf32',
      label: 'tf32 everywhere',
      about: 'generic is tf32, all else inherits it, and the legacy getters agree',
      to: { kind: 'top', value: 'tf32', matmul: 'high', cudnn: true },
    },
    { name: 'defaults', label: "torch's defaults", about: 'as a new process has it', to: { kind: 'start' } },
    ...[...LEVELS.keys()].map((name) => ({
      name,
      label: `set_float32_matmul_precision("${name}")`,
      about: 'what this one call makes of the state as it is',
      to: { kind: 'level' as const, level: name },
    })),
  ],
  refusals: [
    { of: 'precision', text: 'Unknown precision: {precision}' },
    { of: 'op', text: 'Unknown op: {op}' },
    { of: 'backend', text: 'Unknown backend: {backend}' },
    { of: 'pair', text: 'Invalid (backend, op) pair: ({backend#}, {op#})' },
    { of: 'support', text: "backend '{backend}' does not support precision '{precision}'" },
  ],
  notStrings:
    '_set_fp32_precision_setter(): incompatible function arguments. The following argument types are supported:\n' +
    '    1. (arg0: str, arg1: str, arg2: str) -> str\n\nInvoked with: {}',
}

/** Before 2.13 the defaults of conv and rnn are plain values, which nothing but a setter changes. */
const plain = (torch: string): PrecisionRules => ({ ...TORCH_2_13, torch, starts: startsWith('tf32') })

const WRONG_PRECISION =
  'you have set wrong precision for backend:{backend} setFloat32Precision call has no effect.Please choose precision from: {taken} '

/** The first with such settings: a value it does not know is only warned of, and the texts are others. */
const TORCH_2_9: PrecisionRules = {
  ...plain('2.9'),
  refusals: [
    { of: 'backend', text: 'Invalid backend: {backend}' },
    { of: 'op', text: 'Invalid operator: {op}' },
    { of: 'pair', text: 'Invalid operation for {backend} backend: {op}' },
    { of: 'precision', text: WRONG_PRECISION, warns: true },
    { of: 'support', text: WRONG_PRECISION, warns: true },
  ],
}

const BFX9 = 'bfx9'

/** A precision of cuda.matmul alone, and the guard sees which precision that reads: its place in Float32Precision. */
const TORCH_2_15: PrecisionRules = {
  ...TORCH_2_13,
  torch: '2.15',
  precisions: [
    ...TORCH_2_13.precisions,
    {
      name: BFX9,
      refusedBy: [],
      onlyIn: 'cuda.matmul',
      note: 'torch takes bfx9 only where it is built with CUDA 12.9 or later.',
    },
  ],
  readers: TORCH_2_13.readers.map((reader) =>
    reader.message === MIXED_MATMUL
      ? {
          ...reader,
          raises: [...reader.raises, { cell: 'cuda.matmul', reads: { is: BFX9 }, matmul: ['high', 'medium'] }],
        }
      : reader,
  ),
  guardKeys: [
    {
      key: 'cuda_matmul_precision',
      cell: 'cuda.matmul',
      holds: new Map([
        [NONE, 0],
        ['ieee', 1],
        ['tf32', 2],
        [BFX9, 5],
      ]),
      formerly: { key: 'allow_tf32', holds: new Map([...ALLOW_TF32, [BFX9, null]]) },
    },
  ],
  refusals: [
    ...TORCH_2_13.refusals,
    { of: 'cell', text: "precision '{precision}' is only supported for backend 'cuda' and op 'matmul'" },
  ],
}

export const TORCH_RULES: readonly PrecisionRules[] = [
  TORCH_2_9,
  plain('2.10'),
  plain('2.11'),
  plain('2.12'),
  TORCH_2_13,
  { ...TORCH_2_13, torch: '2.14' },
  TORCH_2_15,
]
