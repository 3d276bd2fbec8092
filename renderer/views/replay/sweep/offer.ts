/** How an axis that can be swept is put together. */
import type { Json, JsonPath } from '../../../../shared/replay'
import type { AxisGroup, AxisItem, AxisOffer, AxisRange, AxisValues } from './axis'

export type JsonObject = Readonly<Record<string, unknown>>

/** Sizes and ints start with this many values, the present one among them. */
const SPAN = 64

export function objectIn(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

export const choiceOf = (label: string, value: Json): AxisItem => ({ label, value })

export function itemsOf(items: readonly (readonly [label: string, value: Json])[]): AxisValues {
  return { kind: 'list', items: items.map(([label, value]) => choiceOf(label, value)) }
}

export const BOOLS: AxisValues = itemsOf([
  ['False', false],
  ['True', true],
])

/** 0 to 64, or 32 to either side of a number that is not among them. */
export function rangeAround(now: number, least: number): AxisRange {
  const from = now >= 0 && now <= SPAN ? 0 : Math.max(least, now - SPAN / 2)
  return { kind: 'range', from: Math.max(least, from), to: Math.max(least, from) + SPAN, step: 1 }
}

export function offer(label: string, group: AxisGroup, path: JsonPath, values: AxisValues, now: string): AxisOffer {
  const form = values.kind === 'range' ? 'numbers' : 'choice'
  return { key: JSON.stringify(path), label, group, path, now, form, least: -Infinity, values }
}
