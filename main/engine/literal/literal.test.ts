import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readLiteral, writeLiteral } from '.'

interface Judged {
  readonly text: string
  /** As CPython reads it; null where it refuses. */
  readonly value: unknown
}
interface Recording {
  readonly table: readonly Judged[]
  readonly random: readonly Judged[]
}

const recorded = JSON.parse(readFileSync(new URL('testdata/literals.json', import.meta.url), 'utf8')) as Recording

/** What repr writes that literal_eval does not read: read here all the same. */
const BEYOND = /\b(inf|nan|infj|nanj|frozenset|Ellipsis|set)\b/

const read = (text: string): unknown => {
  const answer = readLiteral(text)
  return answer.ok ? ordered(answer.value) : null
}

/** Sets in one order. */
function ordered(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(ordered)
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json).map(([key, value]) => [key, ordered(value)] as const)
  const made = Object.fromEntries(entries) as Record<string, unknown>
  if (made['kind'] === 'set')
    made['items'] = (made['items'] as unknown[]).sort((a, b) => (sorted(a) < sorted(b) ? -1 : 1))
  return made
}

const sorted = (json: unknown): string =>
  JSON.stringify(json, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

describe.each([
  ['of the table', recorded.table],
  ['of random values', recorded.random],
  ['made now by python3, if there is one', fresh(Date.now() % 1_000_000, 150)],
])('literals %s', (_name, records) => {
  it('are what ast.literal_eval reads, and nothing else is', () => {
    const told = records.filter(({ text, value }) => value !== null || !BEYOND.test(text))
    const read_ = told.map(({ text }) => ({ text, value: read(text) }))
    expect(read_).toEqual(told.map(({ text, value }) => ({ text, value: ordered(value) })))
  })
})

describe('what repr writes beside literals', () => {
  const float = (value: string) => ({ kind: 'float', value })
  const int = (value: string) => ({ kind: 'int', value })
  it.each([
    ['inf', float('inf')],
    ['-inf', float('-inf')],
    ['nan', float('nan')],
    ["float('inf')", float('inf')],
    ["-float('Infinity')", float('-inf')],
    ["float('nan')", float('nan')],
    ['(nan+infj)', { kind: 'complex', re: 'nan', im: 'inf' }],
    ['complex(1, -0.0)', { kind: 'complex', re: '1.0', im: '-0.0' }],
    ['frozenset({1, 1.0})', { kind: 'set', type: 'builtins.frozenset', items: [int('1')] }],
    ['frozenset()', { kind: 'set', type: 'builtins.frozenset', items: [] }],
    [
      '{frozenset({1, 2}), frozenset({2, 1})}',
      {
        kind: 'set',
        type: 'builtins.set',
        items: [{ kind: 'set', type: 'builtins.frozenset', items: [int('1'), int('2')] }],
      },
    ],
    ['range(3)', { kind: 'range', start: 0, stop: 3, step: 1 }],
    ['range(1, 10, -2)', { kind: 'range', start: 1, stop: 10, step: -2 }],
    ['slice(None, 2, None)', { kind: 'slice', start: { kind: 'none' }, stop: int('2'), step: { kind: 'none' } }],
    ['slice(2)', { kind: 'slice', start: { kind: 'none' }, stop: int('2'), step: { kind: 'none' } }],
    ['torch.Size([2, 3])', { kind: 'sequence', type: 'torch.Size', items: [int('2'), int('3')] }],
    ['torch.float32', { kind: 'dtype', name: 'torch.float32' }],
    ['torch.half', { kind: 'dtype', name: 'torch.float16' }],
    ["device(type='cuda', index=1)", { kind: 'device', type: 'cuda', index: 1 }],
    ["torch.device('cuda:1')", { kind: 'device', type: 'cuda', index: 1 }],
    ["torch.device('cpu')", { kind: 'device', type: 'cpu', index: null }],
  ])('%s', (text, value) => {
    expect(readLiteral(text)).toEqual({ ok: true, value })
  })

  it.each([
    ['[1,\n  open(2)]', 2, 3, 'a call of open is not a literal'],
    ['1 + 2', 1, 3, 'a sum is a literal only of a real and an imaginary part'],
    ['{[1]: 2}', 1, 2, 'Python cannot hash a list'],
    ["{'a': 1, (2, {3}): 4}", 1, 10, 'Python cannot hash a tuple with such a value in it'],
    ['', 1, 1, 'a value is missing'],
    ['[1, 2', 1, 6, 'the literal ends too early'],
    ['torch.float33', 1, 1, 'torch.float33 is not the name of a value'],
    ["torch.device('nowhere')", 1, 1, 'torch knows no device "nowhere"'],
    ['range(1, 2, 0)', 1, 1, 'the step of a range is not 0'],
    ["f'{x}'", 1, 1, 'a formatted string is not evaluated'],
    ['1\n2', 2, 1, 'a line break outside of brackets'],
    ['['.repeat(300), 1, 201, 'values in one another more than 200 times'],
  ])('%s is refused where it goes wrong', (text, line, column, message) => {
    expect(readLiteral(text)).toEqual({ ok: false, line, column, message })
  })
})

it('a repr that does not read back is no literal', () => {
  expect(["{'a': [1]}", '<Color.RED: 1>', '_Missing(gone)', null].map(writeLiteral)).toEqual([
    "{'a': [1]}",
    null,
    null,
    null,
  ])
})

it('a long literal stands on several lines, and means the same', () => {
  const items = Array.from({ length: 12 }, (_, i) => `'item ${i}'`).join(', ')
  expect(writeLiteral(`{'a': [${items}], 'b': (1, 2)}`)?.split('\n')).toEqual([
    '{',
    "  'a': [",
    ...items.split(', ').map((item, i, all) => `    ${item}${i < all.length - 1 ? ',' : ''}`),
    '  ],',
    "  'b': (1, 2)",
    '}',
  ])
  const long = recorded.random.filter(({ text, value }) => value !== null && text.length > 80)
  expect(long.map(({ text }) => read(writeLiteral(text) ?? ''))).toEqual(long.map(({ text }) => read(text)))
})

it('what is wrong is said in one line, whatever the text holds', () => {
  expect(readLiteral('1 """a\nb\u202e"""')).toEqual({
    ok: false,
    line: 1,
    column: 3,
    message: '"""a\\nb\\u202e""" is not expected',
  })
})

/** Fresh texts judged by this machine's python3; none where there is no python3. */
function fresh(seed: number, count: number): readonly Judged[] {
  const script = fileURLToPath(new URL('../../../scripts/record-literals.py', import.meta.url))
  const found = spawnSync('python3', [script, '--seed', `${seed}`, '--count', `${count}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (found.error !== undefined) return []
  if (found.status !== 0) throw new Error(found.stderr)
  return (JSON.parse(found.stdout) as Recording).random
}
