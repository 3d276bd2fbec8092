import { describe, expect, it } from 'vitest'
import type { Edit } from '../../shared/edit'
import type { ValueJson } from '../../shared/scenario'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { factsFor } from './tables'
import { corpus, VERSIONS } from './testing/corpus'

const blobs = new Map<string, Uint8Array>(
  VERSIONS.flatMap((version) => corpus(version).map(({ name, bytes }) => [`${version}/${name}`, bytes] as const)),
)
const open = (name: string): EditableGraph =>
  new EditableGraph(decodePickle(blobs.get(name) ?? new Uint8Array()), factsFor)

function refusalOf(graph: EditableGraph, edits: readonly Edit[]): string {
  try {
    graph.apply(edits)
    return 'made'
  } catch (error) {
    if (error instanceof EditRefused) return `${error.index}: ${error.message}`
    throw error
  }
}

const int = (value: number): ValueJson => ({ kind: 'int', value: String(value) })
const FORCE = ' ("force": true does it all the same)'
const x = "L['x']"
const state = { do: 'replace-global-state' } as const

/** Blob, edit, and why torch would not take it. */
const REFUSED: readonly (readonly [blob: string, edit: Edit, why: string])[] = [
  ['2.13.0/constant_int', { do: 'set-value', at: "L['m']", value: int(6) }, "no guard of the file looks at L['m']"],
  [
    '2.13.0/tensor_match_basic',
    { do: 'set-value', at: x, value: int(6) },
    "L['x'] is a tensor: set-tensor says what is expected of one",
  ],
  [
    '2.13.0/constant_int',
    { do: 'set-value', at: "L['n']", value: { kind: 'dict', type: 'builtins.dict', items: [] } },
    "torch would not load the file: CONSTANT_MATCH on L['n']: AssertionError: Unexpected type <class 'dict'>",
  ],
  [
    '2.13.0/constant_int',
    {
      do: 'set-value',
      at: "L['n']",
      value: { kind: 'set', type: 'builtins.set', items: [{ kind: 'sequence', type: 'builtins.list', items: [] }] },
    },
    'Python cannot hash a builtins.list: it is no key',
  ],
  [
    '2.13.0/constant_int',
    { do: 'set-value', at: "L['n']", value: { kind: 'builtin', name: 'os.system' } },
    'a value of kind "builtin" cannot be written into the file',
  ],
  [
    '2.13.0/constant_int',
    { do: 'set-value', at: "L['n']", value: { kind: 'enum', type: 'os.X', name: null, value: int(1) } },
    "L['n'] is no member of os.X: a member takes the place of another of its enum",
  ],
  [
    '2.13.0/mlp_safe',
    { do: 'set-value', at: "L['self']", value: int(6) },
    "L['self'] is an object, whose parts can be set, but not the whole",
  ],
  [
    '2.13.0/tensor_match_basic',
    { do: 'set-tensor', at: x, size: [1, 2, 3] },
    "L['x'] would have 3 sizes and 2 strides: a rank has as many of each",
  ],
  [
    '2.13.0/tensor_match_basic',
    { do: 'set-tensor', at: x, dtype: 'torch.float31' },
    'torch has no dtype torch.float31',
  ],
  [
    '2.13.0/tensor_match_basic',
    { do: 'set-tensor', at: x, dtype: 'torch.int64', requires_grad: true },
    'a tensor of torch.int64 cannot require grad: torch refuses to make one',
  ],
  ['2.13.0/tensor_match_basic', { do: 'set-tensor', at: x, device: 'gpu:0' }, 'torch knows no device "gpu:0"'],
  [
    '2.13.0/tensor_match_basic',
    { do: 'set-tensor', at: x, dispatch_keys: String(1n << 64n) },
    '18446744073709551616 is no DispatchKeySet: it has 64 bits',
  ],
  [
    '2.13.0/tensor_match_basic',
    { do: 'set-tensor', at: x, pytype: 'evil.Tensor' },
    `the file does not name evil.Tensor: torch would import its module when it loads the file${FORCE}`,
  ],
  ['2.13.0/constant_int', { do: 'weaken', name: "L['n']" }, "there is no TENSOR_MATCH on L['n'] among the guards"],
  [
    '2.13.0/constant_int',
    { do: 'drop-guard', name: "L['n']", create_fn: 'CONSTANT_MATCH', nth: 1 },
    "there is no CONSTANT_MATCH on L['n'] at 1: the file holds 1",
  ],
  [
    '2.13.0/constant_int',
    { do: 'add-guard', name: "L['n']", create_fn: 'ID_MATCH' },
    'ID_MATCH compares with an object that no file carries',
  ],
  [
    '2.8.0/constant_int',
    { do: 'add-guard', name: "L['n']", create_fn: 'DICT_NOT_CONTAINS' },
    'torch 2.8 has no guard kind DICT_NOT_CONTAINS',
  ],
  [
    '2.13.0/dict_contains',
    { do: 'add-guard', name: "L['d']", create_fn: 'DICT_CONTAINS' },
    'DICT_CONTAINS needs the keyword key',
  ],
  [
    '2.13.0/constant_int',
    { do: 'add-guard', name: "L['n']", create_fn: 'BOOL_MATCH' },
    "torch would not load the file: BOOL_MATCH on L['n']: AssertionError: Expected bool, got <class 'int'>",
  ],
  [
    '2.13.0/global_state',
    { ...state, state: { grad_mode: true } },
    'autocast_state: expected an object, but it is missing; a process that loads this aborts',
  ],
  [
    '2.13.0/global_state',
    { do: 'set-global-state', key: 'num_threads', value: 'two' },
    'num_threads: expected a whole number, got "two"; a process that loads this aborts',
  ],
  ['2.13.0/global_state', { do: 'set-global-state', key: 'num_threads', value: 0 }, 'num_threads cannot be 0'],
  ['2.13.0/global_state', { do: 'set-global-state', key: 'default_dtype', value: 99 }, '99 is the number of no dtype'],
  [
    '2.8.0/global_state',
    { do: 'set-global-state', key: 'num_threads', value: 1 },
    'torch 2.8 saves no global state: the one of the loading process counts',
  ],
  [
    '2.13.0/constant_int',
    { do: 'set-global-state', key: 'num_threads', value: 1 },
    `no GLOBAL_STATE guard is in the file: nothing would look at the state${FORCE}`,
  ],
  [
    '2.13.0/shape_env_gt',
    { do: 'set-shape-exprs', exprs: ['open("x")'] },
    `"open(\\"x\\")" is no expression that is known to be harmless: a call of open is not evaluated (character 0)${FORCE}`,
  ],
  [
    '2.13.0/shape_env_gt',
    { do: 'set-shape-exprs', exprs: ["L['zz'].size()[0] == 1"] },
    `"L['zz'].size()[0] == 1" asks for L['zz'], which the file does not hold${FORCE}`,
  ],
  ['2.13.0/shape_env_gt', { do: 'set-shape-exprs', exprs: [], verbose: ['one'] }, '0 expressions have 1 texts'],
  ['2.13.0/shape_env_gt', { do: 'set-text', expr: '1 == 2' }, 'there is no shape expression "1 == 2"'],
  [
    '2.13.0/mlp_safe',
    { do: 'drop-guards', where: { source: "L['self']", text: 'nowhere' } },
    `the file holds no guards on L['self'] with "nowhere"`,
  ],
  [
    '2.13.0/mlp_safe',
    { do: 'drop-guards', where: { guards: [{ name: "L['x']", create_fn: 'TENSOR_MATCH', nth: 1 }] } },
    "there is no TENSOR_MATCH on L['x'] at 1: the file holds 1",
  ],
  [
    '2.10.0/mlp_safe',
    { do: 'drop-guards', where: { filter: 'keep_portable_guards_unsafe' } },
    'torch 2.10 has no keep_portable_guards_unsafe',
  ],
  [
    '2.13.0/mlp_safe',
    { do: 'weaken-guards', where: { create_fn: ['GRAD_MODE', 'GLOBAL_STATE'] } },
    'none of the guards of GRAD_MODE, GLOBAL_STATE is a TENSOR_MATCH: no other can be weakened',
  ],
  ['2.8.0/mlp_safe', { do: 'migrate', torch: '2.13' }, 'no way from the fields of torch 2.8 to those of 2.13 is known'],
  ['2.13.0/mlp_safe', { do: 'migrate', torch: '2.13.1' }, 'the file is of torch 2.13 already'],
  [
    '2.10.0/dtensor_spec',
    { do: 'migrate', torch: '2.13' },
    'the file holds a DTensorSpec, which torch 2.13 reads from other fields',
  ],
  [
    '2.14.1/supported_nodes_dict_version_error',
    { do: 'migrate', torch: '2.13' },
    `torch 2.13 has no place for DICT_KEYS_MATCH on __import__('torch').utils._pytree.SUPPORTED_NODES${FORCE}`,
  ],
]

describe('an edit that torch would not take', () => {
  it.each(REFUSED)('of %s is refused: %j', (blob, edit, why) => {
    const graph = open(blob)
    expect(refusalOf(graph, [edit])).toBe(`0: ${why}`)
    expect(Buffer.compare(encodePickle(graph.pickle), blobs.get(blob) ?? new Uint8Array())).toBe(0)
    const isForced = why.endsWith(FORCE)
    const { force: _, ...again } = edit
    expect(refusalOf(graph, [{ ...again, force: true } as Edit])).toBe(isForced ? 'made' : `0: ${why}`)
  })

  it('takes back those before it, and is the one that is named', () => {
    const graph = open('2.13.0/dict_contains')
    const edits: Edit[] = [
      { do: 'drop-guard', name: "L['d']", create_fn: 'DICT_CONTAINS' },
      { do: 'add-guard', name: "L['d']", create_fn: 'BOOL_MATCH' },
      { do: 'strip', what: ['stacks'] },
    ]
    expect(refusalOf(graph, edits)).toMatch(/^1: torch would not load the file: BOOL_MATCH on L\['d'\]/)
    expect(Buffer.compare(encodePickle(graph.pickle), blobs.get('2.13.0/dict_contains') ?? new Uint8Array())).toBe(0)
  })

  it('is one line, whatever it names', () => {
    const graph = open('2.13.0/constant_int')
    const edits: Edit[] = [{ do: 'drop-guard', name: "L['n']", create_fn: 'BOOL\n\x1b[2JMATCH' }]
    expect(refusalOf(graph, edits)).toBe("0: there is no BOOL\\n\\x1b[2JMATCH on L['n'] among the guards")
  })

  it('may be one that a later one mends', () => {
    const graph = open('2.13.0/constant_int')
    const edits: Edit[] = [
      { do: 'add-guard', name: "L['n']", create_fn: 'BOOL_MATCH' },
      { do: 'drop-guard', name: "L['n']", create_fn: 'BOOL_MATCH' },
    ]
    expect(refusalOf(graph, edits)).toBe('made')
  })
})

it('a global state that is no JSON cannot be migrated, which is said and changes nothing', () => {
  const blob = corpus('2.15.0').find(({ name }) => name === 'global_state')
  const broken = Buffer.from(blob?.bytes ?? [])
  broken.write('!', broken.indexOf('{"allow_bf16_reduce"'))
  const graph = new EditableGraph(decodePickle(broken), factsFor)
  expect(() => graph.apply([{ do: 'migrate', torch: '2.14' }])).toThrow(
    'the global state of the file is no JSON object: replace-global-state replaces it',
  )
  expect(graph.state.version).toBe('2.15')
})
