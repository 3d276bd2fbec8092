/** What of a scenario a sweep can vary: sizes, dtypes and flags of its tensors, its constants, the state of its process. */
import type { Json, JsonPath } from '../../../../shared/replay'
import { DTYPES_WITH_FLOAT8 } from '../../../../shared/scalar-types'
import type { AxisGroup, AxisItem, AxisOffer, AxisValues } from './axis'
import { constantLabel, pythonString } from './constants'
import { processAxes } from './process-axes'
import { BOOLS, choiceOf, itemsOf, offer, type JsonObject, objectIn, rangeAround } from './offer'

/** Parts beyond this many are not offered: a large model has tens of thousands. */
const MOST_OFFERS = 2000
/** How many containers deep: `L['self']._modules['blocks']._modules['0']._modules['ln']._parameters['weight']` is four. */
const MOST_DEPTH = 6

const DEVICES: readonly AxisItem[] = (
  [
    ['cpu', null],
    ['cuda', 0],
    ['meta', null],
  ] as const
).map(([type, index]) => ({ label: deviceLabel(type, index), value: { kind: 'device', type, index } }))
/** Dicts of an nn.Module that hold what a person thinks of as its own. */
const MEMBERS: ReadonlySet<string> = new Set(['_parameters', '_buffers', '_modules'])

/** A value on the way: where it stands and what torch calls it. */
interface Place {
  readonly value: JsonObject
  readonly path: JsonPath
  readonly source: string
  readonly depth: number
}

/** In torch's order of names: those nearest to the frame first. null where the text is no scenario. */
export function axesOf(text: string): readonly AxisOffer[] | null {
  let scenario: JsonObject | null
  try {
    scenario = objectIn(JSON.parse(text))
  } catch {
    return null
  }
  if (scenario === null) return null
  return [...frameAxes(scenario), ...processAxes(scenario)]
}

function frameAxes(scenario: JsonObject): AxisOffer[] {
  const offers: AxisOffer[] = []
  const places: Place[] = []
  const add = (value: unknown, path: JsonPath, source: string, depth: number): void => {
    const found = objectIn(value)
    if (found !== null) places.push({ value: found, path, source, depth })
  }
  for (const [key, letter] of [
    ['f_locals', 'L'],
    ['f_globals', 'G'],
  ] as const)
    for (const [name, value] of Object.entries(objectIn(scenario[key]) ?? {}))
      add(value, [key, name], `${letter}[${pythonString(name)}]`, 0)
  // breadth first: what the frame itself holds comes before what lies deep in a module
  for (let i = 0; i < places.length && offers.length < MOST_OFFERS; i++) {
    const place = places[i]
    if (place === undefined) break
    offers.push(...axesAt(place))
    if (place.depth < MOST_DEPTH) for (const part of partsOf(place)) add(part.value, part.path, part.source, part.depth)
  }
  return offers
}

/** The axes of one value. */
function axesAt({ value, path, source }: Place): AxisOffer[] {
  const at = (label: string, group: AxisGroup, steps: JsonPath, values: AxisValues, now: string): AxisOffer =>
    offer(label, group, [...path, ...steps], values, now)
  switch (value['kind']) {
    case 'tensor':
      return tensorAxes(value, source, at)
    case 'int': {
      const number = Number(value['value'])
      if (!Number.isSafeInteger(number)) return [constants(value, path, source)]
      return [
        { ...at(source, 'Integers', ['value'], rangeAround(number, -Infinity), String(number)), form: 'digits' },
        constants(value, path, source),
      ]
    }
    case 'float':
    case 'str':
    case 'bool':
    case 'none':
      return [constants(value, path, source)]
    case 'object': {
      const training = objectIn(objectIn(value['attrs'])?.['training'])
      if (training?.['kind'] !== 'bool') return []
      return [at(`${source}.training`, 'training', ['attrs', 'training', 'value'], BOOLS, boolLabel(training['value']))]
    }
    default:
      return []
  }
}

function tensorAxes(
  tensor: JsonObject,
  source: string,
  at: (label: string, group: AxisGroup, steps: JsonPath, values: AxisValues, now: string) => AxisOffer,
): AxisOffer[] {
  const shape = Array.isArray(tensor['shape']) ? tensor['shape'].map(Number) : []
  const sizes = shape.map((size, dim) => ({
    ...at(`${source}.size()[${dim}]`, 'Sizes', ['shape', dim], rangeAround(size, 0), String(size)),
    least: 0,
  }))
  const dtype = String(tensor['dtype']).replace('torch.', '')
  const dtypes = itemsOf([...new Set([...DTYPES_WITH_FLOAT8, dtype])].map((name) => [name, `torch.${name}`]))
  const device = objectIn(tensor['device'])
  const deviceNow = deviceLabel(String(device?.['type']), device?.['index'])
  const devices = DEVICES.some(({ label }) => label === deviceNow)
    ? DEVICES
    : [...DEVICES, { label: deviceNow, value: device as Json }]
  return [
    ...sizes,
    at(`${source}.dtype`, 'dtype', ['dtype'], dtypes, dtype),
    at(`${source}.device`, 'device', ['device'], { kind: 'list', items: devices }, deviceNow),
    at(`${source}.requires_grad`, 'requires_grad', ['requires_grad'], BOOLS, boolLabel(tensor['requires_grad'])),
  ]
}

/** A list of constants in the value's place, of whatever type. */
function constants(value: JsonObject, path: JsonPath, source: string): AxisOffer {
  const now = constantLabel(value as Json)
  const others: Readonly<Record<string, readonly Json[]>> = {
    int: [{ kind: 'none' }, { kind: 'bool', value: true }, { kind: 'float', value: '1.0' }],
    float: [
      { kind: 'float', value: '0.0' },
      { kind: 'float', value: '1.0' },
      { kind: 'float', value: 'nan' },
    ],
    str: [{ kind: 'str', value: '' }, { kind: 'none' }],
    bool: [
      { kind: 'bool', value: false },
      { kind: 'bool', value: true },
    ],
    none: [
      { kind: 'int', value: '0' },
      { kind: 'bool', value: false },
    ],
  }
  const values = [value as Json, ...(others[String(value['kind'])] ?? [])]
  const items = new Map(
    values.map((item): [string, AxisItem] => [constantLabel(item), choiceOf(constantLabel(item), item)]),
  )
  return { ...offer(source, 'Constants', path, { kind: 'list', items: [...items.values()] }, now), form: 'constants' }
}

interface Part extends Omit<Place, 'value'> {
  readonly value: unknown
}

/** What a container holds. */
function partsOf({ value, path, source, depth }: Place): Part[] {
  const items = Array.isArray(value['items']) ? (value['items'] as readonly unknown[]) : []
  switch (value['kind']) {
    case 'sequence':
      return items.map((item, i) => ({
        value: item,
        path: [...path, 'items', i],
        source: `${source}[${i}]`,
        depth: depth + 1,
      }))
    case 'dict':
    case 'mappingproxy':
      return items.flatMap((pair, i): Part[] => {
        if (!Array.isArray(pair)) return []
        const key = constantLabel(pair[0] as Json)
        return key === ''
          ? []
          : [{ value: pair[1], path: [...path, 'items', i, 1], source: `${source}[${key}]`, depth: depth + 1 }]
      })
    case 'pymodule':
    case 'object':
      return (['attrs', 'slots'] as const).flatMap((holder) =>
        Object.entries(objectIn(value[holder]) ?? {}).flatMap(([name, attr]): Part[] => {
          // what else is private of a module are its hooks; training has an axis of its own
          if ((name.startsWith('_') && !MEMBERS.has(name)) || name === 'training') return []
          const level = MEMBERS.has(name) ? depth : depth + 1
          return [{ value: attr, path: [...path, holder, name], source: `${source}.${name}`, depth: level }]
        }),
      )
    default:
      return []
  }
}

function deviceLabel(type: string, index: unknown): string {
  return typeof index === 'number' ? `${type}:${index}` : type
}

const boolLabel = (value: unknown): string => (value === true ? 'True' : 'False')
