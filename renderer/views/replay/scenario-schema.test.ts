/** The editor's JSON schema against the zod schema of the engine: over real scenarios, and over ones that do not fit. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { GlobalStateSchema, ScenarioSchema } from '../../../shared/scenario'
import { jsonService } from '../../testing/json-service'
import { globalStateSchema, type JsonSchema, scenarioSchema } from './scenario-schema'

const FIXTURES = resolve(import.meta.dirname, '../../../fixtures/2.13.0')

const scenarios = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.json.gz'))
  .flatMap((name) => {
    const { scenarios: list = [] } = JSON.parse(gunzipSync(readFileSync(join(FIXTURES, name))).toString()) as {
      readonly scenarios?: readonly Readonly<Record<string, unknown>>[]
    }
    return list.map((scenario, i) => ({ name: `${name} ${i}`, scenario }))
  })

const x = (value: unknown): unknown => ({ name: 'x', f_locals: { x: value } })
const TENSOR = {
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

test('every scenario of the fixtures fits both schemas', async () => {
  const service = await jsonService(scenarioSchema())
  const misfits: unknown[] = []
  for (const { name, scenario } of scenarios) {
    const byZod = ScenarioSchema.safeParse(scenario).success
    const problems = await service.problems(JSON.stringify(scenario))
    if (!byZod || problems.length > 0) misfits.push({ name, byZod, problems: problems.slice(0, 3) })
  }
  expect(misfits).toEqual([])
  expect(scenarios.length).toBeGreaterThan(400)
}, 120_000)

test.each<readonly [unknown, readonly string[]]>([
  [{ name: 'x' }, ['Missing property "f_locals".']],
  [{ name: 3, f_locals: {} }, ['expected text']],
  [{ name: 'x', f_locals: 3 }, ['expected an object']],
  [x(3), ['a value: an object with its "kind", or a "ref" to one']],
  [x({}), ['Missing property "kind".']],
  [x({ ref: 'a' }), ['Missing property "kind".']],
  [x({ kind: 'thing' }), ['a kind of value such as "int", "tensor" or "object"']],
  [x({ kind: 'int', value: 3 }), ['an integer in decimal, as a string']],
  [x({ kind: 'int', value: '3.0' }), ['an integer in decimal, as a string']],
  [x({ kind: 'float', value: 'NaN' }), ["a float as Python's repr writes it, as a string"]],
  [x({ kind: 'bool', value: 1 }), ['expected true or false']],
  [x({ ...TENSOR, dtype: 6 }), ['expected text']],
  [x({ ...TENSOR, dtype: undefined }), ['Missing property "dtype".']],
  [x({ ...TENSOR, shape: [-1] }), ['Value is below the minimum of 0.']],
  [x({ ...TENSOR, shape: [1.5] }), ['expected a whole number']],
  [x({ ...TENSOR, stride: 'none' }), ['expected a list or null']],
  [x({ ...TENSOR, dispatch_keys: { raw: 1 } }), ['an integer in decimal, as a string']],
  [x({ ...TENSOR, inner: { a: TENSOR, b: { kind: 'str' } } }), ['Missing property "value".']],
  [
    x({ kind: 'dict', type: 'builtins.dict', items: [[{ kind: 'none' }]] }),
    ['Array has too few items. Expected 2 or more.'],
  ],
  [{ name: 'x', f_locals: {}, process: { global_state: { grad_mode: true } } }, ['Missing property "autocast_state".']],
])('%j fits neither, and the editor says %j', async (scenario, said) => {
  const service = await jsonService(scenarioSchema())
  const problems = await service.problems(JSON.stringify(scenario))
  expect(ScenarioSchema.safeParse(scenario).success).toBe(false)
  for (const words of said) expect(problems.join('\n')).toContain(words)
})

test.each<unknown>([
  x({ ref: 3, kind: 'thing' }),
  x({ kind: 'none', value: 3, more: true }),
  { name: 'x', f_locals: {}, more: 3 },
  x({ ...TENSOR, stride: null, dtype: 'torch.of_tomorrow' }),
])('%j fits both', async (scenario) => {
  const service = await jsonService(scenarioSchema())
  expect([ScenarioSchema.safeParse(scenario).success, await service.problems(JSON.stringify(scenario))]).toEqual([
    true,
    [],
  ])
})

test('a global state by itself fits both', async () => {
  const service = await jsonService(globalStateSchema())
  const states = scenarios.flatMap(({ scenario }) => {
    const { global_state: state } = (scenario['process'] ?? {}) as { readonly global_state?: unknown }
    return state === undefined || state === null ? [] : [state]
  })
  for (const state of states.slice(0, 20)) {
    expect([GlobalStateSchema.safeParse(state).success, await service.problems(JSON.stringify(state))]).toEqual([
      true,
      [],
    ])
  }
  expect(await service.problems('{"grad_mode": 1}')).toContain('expected true or false')
})

describe('what is offered', () => {
  const offers = async (value: string): Promise<readonly string[]> =>
    (await jsonService(scenarioSchema())).offers(`{"name": "x", "f_locals": {"x": ${value}}}`)

  test('a value of each kind where a value is wanted', async () => {
    expect(await offers('|')).toEqual(expect.arrayContaining(['tensor', 'int', 'none', 'object']))
  })
  test('kinds, once each, and the fields of none before there is one', async () => {
    const kinds = await offers('{"kind": |}')
    expect(kinds).toEqual(expect.arrayContaining(['"tensor"', '"int"']))
    expect(new Set(kinds).size).toBe(kinds.length)
    expect((await offers('{|}')).slice().sort()).toEqual(['kind', 'ref'])
  })
  test('the fields of the chosen kind that are not there yet', async () => {
    expect(await offers('{"kind": "tensor", "type": "torch.Tensor", |}')).toEqual([
      'id',
      'dtype',
      'device',
      'layout',
      'shape',
      'stride',
      'requires_grad',
      'dispatch_keys',
      'storage',
      'storage_offset',
      'marks',
      'inner',
      'context',
      'attrs',
      'grad',
      'reads',
      'lacks',
      'equality',
    ])
    expect(await offers('{"kind": "int", |}')).toEqual(['value'])
  })
  test('dtypes, layouts and types of devices', async () => {
    expect(await offers('{"kind": "tensor", "dtype": |}')).toContain('"torch.bfloat16"')
    expect(await offers('{"kind": "tensor", "layout": |}')).toContain('"torch.sparse_coo"')
    expect(await offers('{"kind": "tensor", "device": {"kind": "device", "type": |}}')).toContain('"cuda"')
  })
})

test('each field and each kind says what it means, where the pointer rests', async () => {
  const service = await jsonService(scenarioSchema())
  expect(await service.hover('{"f_locals": {"x": {"kind": "tensor", "str|ide": [1]}}}')).toContain('Elements from one')
  expect(await service.hover('{"f_locals": {"x": {"kind": "ten|sor"}}}')).toContain('A tensor, a parameter')
  expect(wordless(scenarioSchema(), '')).toEqual([])
})

test('a value that is put in whole fits, whatever its kind', () => {
  const snippets = valuesOf(scenarioSchema())
  expect(snippets.length).toBeGreaterThan(35)
  const misfits = snippets.filter(({ body }) => {
    const text = JSON.stringify(body)
      .replace(/"\^((?:[^"\\]|\\.)*)"/g, '$1')
      .replace(/\$\{\d+:([^}]*)\}|\$\d+/g, '$1')
    return !ScenarioSchema.safeParse(x(JSON.parse(text))).success
  })
  expect(misfits).toEqual([])
})

/** The fields that say nothing. */
function wordless(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, if: _condition, defaultSnippets: _snippets, ...rest } = schema as JsonSchema
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      ...(field.description === undefined && field.enumDescriptions?.every((words) => words !== '') !== true
        ? [`${path}/${name}`]
        : []),
      ...wordless(field, `${path}/${name}`),
    ]),
    ...Object.entries(rest).flatMap(([name, part]) => wordless(part, `${path}/${name}`)),
  ]
}

function valuesOf(schema: unknown): NonNullable<JsonSchema['defaultSnippets']> {
  if (typeof schema !== 'object' || schema === null) return []
  const { defaultSnippets = [], ...rest } = schema as JsonSchema
  return [...defaultSnippets, ...Object.values(rest).flatMap(valuesOf)]
}
