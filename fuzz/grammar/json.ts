/** Writes JSON values: by a schema, mostly as it asks, and changes those that are there. */
import type { Random } from '../random'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const TEXTS = [
  '', 'x', "L['x']", "L['self']", "L['n']", "G['N']", '0', '-1', '18446744073709551616', '1.5', '-0.0', 'nan', 'inf', '1e400',
  'torch.float32', 'torch.Tensor', 'torch.Size', 'builtins.dict', 'builtins.list', 'cpu', 'cuda', 'TENSOR_MATCH', 'CONSTANT_MATCH',
  'EQUALS_MATCH', 'TYPE_MATCH', 'SHAPE_ENV', 'grad_mode', '2.13', '2.14', '00ff', '<b>', '\x1b[2J', '\u202e', 'a\nb', '\0',
  '__proto__', 'constructor', 'toString', '2 <= L[\'x\'].size()[0]', 'model.py', '\ud800', 'k'.repeat(3000),
] // prettier-ignore
const NUMBERS = [0, 1, 2, 3, -1, 7, 1.5, -0, 255, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e21, 1e308, 5e-324]

/** What is read of a zod schema's definition. */
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, Schema>>
  readonly element?: Schema
  readonly items?: readonly Schema[]
  readonly options?: readonly Schema[]
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly Json[]
  readonly innerType?: Schema
  readonly keyType?: Schema
  readonly valueType?: Schema
  readonly getter?: () => Schema
}
interface Schema {
  readonly _zod: { readonly def: object }
}

/** A value that fits the schema, but for what it asks of texts and numbers; now and then a part that does not. */
export function jsonBySchema(schema: Schema, random: Random, depth = 8, left = { parts: 600 }): Json {
  if (--left.parts < 0) depth = 0
  if (random.oneIn(60)) return anyJson(random, 2)
  const def = schema._zod.def as Definition
  const of = (inner: Schema | undefined, less = 1): Json =>
    inner === undefined ? null : jsonBySchema(inner, random, depth - less, left)
  switch (def.type) {
    case 'object': {
      const out: { [key: string]: Json } = {}
      for (const [key, inner] of Object.entries(def.shape ?? {})) {
        const isOptional = (inner._zod.def as Definition).type === 'optional'
        if (isOptional && depth <= 0) continue
        if (isOptional ? random.oneIn(depth < 3 ? 8 : 2) : !random.oneIn(80)) out[key] = of(inner)
      }
      if (random.oneIn(40)) put(out, random.pick(TEXTS), anyJson(random, 1))
      return out
    }
    case 'array':
      return depth <= 0 ? [] : random.several(4, () => of(def.element))
    case 'tuple':
      return (def.items ?? []).map((inner) => of(inner))
    case 'record': {
      const entries = depth <= 0 ? [] : random.several(3, () => [keyText(of(def.keyType)), of(def.valueType)] as const)
      return Object.fromEntries(entries)
    }
    case 'union': {
      const options = def.options ?? []
      // near the bottom the plain ones, so that it ends
      return of(depth <= 1 ? options[random.below(Math.min(4, options.length))] : random.pick(options))
    }
    case 'enum':
      return random.pick(Object.values(def.entries ?? { '': '' }))
    case 'literal':
      return random.pick(def.values ?? [null])
    case 'nullable':
      return random.oneIn(3) ? null : of(def.innerType, 0)
    case 'optional':
    case 'default':
    case 'readonly':
      return of(def.innerType, 0)
    case 'lazy':
      return def.getter === undefined ? null : of(def.getter(), 0)
    case 'boolean':
      return random.oneIn(2)
    case 'number':
    case 'int':
      return random.pick(NUMBERS)
    case 'string':
      return random.pick(TEXTS)
    case 'null':
      return null
    default:
      return anyJson(random, 2)
  }
}

export function anyJson(random: Random, depth: number): Json {
  switch (random.below(depth <= 0 ? 4 : 7)) {
    case 0:
      return random.pick([null, true, false])
    case 1:
      return random.pick(NUMBERS)
    case 2:
    case 3:
      return random.pick(TEXTS)
    case 4:
      return random.several(4, () => anyJson(random, depth - 1))
    case 5:
      return Object.fromEntries(random.several(4, () => [random.pick(TEXTS), anyJson(random, depth - 1)]))
    default: {
      let nested = anyJson(random, 0)
      for (let levels = random.size(1000); levels > 0; levels--) nested = random.oneIn(2) ? [nested] : { items: nested }
      return nested
    }
  }
}

/** A copy with one to four parts replaced, dropped, doubled or renamed. */
export function changedJson(json: unknown, random: Random): Json {
  const root: { top: Json } = { top: structuredClone(json) as Json }
  for (let changes = 1 + random.size(4); changes > 0; changes--) changeOnce(root, random)
  return root.top
}

function changeOnce(root: { top: Json }, random: Random): void {
  let holder: { [key: string]: Json } | Json[] = root as { [key: string]: Json }
  let key: string = 'top'
  // a walk down that may stop anywhere
  for (;;) {
    const inner: Json | undefined = (holder as { [key: string]: Json })[key]
    if (typeof inner !== 'object' || inner === null || random.oneIn(5)) break
    const keys = Object.keys(inner)
    if (keys.length === 0) break
    holder = inner
    key = random.pick(keys)
  }
  const within = holder as { [key: string]: Json }
  const there = within[key] ?? null
  switch (random.below(6)) {
    case 0:
      if (holder !== root) delete within[key]
      break
    case 1:
      put(within, random.pick(TEXTS), there)
      break
    case 2:
      put(within, key, [there, structuredClone(there)])
      break
    case 3:
      if (Array.isArray(holder) && JSON.stringify(there).length < 2000)
        for (let times = random.size(200); times > 0; times--) holder.push(structuredClone(there))
      break
    default:
      put(within, key, typeof there === 'string' && random.oneIn(2) ? random.pick(TEXTS) : anyJson(random, 2))
  }
}

/** An object that has a `toString` of its own is no text to String(). */
function keyText(key: Json): string {
  return typeof key === 'object' ? jsonText(key) : String(key)
}

/** As JSON.parse does: `__proto__` is a key like any other. */
function put(holder: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}

/** JSON as text, with lone surrogates escaped as JSON.stringify does. */
export function jsonText(json: Json): string {
  try {
    return JSON.stringify(json) ?? 'null'
  } catch {
    // nested too deep to be written
    return `${'['.repeat(9000)}${']'.repeat(9000)}`
  }
}

export const JSON_WORDS: readonly string[] = [
  '{', '}', '[', ']', ',', ':', '"', 'null', 'true', 'false', '0', '-1', '1e999', '{"kind":"ref"}', '{"ref":0}', '"kind"', '"id":1,',
  '\\ud800', '\\u0000', '"__proto__":', ...TEXTS.slice(0, 30).map((text) => JSON.stringify(text)),
] // prettier-ignore
