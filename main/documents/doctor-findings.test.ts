import { describe, expect, it } from 'vitest'
import type { Finding } from '../../shared/findings'
import {
  makeDict,
  makeGlobal,
  makeInt,
  makeList,
  makeNewobj,
  makeNone,
  makePersid,
  makeReduce,
  makeStr,
  makeTuple,
  remake,
} from '../pickle/make'
import type { PickleNode } from '../pickle/node'
import type { TorchVersion } from '../state/dialect'
import { itemsOf } from '../state/read-state'
import { examineBlob } from './doctor'
import { openDocument } from './document'
import { altered, become, blobBytes, part, valuesOf } from './testing/altered'

const found = (bytes: Uint8Array): readonly Finding[] => examineBlob(openDocument(bytes), 0, null)
const codes = (bytes: Uint8Array): string[] => found(bytes).map(({ severity, code }) => `${severity} ${code}`)
const bad = (bytes: Uint8Array): readonly Finding[] => found(bytes).filter(({ severity }) => severity !== 'note')

const INT = 'fixtures/2.13.0/constant_int'
const GT = 'fixtures/2.13.0/shape_env_gt'
const CPP = 'main/doctor/testdata/shape_cpp'
const STATE = 'fixtures/2.13.0/global_state'

const scope = (root: PickleNode): PickleNode => part(root, 'output_graph', 'local_scope')
const SYSTEM = makeGlobal('os', 'system')
const HARMLESS = [makeStr('true')]
const PICKLER = makeGlobal('torch._dynamo.guards', 'GuardsStatePickler')
const getattr = (owner: PickleNode, name: string): PickleNode =>
  makeReduce(makeGlobal('builtins', 'getattr'), [owner, makeStr(name)])

describe('code that a file runs when it is loaded', () => {
  it.each<[string, string, PickleNode]>([
    ['a function of Python', 'calls os.system', makeReduce(SYSTEM, HARMLESS)],
    ['eval', 'calls builtins.eval', makeReduce(makeGlobal('builtins', 'eval'), HARMLESS)],
    ['exec, by its old name', 'calls builtins.exec', makeReduce(makeGlobal('__builtin__', 'exec'), HARMLESS)],
    ['another pickle', 'calls pickle.loads', makeReduce(makeGlobal('pickle', 'loads'), HARMLESS)],
    [
      'a class that starts a process',
      'calls subprocess.Popen',
      makeReduce(makeGlobal('subprocess', 'Popen'), HARMLESS),
    ],
    ['a module in C', 'calls _posixsubprocess.fork_exec', makeReduce(makeGlobal('_posixsubprocess', 'fork_exec'), [])],
    [
      'a function of torch',
      'calls torch.serialization.load',
      makeReduce(makeGlobal('torch.serialization', 'load'), HARMLESS),
    ],
    [
      'an attribute',
      'calls getattr(os.path, "genericpath")',
      makeReduce(getattr(makeGlobal('os', 'path'), 'genericpath'), HARMLESS),
    ],
    [
      'what is no reducer',
      'calls getattr(torch._dynamo.guards.GuardsStatePickler, "dump")',
      makeReduce(getattr(PICKLER, 'dump'), []),
    ],
    ['map', 'calls builtins.map', makeReduce(makeGlobal('builtins', 'map'), [SYSTEM, makeList(HARMLESS)])],
    ['iter', 'calls builtins.iter', makeReduce(makeGlobal('builtins', 'iter'), [SYSTEM, makeInt(1n)])],
    [
      'iter, its arguments behind a call',
      'calls builtins.iter',
      remake(makeReduce(makeGlobal('builtins', 'iter'), []), {
        items: [
          makeGlobal('builtins', 'iter'),
          makeReduce(makeGlobal('builtins', 'tuple'), [makeList([SYSTEM, makeInt(1n)])]),
        ],
      }),
    ],
    [
      'what a dict calls for a new key',
      'calls collections.defaultdict',
      makeReduce(makeGlobal('collections', 'defaultdict'), [makeReduce(makeGlobal('functools', 'partial'), [SYSTEM])]),
    ],
    [
      'what a module of torch calls when it is made',
      'calls torch._dynamo.eval_frame.OptimizedModule',
      makeReduce(makeGlobal('torch._dynamo.eval_frame', 'OptimizedModule'), [makeNone(), SYSTEM]),
    ],
    [
      'what rebuilds a tensor',
      'calls torch._tensor._rebuild_from_type_v2',
      makeReduce(makeGlobal('torch._tensor', '_rebuild_from_type_v2'), [
        SYSTEM,
        makeNone(),
        makeTuple(HARMLESS),
        makeNone(),
      ]),
    ],
    [
      'an instance of a class of Python',
      'calls tempfile.TemporaryDirectory',
      makeNewobj(makeGlobal('tempfile', 'TemporaryDirectory'), []),
    ],
    [
      'what sets the state of an object',
      'calls os.system',
      remake(makeReduce(makeGlobal('torch', 'device'), [makeStr('cpu')]), {
        acts: [{ op: 'setter', items: [SYSTEM, makeNone()] }],
      }),
    ],
    [
      'the state of a function that is not of the file',
      'calls getattr(torch._dynamo.guards.GuardsStatePickler, "_apply_function_state")',
      remake(makeGlobal('os.path', 'join'), {
        acts: [{ op: 'setter', items: [getattr(PICKLER, '_apply_function_state'), makeTuple([makeNone()])] }],
      }),
    ],
    [
      'the state of a function, called by itself',
      'calls getattr(torch._dynamo.guards.GuardsStatePickler, "_apply_function_state")',
      makeReduce(getattr(PICKLER, '_apply_function_state'), [makeGlobal('os.path', 'join'), makeTuple([makeNone()])]),
    ],
    [
      'what a module holds',
      'calls builtins.vars',
      makeReduce(makeGlobal('builtins', 'vars'), [
        makeReduce(getattr(PICKLER, '_unpickle_python_module'), [makeStr('os')]),
      ]),
    ],
    [
      'a change to the builtins',
      'changes builtins itself',
      remake(
        makeReduce(makeGlobal('builtins', 'vars'), [
          makeReduce(getattr(PICKLER, '_unpickle_python_module'), [makeStr('builtins')]),
        ]),
        { acts: [{ op: 'setitem', items: [makeStr('len'), SYSTEM] }] },
      ),
    ],
    [
      'a change to a module',
      'changes sys.modules itself',
      remake(makeGlobal('sys', 'modules'), { acts: [{ op: 'setitem', items: [makeStr('os'), makeNone()] }] }),
    ],
  ])('is found: %s', (_, words, node) => {
    const inScope = bad(altered(INT, (root) => become(valuesOf(scope(root))[0] ?? root, node)))
    const dropped = bad(altered(INT, () => [node]))
    for (const findings of [inScope, dropped]) {
      const finding = findings.find(({ code }) => code.startsWith('load-'))
      expect([finding?.severity, finding?.message.startsWith(`loading the file ${words} `)]).toEqual(['error', true])
    }
  })

  it('is a warning where nobody here knows what the function of another package does', () => {
    const call = makeReduce(makeGlobal('somebody.models', 'rebuild'), [])
    expect(codes(altered(INT, () => [call]))).toContain('warning load-calls-other')
  })

  it('is found in the place of what makes a guard', () => {
    const changed = altered(INT, (root) =>
      become(part(itemsOf(part(root, 'output_graph', '_guards', 'inner'))[0] ?? root, 'create_fn'), SYSTEM),
    )
    expect(bad(changed)[0]).toMatchObject({ code: 'create-fn', severity: 'error' })
  })

  it('is found in the text of a source', () => {
    const source = makeReduce(makeGlobal('torch._dynamo.source', 'ConstantSource'), [
      makeStr("__import__('os').getpid()"),
    ])
    const changed = altered(INT, (root) =>
      become(part(itemsOf(part(root, 'output_graph', '_guards', 'inner'))[0] ?? root, 'originating_source'), source),
    )
    expect(bad(changed).find(({ code }) => code === 'source-calls')).toMatchObject({
      severity: 'error',
      message: `torch evaluates the text of a ConstantSource as Python when it loads: "__import__('os').getpid()"`,
    })
  })
})

describe('shape code', () => {
  const withExpr = (expr: string): Uint8Array =>
    altered(GT, (root) => {
      const helper = part(root, 'shape_code_parts', 'python_code_parts')
      become(
        helper,
        makeNewobj(
          makeGlobal('torch.fx.experimental.symbolic_shapes', '_ShapeGuardsHelper'),
          [],
          makeList([makeList([makeStr(expr)])]),
        ),
      )
    })

  it.each([
    ["__import__('os').system('true') == 0", "calls __import__('os').system, __import__"],
    ["L['f'](1) == 2", "calls L['f']"],
    ["G['stop']()", "calls G['stop']"],
    ["eval('1')", 'calls eval'],
    ["[y for y in L['x']]", 'is none that torch writes'],
    ['(lambda: 1)()', 'is none that torch writes'],
    ["L['x'].size()[0] > 2; import os", 'is none that torch writes'],
    ["open('x')", 'calls open'],
    ['x', 'is none that torch writes'],
  ])('%s is found', (expr, words) => {
    const [first] = bad(withExpr(expr))
    expect([first?.code, first?.severity, first?.message.includes(words)]).toEqual(['shape-code-calls', 'error', true])
  })

  it('that torch writes in C++ is a note', () => {
    expect([codes(blobBytes(CPP)).filter((code) => code.includes('cpp')), bad(blobBytes(CPP))]).toEqual([
      ['note cpp-shape-code'],
      [],
    ])
  })

  it.each(['system("true") == 0', '2L <= L_x_size_0_; int x', 'L_x_size_9_ == 1L', '[](){return 1;}()'])(
    '%s in C++ is found',
    (expr) => {
      const changed = altered(CPP, (root) => {
        const [exprs] = itemsOf(part(root, 'shape_code_parts', 'cpp_code_parts').acts[0]?.items[0])
        become(itemsOf(exprs)[0] ?? root, makeStr(expr))
      })
      expect(codes(changed)).toContain('error cpp-shape-code-calls')
    },
  )

  it('that is gone leaves the guard without effect, and torch 2.8 without a manager', () => {
    const without = (file: string): Uint8Array =>
      altered(file, (root) => become(part(root, 'shape_code_parts'), makeNone()))
    expect([bad(without(GT)), bad(without('fixtures/2.8.0/shape_env_gt'))[0]]).toEqual([
      [
        {
          code: 'shape-code-gone',
          severity: 'warning',
          guard: { name: '', create_fn: 'SHAPE_ENV' },
          message:
            "SHAPE_ENV has no shape code: torch loads the file without it, so that no constraint on sizes is checked; the guard's record still holds 3 expressions",
          repair: [
            {
              do: 'set-shape-exprs',
              exprs: ["L['x'].stride()[0] == L['x'].size()[1]", "5 <= L['x'].size()[0]", "2 <= L['x'].size()[1]"],
            },
          ],
        },
      ],
      expect.objectContaining({ code: 'shape-code-gone', severity: 'error' }),
    ])
  })
})

describe('a saved global state', () => {
  /** What GlobalStateGuard.__setstate__ did with each in torch 2.10, 2.13 and 2.14: null where it took it. */
  const CASES: readonly (readonly [string, (state: Record<string, unknown>) => unknown, string | null])[] = [
    ['without num_threads', (state) => ({ ...state, num_threads: undefined }), 'num_threads'],
    ['with a number for a flag', (state) => ({ ...state, grad_mode: 1 }), 'grad_mode'],
    ['with a flag for a number', (state) => ({ ...state, allow_fp16_reduce: true }), 'allow_fp16_reduce'],
    ['with a flag for a count', (state) => ({ ...state, num_threads: true }), null],
    ['with a broken number', (state) => ({ ...state, default_dtype: 1.5 }), null],
    ['with a dtype that is none', (state) => ({ ...state, default_dtype: 999 }), 'default_dtype'],
    ['without autocast', (state) => ({ ...state, autocast_state: {} }), 'autocast_state'],
    ['with a key more', (state) => ({ ...state, later: 1 }), null],
    ['that is a list', () => [], 'replace-global-state'],
    ['that is no JSON', () => undefined, 'replace-global-state'],
  ]

  function repairs(file: string, change: (state: Record<string, unknown>) => unknown): readonly string[] {
    const changed = altered(file, (root) => {
      const guard = part(root, 'output_graph', 'global_state_guard')
      const json = guard.acts[0]?.items[0]
      if (json?.kind !== 'str') throw new Error('no state')
      become(json, makeStr(JSON.stringify(change(JSON.parse(json.value) as Record<string, unknown>)) ?? 'no'))
    })
    return bad(changed)
      .flatMap((finding) => finding.repair)
      .map((edit) => ('key' in edit ? edit.key : edit.do))
  }

  it.each(CASES)('%s', (_, change, expected) => {
    expect(repairs(STATE, change)).toEqual(expected === null ? [] : [expected])
  })

  /** As torch 2.15 took them: a number is cut to 32 bits, and the flag is asked for where there is no number. */
  it.each<[string, (state: Record<string, unknown>) => unknown, string | null]>([
    ['with any number', (state) => ({ ...state, cuda_matmul_precision: 2 ** 40 + 0.5 }), null],
    ['with a flag for the precision', (state) => ({ ...state, cuda_matmul_precision: true }), 'cuda_matmul_precision'],
    [
      'with a text for the precision',
      (state) => ({ ...state, cuda_matmul_precision: 'ieee' }),
      'cuda_matmul_precision',
    ],
    ['with null for the precision', (state) => ({ ...state, cuda_matmul_precision: null }), 'cuda_matmul_precision'],
    ['with a broken flag beside it', (state) => ({ ...state, allow_tf32: 1 }), null],
    ['with the flag alone', (state) => ({ ...state, cuda_matmul_precision: undefined }), null],
    [
      'with a broken flag alone',
      (state) => ({ ...state, cuda_matmul_precision: undefined, allow_tf32: 1 }),
      'allow_tf32',
    ],
    ['with neither', (state) => ({ ...state, cuda_matmul_precision: undefined, allow_tf32: undefined }), 'allow_tf32'],
  ])('of 2.15, %s', (_, change, expected) => {
    expect(repairs('fixtures/more/2.15.0/wraps_argument', change)).toEqual(expected === null ? [] : [expected])
  })
})

describe('a guard that torch cannot build', () => {
  it('because its value was not saved is named, with what drops it', () => {
    const missing = makeReduce(makeGlobal('torch._dynamo.guards', '_Missing'), [makeStr('missing values')])
    const changed = altered('fixtures/2.13.0/object_attrs', (root) => become(part(scope(root), 'obj'), missing))
    const [first] = bad(changed)
    expect(first).toMatchObject({ code: 'missing-value', severity: 'error', repair: [{ do: 'drop-guard' }] })
    expect(first?.message).toMatch(
      /^torch will not load this file, at .*: AttributeError: '_Missing' object has no attribute .*\(missing values\)/,
    )
  })

  /** What torch 2.13 raised as it loaded each. */
  it.each([
    ['tensor_match_basic', 'x', 'TENSOR_MATCH', 'TypeError: _dispatch_keys(): incompatible function arguments'],
    ['sequence_length_empty', 'xs', 'SEQUENCE_LENGTH', "TypeError: object of type '_Missing' has no len()"],
    ['mapping_keys_check', 'mp', 'MAPPING_KEYS_CHECK', "AttributeError: '_Missing' object has no attribute 'keys'"],
    [
      'tuple_iterator_len',
      't',
      'TUPLE_ITERATOR_LEN',
      "TypeError: descriptor '__length_hint__' for 'tuple_iterator' objects doesn't apply to a '_Missing' object",
    ],
    ['range_iterator_match', 't', 'RANGE_ITERATOR_MATCH', 'ValueError: too many values to unpack (expected 1)'],
    ['count_iterator_match', 'c', 'COUNT_ITERATOR_MATCH', 'ValueError: too many values to unpack (expected 2)'],
    [
      'constant_int_subclass',
      'n',
      'CONSTANT_SUBCLASS_MATCH',
      "AssertionError: No constant base type found for <class 'torch._dynamo.guards._Missing'>",
    ],
    [
      'subclass_two_tensor',
      't',
      'TENSOR_SUBCLASS_METADATA_MATCH',
      "AttributeError: '_Missing' object has no attribute '__tensor_flatten__'",
    ],
  ])('in %s without %s is %s, in the words of torch', (name, local, kind, words) => {
    const missing = makeReduce(makeGlobal('torch._dynamo.guards', '_Missing'), [makeStr('missing values')])
    const changed = altered(`fixtures/2.13.0/${name}`, (root) => become(part(scope(root), local), missing))
    const guard = `${kind} on L['${local}']`
    expect(bad(changed).map(({ message }) => message.split(';', 1)[0])).toContain(
      `torch will not load this file, at ${guard}: ${words}`,
    )
  })

  it('because the process that saved is gone is named', () => {
    const changed = altered(INT, (root) => become(valuesOf(scope(root))[0] ?? root, makePersid(makeStr('1'))))
    expect(codes(changed)).toContain('error unresolvable')
  })
})

describe('a size', () => {
  const sizeOf = (root: PickleNode): PickleNode =>
    part(valuesOf(part(root, 'output_graph', 'input_source_to_sizes_strides'))[0] ?? root, 'size')

  it('that no shape guard speaks of may be one that compiled code asserts', () => {
    const changed = altered('fixtures/2.13.0/unfiltered_simple_all', (root) =>
      become(sizeOf(root), makeTuple([makeNone()])),
    )
    expect(bad(changed)).toEqual([
      {
        code: 'relaxed-size',
        severity: 'warning',
        guard: { name: "L['x']", create_fn: 'TENSOR_MATCH' },
        message:
          'dimension 0 may be any size, but no shape guard speaks of it: torch compiled for (3), and code that asserts that fails with an AssertionError where a recompile was due',
        repair: [{ do: 'set-tensor', at: "L['x']", size: [3] }],
      },
    ])
  })

  it('that is another than that of the example is found', () => {
    const changed = altered('fixtures/2.13.0/unfiltered_simple_all', (root) =>
      become(sizeOf(root), makeTuple([makeInt(7n)])),
    )
    expect(bad(changed)).toMatchObject([{ code: 'example-differs', repair: [{ size: [3] }] }])
  })
})

describe('names that the loading process must find', () => {
  it('are listed, and those that no import finds are errors', () => {
    const local = makeNewobj(makeGlobal('demo_models', 'make.<locals>.Local'), [])
    const main = makeNewobj(makeGlobal('__main__', 'Config'), [])
    const changed = altered(INT, (root) => become(valuesOf(scope(root))[0] ?? root, makeDict([[local, main]])))
    expect(codes(changed)).toEqual(expect.arrayContaining(['error local-class', 'warning main-class', 'note imports']))
  })
})

it('says of a gradient that was not saved that no torch before 2.15 loads its tensor', () => {
  const document = openDocument(blobBytes('main/doctor/testdata/unread_grad'))
  const errors = (torch: TorchVersion | null) =>
    examineBlob(document, 0, torch).filter(({ severity }) => severity === 'error')
  expect([errors(null).map(({ code }) => code), errors('2.15')]).toEqual([['missing-grad'], []])
  expect(errors(null)[0]?.message).toContain(
    'TypeError: assigned grad expected to be a Tensor or None but got grad of type _Missing',
  )
})

describe('a persistent id', () => {
  const withId = (file: string, id: PickleNode) =>
    bad(altered(file, (root) => become(valuesOf(scope(root))[0] ?? root, makePersid(id)))).find(
      ({ code }) => code === 'unresolvable',
    )?.message ?? null

  it.each<[string, string, PickleNode, RegExp | null]>([
    ['that 2.15 writes', 'fixtures/more/2.15.0/wraps_argument', makeStr('pruned'), null],
    [
      'that 2.15 does not know',
      'fixtures/more/2.15.0/wraps_argument',
      makeStr("it's"),
      /UnpicklingError: unknown guards state persistent id "it's" \(/,
    ],
    [
      'that is a number',
      'fixtures/more/2.15.0/wraps_argument',
      makeInt(5n),
      /UnpicklingError: unknown guards state persistent id 5 \(/,
    ],
    ['before 2.15', INT, makeStr('pruned'), /without a persistent_load function/],
  ])('%s', (_, file, id, words) => {
    const message = withId(file, id)
    if (words === null) expect(message).toBe(null)
    else expect(message).toMatch(words)
  })
})

it('names what is imported to be the globals of a function', () => {
  const notes = found(blobBytes('fixtures/more/2.15.0/empty_cell')).filter(({ code }) => code === 'imports')
  expect(notes.map(({ message }) => message)).toEqual([
    'the loading process imports user_functions for the functions saved by value, and goes on where it cannot; importing runs their code',
  ])
})

it('says whose files the stacks name', () => {
  expect(found(blobBytes(GT)).find(({ code }) => code === 'paths')).toEqual({
    code: 'paths',
    severity: 'note',
    guard: null,
    message:
      'the stacks of 1 guard name 1 file of the machine that saved (/code/demo_models.py): torch does not need them',
    repair: [{ do: 'strip', what: ['paths'] }],
  })
})

it('says that a version was not tried, and what migrates to one that was', () => {
  const document = openDocument(blobBytes('fixtures/2.13.0/grad_mode'))
  expect([examineBlob(document, 0, '2.12')[0]?.code, examineBlob(document, 0, '2.14')[0]?.repair]).toEqual([
    'version-not-tried',
    [{ do: 'migrate', torch: '2.14' }],
  ])
})
