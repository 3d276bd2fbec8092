/** One axis of a sweep: the part of a scenario that takes many values, which ones, and what each is called. */
import type { Json, JsonPath, SweepAxis } from '../../../../shared/replay'

/** The most steps of one sweep, of all axes together. */
export const MOST_STEPS = 100_000

export const AXIS_GROUPS = [
  'Sizes',
  'Integers',
  'dtype',
  'device',
  'requires_grad',
  'Constants',
  'training',
  'Global state',
  'Autocast',
] as const
export type AxisGroup = (typeof AXIS_GROUPS)[number]

export interface AxisItem {
  readonly label: string
  readonly value: Json
}
export interface AxisRange {
  readonly kind: 'range'
  readonly from: number
  /** Inclusive. */
  readonly to: number
  readonly step: number
}
export type AxisValues = AxisRange | { readonly kind: 'list'; readonly items: readonly AxisItem[] }

/** A part of a scenario that a sweep can vary. */
export interface AxisOffer {
  /** Its path as JSON. */
  readonly key: string
  /** In torch's names: `L['x'].size()[0]`. */
  readonly label: string
  readonly group: AxisGroup
  readonly path: JsonPath
  /** As an item of the axis is labelled. */
  readonly now: string
  /** `digits`: a range of a Python int, written as text; `constants`: a list that the person types. */
  readonly form: 'numbers' | 'digits' | 'choice' | 'constants'
  /** The least number that a range may have. */
  readonly least: number
  /** What it starts with. */
  readonly values: AxisValues
}

export interface ChosenAxis {
  readonly offer: AxisOffer
  readonly values: AxisValues
}

export function countOf(values: AxisValues): number {
  if (values.kind === 'list') return values.items.length
  return Math.max(0, Math.floor((values.to - values.from) / values.step) + 1)
}

export function labelAt({ values }: ChosenAxis, at: number): string {
  return values.kind === 'list' ? (values.items[at]?.label ?? '') : String(values.from + at * values.step)
}

/** What stands at the axis's path in one step. */
export function valueAt({ offer, values }: ChosenAxis, at: number): Json {
  if (values.kind === 'list') return values.items[at]?.value ?? null
  const number = values.from + at * values.step
  return offer.form === 'digits' ? String(number) : number
}

/** The step at which the scenario itself stands; -1 where it is none of them. */
export function nowAt({ offer, values }: ChosenAxis): number {
  if (values.kind === 'list') return values.items.findIndex(({ label }) => label === offer.now)
  const at = (Number(offer.now) - values.from) / values.step
  return Number.isInteger(at) && at >= 0 && at < countOf(values) ? at : -1
}

/** The axis as it is asked for. */
export function asked(axis: ChosenAxis): SweepAxis {
  const { offer, values } = axis
  if (values.kind === 'range' && offer.form === 'numbers') {
    const { from, to, step } = values
    return { path: offer.path, values: { from, to, step } }
  }
  return { path: offer.path, values: Array.from({ length: countOf(values) }, (_, at) => valueAt(axis, at)) }
}
