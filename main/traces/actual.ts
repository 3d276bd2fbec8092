/** What came where a guard refused: the reason seldom says, but the new compile guards what it was made for. */
import { AUTOCAST_DEVICES, SCALAR_TYPES } from '../../shared/scalar-types'
import { type GuardFact, type TreeFacts, withoutScope } from './facts'
import { isObject, type Json, jsonObject } from './fields'
import type { ReadReason } from './reason'
import { withSizes } from './sizes'

/** Null where the guards of the new compile do not tell. */
export function actualIn({ kind }: ReadReason, guard: GuardFact, { facts, managers }: TreeFacts): string | null {
  const alike = (cls: string): GuardFact | undefined =>
    facts.find((one) => one.guard === cls && one.source === guard.source && one.subject === guard.subject)
  const type = managers.get(guard.source)?.manager.type ?? null
  switch (kind) {
    case 'value':
    case 'default-device': {
      const same = alike(guard.guard)
      if (same !== undefined && same.wants !== guard.wants) return same.wants.replace(/^== /, '')
      return constantAt(facts, guard.source) ?? (type === null ? null : `a value of ${type}`)
    }
    case 'length': {
      const same = alike(guard.guard)
      return same === undefined || same.wants === guard.wants ? null : lengthIn(same.code)
    }
    case 'training':
      return constantAt(facts, guard.source)
    case 'type':
    case 'tensor-class':
      return type
    case 'identity': {
      const same = alike('ID_MATCH')
      if (same === undefined) return type
      return same.wants === guard.wants ? null : `another object${type === null ? '' : ` of ${type}`}`
    }
    case 'keys': {
      const same = facts.find(
        (one) => one.code !== guard.code && one.code.split(' == ')[0] === guard.code.split(' == ')[0],
      )
      return same?.code.split(' == ')[1] ?? null
    }
    case 'global-state':
      return stateChange(guard.wants, alike('GLOBAL_STATE')?.wants ?? '')?.after ?? null
    default:
      return null
  }
}

/** The value behind a source that became a symbol; of an expression, all that it names. */
export function symbolsIn(
  { guard, source, code }: GuardFact,
  symbols: ReadonlyMap<string, string>,
  made: TreeFacts | null,
): string | null {
  if (guard !== 'LAMBDA_GUARD') return symbols.get(source) ?? null
  const named = new Set([...code.matchAll(/[LG]\[.*?\]\.(?:size|stride)\(\)\[\d+\]/g)].map(([name]) => name))
  const said = [...named].flatMap((name) => {
    const value = symbols.get(name) ?? withSizes(name, made?.facts ?? [])
    return value === name ? [] : [`${withoutScope(name)} = ${value}`]
  })
  return said.length === 0 ? null : said.join(', ')
}

/** `None` of NONE_MATCH and the like. */
function constantAt(facts: readonly GuardFact[], source: string): string | null {
  for (const { guard, source: at, wants } of facts) {
    if (at !== source) continue
    if (guard === 'NONE_MATCH') return 'None'
    if (guard === 'TRUE_MATCH') return 'True'
    if (guard === 'FALSE_MATCH') return 'False'
    if (guard === 'EQUALS_MATCH') return wants.replace(/^== /, '')
  }
  return null
}

/** `2` of `len(L['xs']) == 2`, and of what an empty one has instead. */
function lengthIn(code: string): string | null {
  return code.startsWith('not ') ? '0' : (/ == (\d+)$/.exec(code)?.[1] ?? null)
}

/** The keys of the global state on which two guards differ; null where one cannot be read. */
export function stateChange(before: string, after: string): { readonly before: string; readonly after: string } | null {
  const [a, b] = [jsonObject(before), jsonObject(after)]
  if (a === null || b === null) return null
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !isAlike(a[key], b[key]))
  const said = (of: Json, other: Json): string =>
    keys
      .map((key) => (isObject(of[key]) ? autocastText(of[key], other[key]) : `${key} ${valueText(key, of[key])}`))
      .join(', ')
  return keys.length === 0 ? null : { before: said(a, b), after: said(b, a) }
}

/** A dtype is a number there (c10::ScalarType). */
function valueText(key: string, value: unknown): string {
  const dtype = key === 'default_dtype' && typeof value === 'number' ? SCALAR_TYPES[value]?.[1] : undefined
  return dtype === undefined ? JSON.stringify(value) : dtype
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** `autocast(cpu) on`, for each device that differs. */
function autocastText(state: Json, other: unknown): string {
  const enabled = listIn(state, 'enabled')
  const others = isObject(other) ? listIn(other, 'enabled') : []
  const said = enabled.flatMap((on, i) =>
    on === others[i] ? [] : [`autocast(${AUTOCAST_DEVICES[i] ?? i}) ${on === true ? 'on' : 'off'}`],
  )
  return said.length === 0 ? 'autocast dtypes' : said.join(', ')
}

function listIn(json: Json, key: string): readonly unknown[] {
  const list: unknown = json[key]
  return Array.isArray(list) ? list : []
}
