/** Functions in the names of sources (torch/_dynamo/source.py) that a guard offers: they read, and change nothing. */
import { length } from '../values/attributes'
import type { Value } from '../values/value'
import { type Call, type Callable, of1, of2 } from './callable'
import { MATH } from './math-functions'
import { isIn } from './membership'
import { attribute, subscript } from './reads'
import { describe, Doubt, isInt, Items, NumberTensor, numeric, raise, typeName, type Val, giveUp } from './runtime'

const getitem = of2((of, index, { scope, classes }) => subscript(of, index, scope, classes))

export const SOURCE_FUNCTIONS: ReadonlyMap<string, Callable> = new Map([
  ['len', of1(len)],
  ['type', of1((x, { scope, classes }) => attribute(x, '__class__', scope, classes))],
  ['getattr', of2(named)],
  ['object.__getattribute__', of2(named)],
  ['dict.__getitem__', getitem],
  ['list.__getitem__', getitem],
  ['tuple.__getitem__', getitem],
  ['___odict_getitem', getitem],
  ['dict.keys', of1(keys)],
  ['___dict_contains', of2((key, dict, { scope, classes }) => isIn(key, dict, scope, classes))],
  ['___namedtuple_fields', of1((x, { scope, classes }) => attribute(x, '_fields', scope, classes))],
  ['___tuple_iterator_len', of1((x) => rest(x)?.length ?? giveUp(`what is left of a ${describe(x)}`))],
  [
    '___list_reverseiterator_len',
    of1((x) => rest(x, 'list_reverseiterator')?.length ?? giveUp(`what is left of a ${describe(x)}`)),
  ],
  ['___list_reverseiterator_backing_list', of1((x) => listBehind(x) ?? giveUp(`the list behind a ${describe(x)}`))],
  ['___tuple_iterator_getitem', of2((x, index) => restItem(x, index))],
  ['___as_tensor', of1(asTensor)],
  ['__math_isnan', of1((x) => MATH.get('isnan')?.(x) ?? false)],
])

/** `len(x)`. */
function len(x: Val): Val {
  if (x instanceof Items) return x.items.length
  const type = typeName(x)
  if (!(x instanceof Doubt) && (type === 'int' || type === 'float' || type === 'bool' || type === 'NoneType')) {
    raise(`TypeError: object of type '${type}' has no len()`)
  }
  const known = isValue(x) ? length(x) : null
  return known ?? giveUp(x instanceof Doubt ? x.reason : `len() of a ${describe(x)}`)
}

const isValue = (x: Val): x is Value => typeof x === 'object' && 'node' in x

/** getattr with a name that is a string. */
function named(of: Val, name: Val, { scope, classes }: Call): Val {
  return typeof name === 'object' && name.kind === 'str'
    ? attribute(of, name.value, scope, classes)
    : giveUp(`an attribute under a ${describe(name)}`)
}

function keys(dict: Val): Val {
  if (typeof dict === 'object' && dict.kind === 'dict')
    return new Items(
      'list',
      dict.entries.map(([key]) => key),
    )
  return giveUp(`the keys of a ${describe(dict)}`)
}

/** What is left of an iterator: a tuple's, where no other class is named. */
function rest(x: Val, cls = 'tuple_iterator'): readonly Value[] | null {
  return typeof x === 'object' && x.kind === 'iterator' && x.type?.printed === cls ? x.values : null
}

function listBehind(x: Val): Value | null {
  return typeof x === 'object' && x.kind === 'iterator' ? (x.over ?? null) : null
}

function restItem(x: Val, index: Val): Val {
  const at = numeric(index)
  const values = rest(x)
  if (values === null || at === null || !isInt(at) || at < 0) return giveUp(`what is left of a ${describe(x)}`)
  return values[Number(at)] ?? raise('IndexError: tuple index out of range')
}

/** An int64 tensor holds no larger ones. */
const INT64 = 1n << 63n

/** torch._as_tensor_fullprec. */
function asTensor(x: Val): Val {
  if (typeof x === 'object' && x.kind === 'tensor') return x
  if (typeof x === 'boolean') return new NumberTensor(x)
  const number = numeric(x)
  if (number === null) return giveUp(`a tensor made of a ${describe(x)}`)
  if (isInt(number) && (number >= INT64 || number < -INT64)) return giveUp('a tensor made of an int beyond 64 bits')
  if (number instanceof Doubt) return number.type === null ? number : new NumberTensor(giveUp(number.reason))
  return new NumberTensor(typeof x === 'object' && x.kind === 'bool' ? x : number)
}
