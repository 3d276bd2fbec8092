/** Says in a person's words where a value does not fit its schema, and what was expected there. */

/** What zod says of one place; of a union, what each of its alternatives says. */
interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly expected?: string
  readonly origin?: string
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly discriminator?: string
  readonly errors?: readonly (readonly Issue[])[]
}

/** What zod says where the schema has no words of its own. */
const NO_WORDS = 'Invalid input'

export interface Misfit {
  readonly path: readonly PropertyKey[]
  /** `expected a list, got 3`. */
  readonly message: string
}

/** The misfit that lies deepest: of a union, the alternative that came farthest. */
export function misfitOf(issues: readonly unknown[], json: unknown): Misfit {
  const { path, expected } = deepest(issues as readonly Issue[], [], json)
  const [isThere, got] = at(json, path)
  return { path, message: `expected ${expected}, ${isThere ? `got ${shown(got)}` : 'but it is missing'}` }
}

interface Expected {
  readonly path: readonly PropertyKey[]
  readonly expected: string
}

function deepest(issues: readonly Issue[], prefix: readonly PropertyKey[], json: unknown): Expected {
  let best: Expected = { path: prefix, expected: 'something else' }
  for (const issue of issues) {
    const path = [...prefix, ...issue.path]
    const alternatives = (issue.errors ?? []).filter((list) => list.length > 0)
    const found =
      alternatives.length === 0 ? { path, expected: words(issue) } : farthest(issue, alternatives, path, json)
    if (best.path === prefix || found.path.length > best.path.length) best = found
  }
  return best
}

function farthest(
  { message }: Issue,
  alternatives: readonly (readonly Issue[])[],
  path: readonly PropertyKey[],
  json: unknown,
): Expected {
  const all = alternatives.map((issues) => deepest(issues, path, json))
  // an alternative is not meant where the first thing it needs is missing
  const meant = all.filter((one) => at(json, one.path)[0])
  const from = meant.length === 0 ? all.slice(-1) : meant
  const length = Math.max(...from.map((one) => one.path.length))
  if (length === path.length && message !== NO_WORDS) return { path, expected: message }
  const best = from.filter((one) => one.path.length === length)
  const expected = [...new Set(best.map((one) => one.expected))]
  return { path: best[0]?.path ?? path, expected: expected.join(' or ') }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a whole number',
  int: 'a whole number',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
}

function words({ code, message, expected = '', origin, minimum, maximum, discriminator }: Issue): string {
  if (discriminator === 'do') return 'what to "do", such as "set-value", "drop-guard" or "migrate"'
  if (discriminator !== undefined) return 'a kind of value such as "int", "tensor" or "object"'
  if (message !== NO_WORDS) return message
  switch (code) {
    case 'invalid_type':
      return TYPES[expected] ?? expected
    case 'too_small':
      return origin === 'array' ? `a list of ${String(minimum)}` : `a whole number of at least ${String(minimum)}`
    case 'too_big':
      return origin === 'array' ? `a list of ${String(maximum)}` : `a whole number of at most ${String(maximum)}`
    default:
      return 'something else'
  }
}

/** Whether there is something at a path, and what. */
function at(json: unknown, path: readonly PropertyKey[]): readonly [boolean, unknown] {
  let value = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [false, undefined]
    value = (value as Readonly<Record<PropertyKey, unknown>>)[step]
  }
  return [true, value]
}

const LONGEST = 40

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
}
