/** What stands for a value by name: inf, a dtype; and the calls that repr writes, like torch.Size([2]). */
import { SCALAR_TYPES } from '../../../shared/scalar-types'
import type { KindJson } from '../../../shared/scenario'
import { readDevice } from '../edit/devices'
import { complexOf, floatOf, keyOf, LiteralError, numberOf, type Read, unhashable } from './making'

export interface Argument extends Read {
  /** null where it is given by place. */
  readonly keyword: string | null
}
type Call = (args: readonly Argument[], at: number) => KindJson

const DTYPES: ReadonlySet<string> = new Set(SCALAR_TYPES.map(([, name]) => name))
/** Other names of dtypes (torch/_C/_VariableFunctions, torch.float is torch.float32). */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['float', 'float32'],
  ['double', 'float64'],
  ['half', 'float16'],
  ['short', 'int16'],
  ['int', 'int32'],
  ['long', 'int64'],
  ['chalf', 'complex32'],
  ['cfloat', 'complex64'],
  ['cdouble', 'complex128'],
])

/** null for a name that stands for no value. */
export function constantNamed(name: string): KindJson | null {
  switch (name) {
    case 'inf':
    case 'math.inf':
      return floatOf(Infinity)
    case 'nan':
    case 'math.nan':
      return floatOf(NaN)
    case 'infj':
      return complexOf(0, Infinity)
    case 'nanj':
      return complexOf(0, NaN)
    case 'Ellipsis':
      return { kind: 'ellipsis' }
  }
  if (!name.startsWith('torch.')) return null
  const short = name.slice('torch.'.length)
  const dtype = ALIASES.get(short) ?? short
  return DTYPES.has(dtype) ? { kind: 'dtype', name: `torch.${dtype}` } : null
}

export const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['set', (args, at) => ({ kind: 'set', type: 'builtins.set', items: members('set', args, at) })],
  ['frozenset', (args, at) => ({ kind: 'set', type: 'builtins.frozenset', items: members('frozenset', args, at) })],
  [
    'float',
    (args, at) => {
      const [only] = byPlace('float', args, at, 1, 1)
      const text = only?.json.kind === 'str' ? only.json.value.trim().toLowerCase() : ''
      const [, sign, word] = /^([-+]?)(inf|infinity|nan)$/.exec(text) ?? []
      if (word === undefined)
        throw new LiteralError("float takes 'inf' or 'nan' here: any other is written as a number", at)
      const value = word === 'nan' ? NaN : Infinity
      return floatOf(sign === '-' ? -value : value)
    },
  ],
  [
    'complex',
    (args, at) => {
      const [re = 0, im = 0] = byPlace('complex', args, at, 0, 2).map(({ json, at: place }) => {
        if (json.kind !== 'int' && json.kind !== 'float') throw new LiteralError('complex takes two numbers', place)
        return numberOf(json.value)
      })
      return complexOf(re, im)
    },
  ],
  [
    'range',
    (args, at) => {
      const [first = 0, second, step = 1] = byPlace('range', args, at, 1, 3).map(whole)
      if (step === 0) throw new LiteralError('the step of a range is not 0', at)
      return { kind: 'range', start: second === undefined ? 0 : first, stop: second ?? first, step }
    },
  ],
  [
    'slice',
    (args, at) => {
      const none: KindJson = { kind: 'none' }
      const [first = none, second, step = none] = byPlace('slice', args, at, 1, 3).map(({ json }) => json)
      return { kind: 'slice', start: second === undefined ? none : first, stop: second ?? first, step }
    },
  ],
  [
    'torch.Size',
    (args, at) => {
      const items = itemsOf('torch.Size', args, at)
      if (items.some((item) => item.kind !== 'int')) throw new LiteralError('torch.Size holds whole numbers', at)
      return { kind: 'sequence', type: 'torch.Size', items }
    },
  ],
  ['torch.device', device],
  ['device', device],
])

/** `device(type='cuda', index=0)`, as repr writes it, `torch.device('cuda:0')` and `torch.device('cuda', 0)`. */
function device(args: readonly Argument[], at: number): KindJson {
  const given = (name: string, place: number): KindJson | undefined =>
    (args.find(({ keyword }) => keyword === name) ?? (args[place]?.keyword === null ? args[place] : undefined))?.json
  const [type, index] = [given('type', 0), given('index', 1)]
  const isFit =
    args.length <= 2 && args.every(({ keyword }) => keyword === null || keyword === 'type' || keyword === 'index')
  if (!isFit || type?.kind !== 'str' || (index !== undefined && index.kind !== 'int' && index.kind !== 'none'))
    throw new LiteralError("a device is made of a type like 'cuda' and an index", at)
  const text = index?.kind === 'int' ? `${type.value}:${index.value}` : type.value
  const read = readDevice(text)
  if (read === null) throw new LiteralError(`torch knows no device ${JSON.stringify(text)}`, at)
  return { kind: 'device', ...read }
}

function byPlace(
  name: string,
  args: readonly Argument[],
  at: number,
  least: number,
  most: number,
): readonly Argument[] {
  if (args.length < least || args.length > most || args.some(({ keyword }) => keyword !== null))
    throw new LiteralError(`${name} takes ${least === most ? least : `${least} to ${most}`} values, by place`, at)
  return args
}

function whole({ json, at }: Argument): number {
  const value = json.kind === 'int' ? Number(json.value) : NaN
  if (!Number.isSafeInteger(value)) throw new LiteralError('a range is made of whole numbers below 2**53', at)
  return value
}

/** What the list, tuple or set that stands alone between the parentheses holds. */
function itemsOf(name: string, args: readonly Argument[], at: number): readonly KindJson[] {
  const [only] = byPlace(name, args, at, 0, 1)
  if (only === undefined) return []
  if (only.json.kind === 'sequence' || only.json.kind === 'set') return only.json.items as readonly KindJson[]
  throw new LiteralError(`${name} takes a list, a tuple or a set`, only.at)
}

function members(name: string, args: readonly Argument[], at: number): readonly KindJson[] {
  const items = new Map<string, KindJson>()
  for (const json of itemsOf(name, args, at)) {
    const key = keyOf(json)
    if (key === null) throw new LiteralError(`Python cannot hash a ${unhashable(json)}`, at)
    if (!items.has(key)) items.set(key, json)
  }
  return [...items.values()]
}
