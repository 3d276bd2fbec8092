import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../engine/check/scenario'
import { ScenarioError } from '../engine/check/scenario/parse'
import { Classes } from '../engine/values/classes'
import { readScenarioFile } from './scenarios'
import { factsFor } from './tables'

const classes = new Classes(factsFor('2.13'))

const none = { kind: 'none' }
const list = (...items: readonly unknown[]) => ({ kind: 'sequence', type: 'builtins.list', items })
const tensor = {
  kind: 'tensor',
  type: 'torch.Tensor',
  dtype: 'torch.float32',
  device: { kind: 'device', type: 'cpu', index: null },
  layout: 'torch.strided',
  shape: [2],
  stride: [1],
  requires_grad: false,
  dispatch_keys: { raw: '1' },
}
const call = (x: unknown, more = {}) => ({ name: 'a call', f_locals: { x }, ...more })
const inProcess = (process: unknown) => call(none, { process })
/** The text of a call with a list in a list, so many levels deep. */
const nested = (levels: number) =>
  JSON.stringify(call('#')).replace(
    '"#"',
    '{"kind":"sequence","type":"builtins.list","items":['.repeat(levels) + ']}'.repeat(levels),
  )

/** The message of the ScenarioError, or how many scenarios were read. */
function outcome(file: unknown): string | number {
  const bytes = file instanceof Uint8Array ? file : Buffer.from(typeof file === 'string' ? file : JSON.stringify(file))
  try {
    return readScenarioFile(bytes).scenarios.map((scenario) => readScenario(scenario, classes)).length
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
}

const VALUE = 'expected a value: an object with its "kind", or a "ref" to one'
const KIND = 'expected a kind of value such as "int", "tensor" or "object"'

describe('a scenario that does not fit', () => {
  it.each([
    ['an empty file', '', 'the file is empty'],
    ['a file of blanks', ' \n', 'the file is empty'],
    ['a file that is no object', 'null', 'expected an object or a list'],
    ['scenarios that are no list', { scenarios: {} }, 'scenarios: expected a list'],
    ['a scenario of a file', { scenarios: [call(none), 3] }, 'scenarios[1]: expected an object, got 3'],
    ['a scenario of a list', [call(none), call(3)], `[1].f_locals.x: ${VALUE}, got 3`],
    ['no name', { f_locals: {} }, 'name: expected text, but it is missing'],
    ['no locals', { name: 'a call' }, 'f_locals: expected an object, but it is missing'],
    ['locals in a list', { name: 'a call', f_locals: [] }, 'f_locals: expected an object, got a list of 0'],
    ['null for None', call(null), `f_locals.x: ${VALUE}, got null`],
    ['a value without a kind', call({ value: 3 }), `f_locals.x.kind: ${KIND}, but it is missing`],
    ['a wrong kind', call({ kind: 'tensr' }), `f_locals.x.kind: ${KIND}, got "tensr"`],
    ['a kind of every object', call({ kind: 'constructor' }), `f_locals.x.kind: ${KIND}, got "constructor"`],
    ['a size in words', call({ ...tensor, shape: ['a'] }), 'f_locals.x.shape[0]: expected a whole number, got "a"'],
    [
      'a size below zero',
      call({ ...tensor, shape: [-1] }),
      'f_locals.x.shape[0]: expected a whole number of at least 0, got -1',
    ],
    [
      'a stride too many',
      call({ ...tensor, stride: [1, 2] }),
      'f_locals.x.stride: expected as many as there are sizes, 1, got 2',
    ],
    ['a missing field', call({ ...tensor, shape: undefined }), 'f_locals.x.shape: expected a list, but it is missing'],
    [
      'a word for a flag',
      call({ ...tensor, requires_grad: 'yes' }),
      'f_locals.x.requires_grad: expected true or false, got "yes"',
    ],
    ['a device in words', call({ ...tensor, device: 'cpu' }), `f_locals.x.device: ${VALUE}, got "cpu"`],
    [
      'an int as a number',
      call({ kind: 'int', value: 3 }),
      'f_locals.x.value: expected an integer in decimal, as a string, got 3',
    ],
    [
      'a float in words',
      call({ kind: 'float', value: '1,5' }),
      `f_locals.x.value: expected a float as Python's repr writes it, as a string, got "1,5"`,
    ],
    [
      'half a byte',
      call({ kind: 'bytes', hex: 'abc' }),
      'f_locals.x.hex: expected pairs of hex digits, as a string, got "abc"',
    ],
    [
      'a wrong item, deep inside',
      call(list(none, list({ kind: 'int', value: '3.0' }))),
      'f_locals.x.items[1].items[0].value: expected an integer in decimal, as a string, got "3.0"',
    ],
    [
      'half a pair',
      call({ kind: 'dict', type: 'builtins.dict', items: [[none]] }),
      'f_locals.x.items[0]: expected a list of 2, got a list of 1',
    ],
    ['a ref in words', call({ ref: '7' }), 'f_locals.x.ref: expected a whole number, got "7"'],
    ['a ref to nothing', call({ ref: 7 }), 'f_locals.x: expected a ref to a value before it, got 7'],
    [
      'a range of steps of 0',
      call({ kind: 'range_iterator', start: 0, stop: 1, step: 0, position: 0 }),
      'f_locals.x.step: expected a step other than 0, got 0',
    ],
    [
      'a state that lacks a key',
      inProcess({ global_state: {} }),
      'process.global_state.grad_mode: expected true or false, but it is missing',
    ],
    [
      'a stack of no pairs',
      inProcess({ functorch_stack: [['Vmap', 1, 2]] }),
      'process.functorch_stack[0]: expected a list of 2, got a list of 3',
    ],
    [
      'a stack that is none',
      inProcess({ functorch_stack: 3 }),
      'process.functorch_stack: expected text or a list, got 3',
    ],
    ['3,000 levels', nested(3000), 'expected at most 500 levels of values in values'],
    ['3,000 brackets', '['.repeat(3000) + ']'.repeat(3000), '[0]: expected an object, got a list of 1'],
    ['a long text', call('a'.repeat(100)), `f_locals.x: ${VALUE}, got "${'a'.repeat(40)}…"`],
  ])('%s is told with its place', (_, file, message) => {
    expect(outcome(file)).toBe(message)
  })

  // the rest is the engine's own text
  it.each([
    ['text', 'hello', /^not JSON: .*\S$/],
    ['half a file', '{"name": "a', /^not JSON: .*\S$/],
    ['a damaged archive', gzipSync('{}').subarray(0, 15), /^cannot be unpacked: .*\S$/],
  ])('%s is told as no JSON, or no archive', (_, file, message) => {
    expect(outcome(file)).toMatch(message)
  })
})

describe('a scenario that fits', () => {
  it('comes alone, in a list, in a sidecar, and gzipped', () => {
    const text = JSON.stringify(call(tensor))
    const files = [text, `[${text},${text}]`, `{"scenarios":[${text}]}`, gzipSync(text)]
    expect(files.map(outcome)).toEqual([1, 2, 1, 1])
  })

  it('may be 500 levels deep', () => {
    expect([outcome(nested(500)), typeof outcome(nested(501))]).toEqual([1, 'string'])
  })

  it.each([
    ['list', list({ ref: 1 })],
    ['tuple', { kind: 'sequence', type: 'builtins.tuple', items: [list({ ref: 1 })] }],
    ['dict', { kind: 'dict', type: 'builtins.dict', items: [[{ kind: 'str', value: 'me' }, { ref: 1 }]] }],
    ['object', { kind: 'object', type: '__main__.Node', attrs: { me: { ref: 1 } } }],
    [
      'int of a class',
      { kind: 'scalar_subclass', type: '__main__.I', value: { kind: 'int', value: '3' }, attrs: { me: { ref: 1 } } },
    ],
    ['weakref', { kind: 'weakref', target: { kind: 'object', type: '__main__.Node', attrs: { ref: { ref: 1 } } } }],
    ['cell', { kind: 'cell', contents: { kind: 'function', module: null, qualname: 'f', closure: [{ ref: 1 }] } }],
    ['tensor', { ...tensor, attrs: { me: { ref: 1 } } }],
  ])('reads a %s that leads back to itself as one object', (_, value) => {
    const file = { name: 'a cycle', f_locals: { x: { ...value, id: 1 }, same: { ref: 1 } } }
    const [locals] = readScenarioFile(Buffer.from(JSON.stringify(file))).scenarios.map(
      (scenario) => readScenario(scenario, classes).locals,
    )
    const x = locals?.get('x') ?? null
    expect([x !== null && leadsTo(x, x), locals?.get('same') === x]).toEqual([true, true])
  })
})

/** Whether a way leads from the parts of a value to `wanted`. */
function leadsTo(from: object, wanted: object): boolean {
  const seen = new Set<object>()
  const open: unknown[] = [from]
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    if (next instanceof Classes) continue
    seen.add(next)
    const parts: unknown[] = next instanceof Map ? [...next.values()] : Object.values(next)
    if (parts.includes(wanted)) return true
    open.push(...parts)
  }
  return false
}
