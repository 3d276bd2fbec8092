/** Reads one reason of a recompile: which entry, which guard on what, expected and actual, the line of the user's code. */
import type { ReasonKind, RecompileReason, TracedLine } from '../../shared/trace'
import { splitLine } from './code-part'

/** A reason as its text alone tells it. */
export interface ReadReason extends Omit<RecompileReason, 'origin' | 'advice' | 'node'> {
  /** What torch says, without the entry, the user's code and the stack. */
  readonly text: string
}

interface Read {
  readonly kind: ReasonKind
  readonly source?: string | undefined
  readonly asked?: string | undefined
  readonly expected?: string | undefined
  readonly actual?: string | undefined
}

export function readReason(reason: string): ReadReason {
  const [, entry = '', body = reason] = /^(!?\d+(?:\/\d+)+): (.*)$/s.exec(reason) ?? []
  const [first = '', stack = ''] = body.split('\nUser stack trace:\n')
  const { code: text, user } = splitLine(first.split('\n')[0] ?? '')
  const read = readText(text)
  return {
    entry,
    text,
    kind: read.kind,
    source: read.source ?? '',
    asked: read.asked ?? '',
    expected: read.expected ?? null,
    actual: read.actual ?? null,
    user: innermost(stack) ?? user,
  }
}

type Reader = readonly [RegExp, (groups: readonly (string | undefined)[]) => Read]

/** `TensorCheck::check_verbose` names its tensor so. */
const TENSOR_KINDS: ReadonlyMap<string, ReasonKind> = new Map([
  ['size', 'size'],
  ['stride', 'stride'],
  ['rank', 'rank'],
  ['dtype', 'dtype'],
  ['dispatch key set', 'dispatch-keys'],
])

/** What check_verbose of guards.cpp and the code parts of guards.py say, the first that fits. */
const READERS: readonly Reader[] = [
  [
    /^tensor '(.*)' (size|stride|rank|dtype|dispatch key set) mismatch(?: at index (\d+))?\. expected (.*), actual (.*)$/,
    ([source, what = '', index, expected, actual]) => ({
      kind: TENSOR_KINDS.get(what) ?? 'other',
      source,
      asked: index === undefined ? what : `${what} at index ${index}`,
      expected,
      actual,
    }),
  ],
  [
    /^tensor '(.*)' requires_grad mismatch\. expected requires_grad=(\d)/,
    ([source, wanted]) => ({
      kind: 'requires-grad',
      source,
      asked: 'requires_grad',
      expected: wanted === '1' ? 'True' : 'False',
      actual: wanted === '1' ? 'False' : 'True',
    }),
  ],
  [
    /^tensor '(.*)' Tensor device index mismatch\. Expected device index to be (.*), actual (.*)$/,
    ([source, expected, actual]) => ({ kind: 'device', source, asked: 'device index', expected, actual }),
  ],
  [
    /^expected type of '(.*)' to be (?:a tensor type, '|(.*),) but found (.*)$/,
    ([source, expected, actual]) => ({ kind: 'tensor-class', source, asked: 'class', expected, actual }),
  ],
  [
    /^Duplicate tensors? found(?: where not expected!)?:? ?\[?(.*?)\]?$/,
    ([names = '']) => ({ kind: 'aliasing', asked: `distinct tensors: ${names.replaceAll('"', '')}` }),
  ],
  [
    /^check_overlapping\(overlapping=\[(.*)\], non_overlapping=\[(.*)\]\)$/,
    ([shared = '', apart = '']) => ({
      kind: 'aliasing',
      asked: shared === '' ? `no memory shared by ${apart}` : `memory shared by ${shared}`,
    }),
  ],
  [
    /^(_\w+) (?:should be absent but is present on runtime tensor|is present on runtime tensor but was absent at compile time)$/,
    ([asked]) => ({ kind: 'marking', asked, expected: 'absent', actual: 'present' }),
  ],
  [
    /^hasattr\((.*), '(_dynamo_\w+_indices)'\) == False$/,
    ([source, asked]) => ({ kind: 'marking', source, asked, expected: 'absent', actual: 'present' }),
  ],
  [/^\(\(?(.*)\._dynamo_\w+_indices/, ([source]) => ({ kind: 'marking', source, asked: 'markings' })],
  [/^GLOBAL_STATE changed: (.*)$/, ([asked]) => ({ kind: 'global-state', asked: asked?.trim() })],
  [/^___check_global_state\(\)/, () => ({ kind: 'global-state' })],
  [/^___check_torch_function_mode_stack\(\)$/, () => ({ kind: 'mode-stack', asked: 'torch function modes' })],
  [
    /^utils_device\.CURRENT_DEVICE == (.*)$/,
    ([expected]) => ({ kind: 'default-device', asked: 'default device', expected }),
  ],
  [/^BACKEND_MATCH failure/, () => ({ kind: 'backend', asked: 'backend' })],
  [/^Cache line invalidated/, () => ({ kind: 'invalidated' })],
  [/^Unexpected recompilation/, () => ({ kind: 'unexpected' })],
  [
    /^___check_type_id\((.*), \d+\)(?:, type=(.*))?$/,
    ([source, expected]) => ({ kind: 'type', source, asked: 'type', expected }),
  ],
  [/^TYPE_MISMATCH\((.*)\)$/, ([source]) => ({ kind: 'type', source, asked: 'type' })],
  [
    /^___check_obj_id\((.*), \d+\)(?:, type=(.*))?$/,
    ([source, expected]) => ({ kind: 'identity', source, asked: 'this object', expected }),
  ],
  // a dict says what it has not: `len(d) != 1`
  [/^len\((.*)\) (?:==|!=) (\d+)$/, ([source, expected]) => ({ kind: 'length', source, asked: 'length', expected })],
  [
    /^not (\S.*)$/,
    ([source]) =>
      isHasattr(source) ? attribute(source, 'absent') : { kind: 'length', source, asked: 'length', expected: '0' },
  ],
  [/^(hasattr\(.*\))$/, ([text]) => attribute(text, 'present')],
  [
    /^getattr failed on source (.*)$/,
    ([source]) => ({ kind: 'attribute', source, asked: 'an attribute', expected: 'present', actual: 'absent' }),
  ],
  [
    /^(?:KeyError|IndexError) on (.*)$/,
    ([source]) => ({ kind: 'keys', source, asked: 'an item', expected: 'present', actual: 'absent' }),
  ],
  [
    /^list\((?:dict\.keys\()?(.*?)(?:\.keys\(\))?\)?\)\[(\d+)\] == (.*)$/,
    ([source, index, expected]) => ({ kind: 'keys', source, asked: `key ${index}`, expected }),
  ],
  [
    /^(not )?(?:set|dict|frozenset)\.__contains__\((.*), (.*)\)$/,
    ([negated, source, key]) => contains(negated, source, key),
  ],
  [/^(not )?___dict_contains\((.*), (.*)\)$/, ([negated, key, source]) => contains(negated, source, key)],
  [
    /^(.*\.training) == (True|False)$/,
    ([source, expected = '']) => ({
      kind: 'training',
      source,
      asked: `== ${expected}`,
      expected,
      actual: expected === 'True' ? 'False' : 'True',
    }),
  ],
  [
    /^(.*) is (None|True|False)$/,
    ([source, expected]) => ({ kind: 'value', source, asked: `is ${expected ?? ''}`, expected }),
  ],
  [/^(.*) is not None$/, ([source]) => ({ kind: 'value', source, asked: 'is not None', actual: 'None' })],
  [
    /^(.*) is (not )?(.*)$/,
    ([source, negated, other]) => ({ kind: 'aliasing', source, asked: `is ${negated ?? ''}${other ?? ''}` }),
  ],
]

const SHAPE = /\.(?:size|stride)\(\)\[\d+\]|\.storage_offset\(\)/
const VALUE = /^(.+?) == (.+)$/

function readText(text: string): Read {
  if (text === '') return { kind: 'unexpected', asked: 'no reason given' }
  if (SHAPE.test(text)) return shape(text)
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(text)
    if (match !== null) return read(match.slice(1))
  }
  const [, source, expected] = VALUE.exec(text) ?? []
  if (source !== undefined && !/[<>%]| and | or /.test(source))
    return { kind: 'value', source, asked: `== ${expected}`, expected }
  if (/[<>]=?|[!=]=|%/.test(text)) return shape(text)
  return { kind: 'other', asked: text }
}

/** An expression over sizes; it is about the first that it names. */
function shape(text: string): Read {
  const source = /([A-Za-z_][\w.'"[\]]*?)\.(?:size|stride|storage_offset)\(\)/.exec(text)?.[1]
  return { kind: 'shape', source, asked: text, expected: text }
}

const isHasattr = (text: string | undefined): boolean => text?.startsWith('hasattr(') === true

function attribute(text: string | undefined, expected: 'present' | 'absent'): Read {
  const [, source, name] = /^hasattr\((.*), '(.*)'\)$/.exec(text ?? '') ?? []
  const actual = expected === 'present' ? 'absent' : 'present'
  return { kind: 'attribute', source, asked: `attribute ${name ?? ''}`, expected, actual }
}

function contains(negated: string | undefined, source: string | undefined, key: string | undefined): Read {
  const [expected, actual] = negated === undefined ? ['present', 'absent'] : ['absent', 'present']
  return { kind: 'contains', source, asked: `${key ?? ''} in it`, expected, actual }
}

/** The last frame of a stack as torch formats it that is not torch's own. */
function innermost(stack: string): TracedLine | null {
  const frames = [...stack.matchAll(/ {2}File "(.*)", line (\d+), in (.*)(?:\n {4}(.*))?/g)].map(
    ([, file = '', line = '', name = '', code = '']): TracedLine => ({
      file,
      line: Number(line),
      function: name,
      code,
    }),
  )
  const own = frames.filter(({ file }) => !/[\\/]site-packages[\\/]torch[\\/]/.test(file))
  return own.at(-1) ?? frames.at(-1) ?? null
}
