/** What one scenario's process has otherwise than another's, key by key. */
import { AUTOCAST_DEVICES, SCALAR_TYPES } from '../../../shared/scalar-types'
import type { Json, JsonPath, ScenarioChange } from '../../../shared/replay'
import { processChange } from './form/edits'
import type { Difference } from './scenario-diff'
import { type JsonRecord, listOf, recordOf } from './scenario-tree'

const UNSAID = 'not said'

export function processDifferences(from: JsonRecord, to: JsonRecord): readonly Difference[] {
  const [ours, theirs] = [recordOf(from['process']) ?? {}, recordOf(to['process']) ?? {}]
  const found: Difference[] = []
  for (const key of keysOf(ours, theirs)) {
    const [mine, yours] = [recordOf(ours[key]), recordOf(theirs[key])]
    if (key === 'global_state' && mine !== null && yours !== null) found.push(...stateDifferences(mine, yours))
    else
      found.push(
        ...one(
          ['process', key],
          key,
          ours[key],
          theirs[key],
          key === 'global_state' ? stateText : processText,
          (value) => processChange(to, key, value),
        ),
      )
  }
  return [...found, ...one(['env'], 'context', from['env'], to['env'], processText)]
}

function stateDifferences(from: JsonRecord, to: JsonRecord): readonly Difference[] {
  const path = ['process', 'global_state']
  return keysOf(from, to).flatMap((key) => {
    const [mine, yours] = [recordOf(from[key]), recordOf(to[key])]
    if (key === 'autocast_state' && mine !== null && yours !== null)
      return autocastDifferences(mine, yours, [...path, key])
    return one([...path, key], key, from[key], to[key], key === 'default_dtype' ? dtypeText : processText)
  })
}

function autocastDifferences(from: JsonRecord, to: JsonRecord, path: JsonPath): readonly Difference[] {
  const lists = (key: string): readonly [readonly unknown[], readonly unknown[]] => [listOf(from[key]), listOf(to[key])]
  const [enabled, dtypes] = [lists('enabled'), lists('dtype')]
  const count = Math.min(enabled[0].length, enabled[1].length)
  const devices = Array.from({ length: count }, (_, i): readonly Difference[] => {
    const name = AUTOCAST_DEVICES[i] ?? String(i)
    return [
      ...one([...path, 'enabled', i], `autocast ${name}`, enabled[0][i], enabled[1][i], processText),
      ...one([...path, 'dtype', i], `autocast ${name} dtype`, dtypes[0][i], dtypes[1][i], dtypeText),
    ]
  })
  const cache = one(
    [...path, 'cached_enabled'],
    'autocast cache',
    from['cached_enabled'],
    to['cached_enabled'],
    processText,
  )
  return [...devices.flat(), ...cache]
}

function one(
  path: JsonPath,
  label: string,
  from: unknown,
  to: unknown,
  text: (value: unknown) => string,
  set: (value: Json) => ScenarioChange = (value) => ({ path, value }),
): readonly Difference[] {
  const [a, b] = [from === undefined ? UNSAID : text(from), to === undefined ? UNSAID : text(to)]
  if (a === b) return []
  return [
    {
      path,
      label,
      from: a,
      to: b,
      back: () => [from === undefined ? { path, remove: true } : set(from as Json)],
    },
  ]
}

const keysOf = (a: JsonRecord, b: JsonRecord): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])]
const dtypeText = (value: unknown): string => SCALAR_TYPES[Number(value)]?.[1] ?? `#${String(value)}`
const stateText = (value: unknown): string => (value === null ? UNSAID : 'said')

function processText(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (!Array.isArray(value)) return String(value)
  return `[${value.map((item) => (Array.isArray(item) ? item.join(' ') : String(item))).join(', ')}]`
}
