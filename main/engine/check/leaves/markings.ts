/** Dimension markings of a tensor: which a guard wants absent, and which it lets through (DIMENSION_DYNAMIC_MARKING_GUARD, guards.cpp). */
import type { GuardBuilder } from '../../builder'
import type { Allowed, Expectation, LeafGuard } from '../../manager'
import { recordedCode } from '../../recorded'
import type { Guard } from '../../../state/guards-state'
import type { TensorValue, Value } from '../../values/value'
import type { LeafCheck } from '../leaf'
import type { Tri } from '../semantics'

type Expected = Extract<Expectation, { kind: 'markings' }>

/** torch looks at one attribute that each marking sets, then at the markings themselves. */
const MARKED = '_has_dynamo_dim_marking'

export function markings(builder: GuardBuilder, leaf: LeafGuard, expected: Expected): LeafCheck {
  const { absent, allowed = NONE } = expected
  if (allowed !== NONE) return someMarkings(builder, leaf, expected)
  return {
    leaf,
    test: (value) => {
      if (value.kind !== 'tensor') return value.kind === 'unknown' ? null : true
      return value.attrs.size === 0 || !absent.some((name) => value.attrs.has(name))
    },
    explain: () => [`${MARKED} is present on runtime tensor but was absent at compile time`],
  }
}

const NONE: readonly Allowed[] = []

/** A guard made from a marked tensor: the subset rule, then what must be absent, then what hangs on a marking. */
function someMarkings(builder: GuardBuilder, leaf: LeafGuard, expected: Expected): LeafCheck {
  const { absent, allowed = NONE, dependent = [] } = expected
  /** What is wrong; null where nothing is, undefined where that is not known. */
  const misfit = (tensor: TensorValue): string | null | undefined => {
    for (const { name, dims, text } of allowed) {
      const marked = dimsOf(tensor.attrs.get(name))
      if (marked === undefined) return undefined
      if (marked?.some((dim) => !dims.has(dim)) === true)
        return `${name} not a subset: runtime {${marked.join(', ')}} is not a subset of compiled ${text}`
    }
    const extra = absent.find((name) => tensor.attrs.has(name))
    if (extra !== undefined) return `${extra} should be absent but is present on runtime tensor`
    for (const { name, on, text } of dependent) {
      const value = tensor.attrs.get(name)
      if (!tensor.attrs.has(on) || (value === undefined && text === 'None')) continue
      if (value === undefined) return `${name} expected ${text} but attribute is absent on runtime tensor`
      const same = hasRepr(builder, value, text)
      if (same === null) return undefined
      if (!same) return `${name} mismatch: expected ${text}`
    }
    return null
  }
  return {
    leaf,
    test(value): Tri {
      if (value.kind !== 'tensor') return value.kind === 'unknown' ? null : true
      if (value.attrs.size === 0) return true
      const what = misfit(value)
      return what === undefined ? null : what === null
    },
    explain(value) {
      const what = value.kind === 'tensor' ? misfit(value) : null
      return leaf.cls === 'DYNAMIC_INDICES' || what == null ? leaf.parts : [what]
    },
    unknown: () => 'the scenario does not give the dimensions that are marked',
  }
}

/** The marked dimensions in order; null where there is no such marking, undefined where they are not known. */
function dimsOf(value: Value | undefined): bigint[] | null | undefined {
  if (value === undefined) return null
  if (value.kind !== 'set') return undefined
  const dims = value.items.flatMap((item) => (item.kind === 'int' ? [item.value] : []))
  return dims.length < value.items.length ? undefined : dims.sort((a, b) => Number(a - b))
}

/** Whether a value is the one that a repr shows; null for dicts of several keys, whose order it hangs on. */
function hasRepr(builder: GuardBuilder, value: Value, text: string): Tri {
  const shown = builder.repr(value)
  if (shown === null) return null
  return shown === text || (value.kind === 'dict' && value.entries.length > 1 ? null : false)
}

/** The markings that a guard on a tensor was made with, as its recorded code tells them; null where there is no code. */
export function recordedMarkings(guard: Guard, name: string): { code: string[]; expected: Expected } | null {
  const code: string[] = []
  const seen = new Set<string>()
  const absent: string[] = []
  const allowed: Allowed[] = []
  const dependent: { name: string; on: string; text: string }[] = []
  for (const line of recordedCode(guard)) {
    const marking = readLine(line, name)
    if (marking === null) continue
    // the code of a second build
    if (seen.has(marking.name)) break
    seen.add(marking.name)
    code.push(line)
    if (marking.kind === 'absent') absent.push(marking.name)
    else if (marking.kind === 'subset')
      allowed.push({ name: marking.name, dims: new Set(intsIn(marking.text)), text: marking.text })
    else dependent.push(marking)
  }
  return code.length === 0 ? null : { code, expected: { kind: 'markings', absent, allowed, dependent } }
}

type Line =
  | { readonly kind: 'absent'; readonly name: string }
  | { readonly kind: 'subset'; readonly name: string; readonly text: string }
  | { readonly kind: 'dependent'; readonly name: string; readonly on: string; readonly text: string }

/** The three forms that GuardBuilder.TENSOR_MATCH writes; the subset is read from the attribute itself up to 2.12. */
function readLine(line: string, name: string): Line | null {
  const inside = (prefix: string): string | null => (line.startsWith(prefix) ? line.slice(prefix.length) : null)
  const [, absent] = /^'(_dynamo_\w+)'\) == False$/.exec(inside(`hasattr(${name}, `) ?? '') ?? []
  if (absent !== undefined) return { kind: 'absent', name: absent }
  const tail = `\\) if hasattr\\(.*, '(_dynamo_\\w+)'\\) else True\\)$`
  const got = inside(`((getattr(${name}, `)
  const direct = inside(`((${name}.`)
  const [, first, set] =
    new RegExp(`^'(_dynamo_\\w+)', set\\(\\)\\)\\.issubset\\((.*)\\)${tail}`).exec(got ?? '') ??
    new RegExp(`^(_dynamo_\\w+)\\.issubset\\((.*)\\)${tail}`).exec(direct ?? '') ??
    []
  if (first !== undefined && set !== undefined) return { kind: 'subset', name: first, text: set }
  const [, of, text, on] = new RegExp(`^'(_dynamo_\\w+)', None\\) == (.*)${tail}`).exec(got ?? '') ?? []
  return of !== undefined && text !== undefined && on !== undefined ? { kind: 'dependent', name: of, on, text } : null
}

const intsIn = (text: string): bigint[] => (text.match(/\d+/g) ?? []).map(BigInt)
