/** What a guard wants, as the parts of its line: each with the value that an edit would set. */
import type { ValueJson } from '../../../shared/scenario'
import { dictEntries } from '../../pickle/access'
import type { Guard } from '../../state/guards-state'
import type { BuiltTree } from '../build'
import type { GuardBuilder } from '../builder'
import { dispatchKeySetText, keySet } from '../dispatch-keys'
import { keywordsNode } from '../edit/guard-nodes'
import { expectedRows } from '../expected-rows'
import type { LeafGuard } from '../manager'
import { classOf } from '../values/attributes'
import { requiresGradOf } from '../values/tensor-grad'
import type { TensorValue, Value } from '../values/value'
import { literalOf, literalText } from './literal'

/** How the line of a kind is read: a tensor's fields, a literal, a class that follows from the value, or keywords alone. */
export type Family = 'tensor' | 'value' | 'type' | 'keywords'

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ['TENSOR_MATCH', 'tensor'],
  ['CONSTANT_MATCH', 'value'],
  ['EQUALS_MATCH', 'value'],
  ['BOOL_MATCH', 'value'],
  ['TYPE_MATCH', 'type'],
])

export const familyOf = (createFn: string): Family => FAMILIES.get(createFn) ?? 'keywords'

/** What stands without a name. */
export const BARE = ''

/** One part of a line; `value` as an edit takes it. */
export interface Part {
  readonly text: string
  readonly value: PartValue
}
export type PartValue =
  | { readonly of: 'literal'; readonly json: ValueJson }
  | { readonly of: 'dims'; readonly dims: readonly (number | null)[] }
  | { readonly of: 'name'; readonly name: string }
  | { readonly of: 'bool'; readonly is: boolean }
  /** A DispatchKeySet's raw representation. */
  | { readonly of: 'keys'; readonly raw: string }

/** By name, in the order in which they are written; BARE for the one without. */
export type Parts = ReadonlyMap<string, Part>

export interface GuardParts {
  readonly parts: Parts
  /** What cannot be changed in the text. */
  readonly told: string
}

/** Keywords that a line shows in a comment alone. */
const NOT_EDITED: ReadonlySet<string> = new Set(['value', 'source_b', 'recompile_hint'])
/** A class name that reads back as it stands. */
const PLAIN_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/
/** A literal that is longer is told in a comment. */
const LONGEST = 4000

/** `leaves`: those that the guard adds to the tree. */
export function guardParts({ builder, problems }: BuiltTree, guard: Guard, leaves: readonly LeafGuard[]): GuardParts {
  const problem = problems.find((one) => one.guard === guard)
  if (problem !== undefined) {
    const { parts } = plainParts(builder, guard, leaves)
    return { parts, told: `torch would not load this: ${problem.message}` }
  }
  return plainParts(builder, guard, leaves)
}

function plainParts(builder: GuardBuilder, guard: Guard, leaves: readonly LeafGuard[]): GuardParts {
  switch (familyOf(guard.createFn)) {
    case 'tensor': {
      const isOther = leaves.length > 0 && leaves.every(({ cls }) => cls !== 'TENSOR_MATCH')
      const parts = isOther ? null : tensorParts(builder, guard)
      return parts === null ? { parts: new Map(), told: toldBy(builder, leaves) } : { parts, told: '' }
    }
    case 'value': {
      const part = valuePart(valueOf(builder, guard))
      if (part === null) return { parts: new Map(), told: toldBy(builder, leaves) }
      return { parts: new Map([[BARE, part]]), told: hintOf(builder, guard) }
    }
    case 'type': {
      const part = typePart(builder, guard, leaves)
      return part === null ? { parts: new Map(), told: toldBy(builder, leaves) } : { parts: new Map([[BARE, part]]), told: '' } // prettier-ignore
    }
    case 'keywords': {
      const parts = keywordParts(builder, guard)
      return { parts, told: parts.size > 0 ? '' : toldBy(builder, leaves) }
    }
  }
}

export function valueOf(builder: GuardBuilder, guard: Pick<Guard, 'source'>): Value | null {
  return guard.source === null ? null : builder.evaluator.tryGet(guard.source)
}

/** The literal of a value; null where the text cannot set it. */
export function valuePart(value: Value | null): Part | null {
  const json = value === null ? null : literalOf(value)
  const text = json === null ? null : literalText(json)
  if (json === null || text === null || text.length > LONGEST) return null
  return { text, value: { of: 'literal', json } }
}

function typePart(builder: GuardBuilder, guard: Guard, leaves: readonly LeafGuard[]): Part | null {
  const expected = leaves.find(({ expected: { kind } }) => kind === 'type')?.expected
  const name = expected?.kind === 'type' ? expected.type?.name : classNameOf(builder, guard)
  return name === undefined || name === null || !PLAIN_NAME.test(name) ? null : named(name)
}

export function classNameOf(builder: GuardBuilder, guard: Pick<Guard, 'source'>): string | null {
  const value = valueOf(builder, guard)
  return value === null ? null : (classOf(builder.classes, value)?.name ?? null)
}

const named = (name: string): Part => ({ text: name, value: { of: 'name', name } })

export const dimsText = (dims: readonly (number | null)[]): string => `[${dims.map((dim) => dim ?? 'any').join(', ')}]`

/** The fields of TENSOR_MATCH; null where the file does not hold the tensor. `carried`: the guard's own keyword. */
export function tensorParts(builder: GuardBuilder, guard: Pick<Guard, 'source' | 'keywords'>): Parts | null {
  const { source } = guard
  const carried = guard.keywords.get('value')
  const given = carried === undefined ? null : builder.values.read(carried)
  const value = given?.kind === 'tensor' ? given : valueOf(builder, guard)
  const sizes = source === null ? null : builder.sizesOf(source)
  if (value?.kind !== 'tensor' || sizes === null) return null
  const parts = new Map<string, Part>()
  const pytype = (value.pytype ?? value.type)?.name
  if (pytype !== undefined && PLAIN_NAME.test(pytype)) parts.set(BARE, named(pytype))
  for (const [name, dims] of [
    ['size', sizes.size],
    ['stride', sizes.stride],
  ] as const) {
    // prettier-ignore
    const list = dims.map((dim) => (dim === null ? null : Number(dim)))
    parts.set(name, { text: dimsText(list), value: { of: 'dims', dims: list } })
  }
  parts.set('dtype', named(value.dtype))
  const device = deviceText(value)
  if (device !== null) parts.set('device', named(device))
  if (builder.dialect.keepsRequiresGrad) {
    const is = requiresGradOf(value, true)
    parts.set('requires_grad', { text: is ? 'True' : 'False', value: { of: 'bool', is } })
  }
  if (value.dispatchKeys !== null)
    parts.set('dispatch_keys', keysPart(builder.facts.table.dispatch_keys, value.dispatchKeys))
  return parts
}

function deviceText({ device }: TensorValue): string | null {
  if (device?.kind !== 'device') return null
  return device.device + (device.index === null ? '' : `:${device.index}`)
}

type KeyTable = Parameters<typeof dispatchKeySetText>[0]

/** Keys by name, where the names say it all; else the number. */
export function keysPart(table: KeyTable, raw: bigint): Part {
  const names = namesIn(dispatchKeySetText(table, raw))
  const isNamed = keySet(table, names) === raw
  return { text: isNamed ? `[${names.join(', ')}]` : raw.toString(), value: { of: 'keys', raw: raw.toString() } }
}

function namesIn(text: string): string[] {
  const inner = /^DispatchKeySet\((.*)\)$/.exec(text)?.[1] ?? ''
  return inner === '' ? [] : inner.split(', ')
}

/** What the guard's functools.partial carries, as far as it is plain. */
function keywordParts(builder: GuardBuilder, guard: Guard): Parts {
  const parts = new Map<string, Part>()
  const node = keywordsNode(guard)
  for (const [key, value] of node === null ? [] : dictEntries(node)) {
    if (key.kind !== 'str' || NOT_EDITED.has(key.value) || !PLAIN_NAME.test(key.value)) continue
    const part = valuePart(builder.values.read(value))
    if (part !== null) parts.set(key.value, part)
  }
  return parts
}

function hintOf(builder: GuardBuilder, guard: Guard): string {
  const node = guard.keywords.get('recompile_hint')
  const hint = node === undefined ? null : builder.values.read(node)
  return hint?.kind === 'str' && hint.value !== '' ? `hint: ${hint.value}` : ''
}

const MOST_ROWS = 6

/** What the leaves want, where no part of the line says it. */
function toldBy(builder: GuardBuilder, leaves: readonly LeafGuard[]): string {
  const [leaf] = leaves
  if (leaf === undefined) return ''
  const { kind } = leaf.expected
  if (kind === 'global-state') return 'the global state above'
  if (kind === 'expressions' && leaf.guard?.createFn === 'SHAPE_ENV') return 'the shape expressions above'
  if (kind === 'callable') return leaf.code[0] ?? ''
  const rows = leaves
    .flatMap((one) => expectedRows(builder, one))
    .map(({ name, value }, i, all) => (name === all[i - 1]?.name ? value : `${name} ${value}`))
  return rows.length > MOST_ROWS
    ? `${rows.slice(0, MOST_ROWS).join(', ')} and ${rows.length - MOST_ROWS} more`
    : rows.join(', ')
}

/** A line without its indent. */
export function guardText(createFn: string, parts: Parts): string {
  return [createFn, ...[...parts].map(([name, { text }]) => (name === BARE ? text : `${name}=${text}`))].join(' ')
}
