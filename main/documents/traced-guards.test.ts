import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { TraceFile } from './trace-file'

const open = (path: string): Promise<TraceFile> =>
  TraceFile.open(fileURLToPath(new URL(`../../fixtures/traces/${path}`, import.meta.url)))

test('torch 2.3 prints no tree: its code parts stand under a root, each with the stack of the user and of torch', async () => {
  const guards = await (await open('2.3.1/trace.log.gz')).guards(0)
  const at = guards.tree.text.split('\n').indexOf("L['d']['k'] == 1") + 1
  const { stack, ...node } = guards.node(at) ?? { stack: [] }
  expect(node).toStrictEqual({
    node: at,
    kind: 'leaf',
    className: 'code part',
    source: '',
    accessor: null,
    type: null,
    tagSafe: null,
    expected: [],
    codeParts: [{ code: "L['d']['k'] == 1", comment: '' }],
    userStack: [
      { file: '/code/parts.py', line: 50, function: 'forward', code: '' },
      { file: '/code/parts.py', line: 54, function: 'chosen', code: '' },
    ],
    shapes: [],
    printed: ["L['d']['k'] == 1"],
  })
  expect(stack.at(-1)?.file).toMatch(/^\/site-packages\/torch\/_dynamo\//)
})

test('a node of a printed tree tells what the print tells', async () => {
  const file = await open('demo/torch_trace.log.gz')
  const guards = await file.guards(0)
  const at = guards.tree.text.split('\n').findIndex((line) => line.includes('TENSOR_MATCH'))
  const root = guards.tree.text.split('\n').findIndex((line) => line.includes('RootGuardManager'))
  expect(guards.node(at - root)).toMatchObject({
    className: 'TENSOR_MATCH',
    source: "L['x']",
    expected: [
      { name: 'class', value: 'Tensor' },
      { name: 'dispatch keys', value: 'DispatchKeySet(CPU, BackendSelect, ADInplaceOrView, AutogradCPU)' },
      { name: 'dtype', value: 'torch.float32' },
      { name: 'device', value: 'None' },
      { name: 'requires_grad', value: 'False' },
      { name: 'size', value: '[6, 3]' },
      { name: 'stride', value: '[3, 1]' },
    ],
    userStack: [{ file: 'ode/demo_models.py', line: 177, function: 'shape_rel', code: 'if x.shape[0] > 4:' }],
  })
  expect(guards.node(at - root)?.printed).toHaveLength(1)
  // five lines, one guard
  expect(guards.node(at - root + 1)).toMatchObject({ className: 'DIMENSION_DYNAMIC_MARKING_GUARD' })
  expect(guards.node(at - root + 1)?.printed).toHaveLength(5)
  expect(guards.node(9999)).toBeNull()
})

test('what inputs that share storage must do is told with the code part that torch wrote of it', async () => {
  const file = await open('tlparse')
  const at = file.trace.compiles.findIndex(({ id }) => id === '1/0')
  const [recompile] = (await file.story(1)).recompiles
  const reason = recompile?.reasons[0]
  expect(reason).toMatchObject({ kind: 'aliasing', asked: 'memory shared by x, y' })
  expect((await file.guards(at)).node(reason?.node ?? -1)).toMatchObject({
    className: 'STORAGE_OVERLAPPING',
    codeParts: [{ code: "check_overlapping(overlapping=[L['x'], L['y']], non_overlapping=[])", comment: '' }],
    stack: [],
    userStack: [],
  })
})
