/** The edit of a blob that lets a failing guard pass a call, in each of three ways. */
import type { KindJson } from '../../../../shared/scenario'
import type { Guard } from '../../../state/guards-state'
import { compileExpression } from '../../expressions'
import { identityIn } from '../../expressions/sources'
import type { Expectation, GuardManager, LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import { requiresGradOf } from '../../values/tensor-grad'
import { summary } from '../../values/summary'
import type { TensorValue, Value } from '../../values/value'
import { expressionScope } from '../expression-scope'
import { parseGlobalState } from '../global-state'
import { localState } from '../local-state'
import { valueJson } from '../own-scenario'
import { type BlobEdit, type TensorEdit, usesCpp } from './edits'
import type { Situation } from './remedy'
import { wordsOf } from './remedy-process'

/** Lets what differs be any, expects what came, or takes the guard away: the least intrusive first. */
export const WAYS = ['relax', 'expect', 'drop'] as const
export type Way = (typeof WAYS)[number]

export interface EditStep {
  readonly title: string
  readonly edits: readonly BlobEdit[]
  readonly note: string
  /** Whether it lets something be any that might be expected as it came. */
  readonly relaxes?: boolean
}

const MAY_ASSERT =
  'Code that was compiled for one size may assert it: a call of another then fails instead of compiling anew.'
const MADE_FOR = 'The compiled code was made for what the guard wanted, and runs with what it was not made for.'
const UNSEEN = 'From then on any value passes unseen there, whatever the compiled code was made for.'

/** null where no edit is known. Where a way is not open the next one is taken. */
export function editFor(situation: Situation, way: Way): EditStep | null {
  const { failure } = situation
  const { leaf, manager, value } = failure
  if (leaf === null) return dropBelow(situation, manager)
  const { expected } = leaf
  switch (expected.kind) {
    case 'tensor':
      return (way === 'drop' ? null : tensorEdit(situation, expected, value, way)) ?? drop(situation, leaf.guard)
    case 'equals':
    case 'none':
    case 'type':
      return (way === 'drop' ? null : valueEdit(situation, value)) ?? drop(situation, leaf.guard)
    case 'global-state':
      return (way === 'drop' ? null : stateEdit(situation)) ?? drop(situation, leaf.guard)
    case 'expressions':
      return expressionEdit(situation, leaf, expected.exprs, way)
    case 'aliasing':
      return drop(situation, leaf.guard ?? tensorGuard(manager))
    default:
      return drop(situation, leaf.guard)
  }
}

function drop({ tree }: Situation, guard: Guard | null): EditStep | null {
  if (guard === null || guard.source === null) return null
  const name = tree.builder.name(guard)
  const title = name === '' ? `drop ${guard.createFn}` : `drop ${guard.createFn} of ${name}`
  return { title, edits: [{ do: 'drop-guard', name, create_fn: guard.createFn }], note: UNSEEN }
}

/** All guards at a source and below it: nothing then asks for what is missing there. */
function dropBelow({ tree }: Situation, manager: GuardManager): EditStep | null {
  const { builder } = tree
  const { source } = manager
  if (source === '') return null
  const guards = builder.state.guards.filter((guard) => {
    const name = builder.name(guard)
    return name === source || name.startsWith(`${source}.`) || name.startsWith(`${source}[`)
  })
  const edits = new Map(
    guards.map((guard) => {
      const edit = { do: 'drop-guard', name: builder.name(guard), create_fn: guard.createFn } as const
      return [`${edit.create_fn} ${edit.name}`, edit]
    }),
  )
  if (edits.size === 0) return null
  return { title: `drop every guard on ${source}`, edits: [...edits.values()], note: UNSEEN }
}

const tensorGuard = ({ leaves }: GuardManager): Guard | null =>
  leaves.find(({ expected }) => expected.kind === 'tensor')?.guard ?? null

function tensorEdit(
  { tree, scenario, failure }: Situation,
  expected: Extract<Expectation, { kind: 'tensor' }>,
  value: Value | null,
  way: 'relax' | 'expect',
): EditStep | null {
  const { facts, dialect, classes } = tree.builder
  if (value?.kind !== 'tensor' || classOf(classes, value) !== expected.pytype) return null
  if (!localState(facts, dialect, scenario).matches(value.dispatchKeys ?? 0n, expected.dispatchKeys)) return null
  // no sizes stand for those of the saved tensor (TENSOR_MATCH, guards.cpp): none can be expected
  if (value.size.length === 0 && expected.size.length > 0) return null
  const at = failure.manager.source
  const sameRank = value.size.length === expected.size.length
  const dims = sameRank ? dimsEdit(expected, value, way) : rankEdit(value)
  const wantsGrad = requiresGradOf(expected.value, dialect.keepsRequiresGrad)
  const edit: TensorEdit = {
    ...dims.edit,
    ...(value.dtype === expected.value.dtype ? {} : { dtype: value.dtype }),
    ...(value.requiresGrad === wantsGrad ? {} : { requires_grad: value.requiresGrad }),
  }
  if (Object.keys(edit).length === 0) return null
  const titles = [
    ...dims.titles.map((title) =>
      way === 'relax' && sameRank ? `let ${at} ${title} be any` : `expect ${at} ${title}`,
    ),
    ...(edit.dtype === undefined ? [] : [`expect ${at} dtype ${edit.dtype}`]),
    ...(edit.requires_grad === undefined ? [] : [`expect ${at} requires_grad ${edit.requires_grad ? 'on' : 'off'}`]),
  ]
  const isOther = edit.dtype !== undefined || edit.requires_grad !== undefined
  const note = [...(dims.titles.length > 0 ? [MAY_ASSERT] : []), ...(isOther ? [MADE_FOR] : [])].join(' ')
  return { title: titles.join(', '), edits: [{ do: 'set-tensor', at, ...edit }], note, relaxes: way === 'relax' }
}

interface DimsEdit {
  readonly edit: TensorEdit
  readonly titles: readonly string[]
}

const number = (n: bigint | null): number | null => (n === null ? null : Number(n))

function dimsEdit(
  expected: Extract<Expectation, { kind: 'tensor' }>,
  value: TensorValue,
  way: 'relax' | 'expect',
): DimsEdit {
  const titles: string[] = []
  const made = (key: 'size' | 'stride'): (number | null)[] | null => {
    let differs = false
    const list = expected[key].map((want, i) => {
      const got = value[key][i] ?? null
      if (want === null || want === got) return number(want)
      differs = true
      titles.push(way === 'relax' ? `${key} at ${i}` : `${key} at ${i}: ${got}`)
      return way === 'relax' ? null : number(got)
    })
    return differs ? list : null
  }
  const size = made('size')
  const stride = value.layout === 'torch.strided' ? made('stride') : null
  return { edit: { ...(size && { size }), ...(stride && { stride }) }, titles }
}

function rankEdit({ size, stride }: TensorValue): DimsEdit {
  return {
    edit: { size: size.map(number), stride: stride.map(number) },
    titles: [`size [${size.join(', ')}]`],
  }
}

/** Whether a source leads to something in the file, and is not made of it: a key, what a function returns. */
const isSlot = (source: string): boolean => source.startsWith('L[') || source.startsWith('G[')

/** Kinds that stand for themselves, wherever they are put. */
const PLAIN = new Set<KindJson['kind']>(['none', 'bool', 'str', 'int', 'float', 'dtype', 'device'])

function valueEdit({ tree, failure }: Situation, value: Value | null): EditStep | null {
  const json = value === null ? null : valueJson(tree, value)
  if (value === null || json === null || !('kind' in json) || !PLAIN.has(json.kind)) return null
  const at = failure.manager.source
  if (!isSlot(at)) return null
  const shown = summary(value, (v) => tree.builder.repr(v))
  return { title: `expect ${at}: ${shown}`, edits: [{ do: 'set-value', at, value: json }], note: MADE_FOR }
}

function stateEdit({ tree, scenario, loading }: Situation): EditStep | null {
  const { globalState: json } = tree.builder.state
  const { globalState: actual } = scenario.process
  // a state from outside takes the place of the blob's
  if (json === null || actual === undefined || loading.guardState !== null) return null
  const saved = parseGlobalState(json)
  if (typeof saved === 'string') return null
  const keys = Object.keys(saved).filter((key) => JSON.stringify(saved[key]) !== JSON.stringify(actual[key]))
  return {
    title: `expect ${keys.flatMap((key) => wordsOf(key, actual, saved)).join(', ')}`,
    edits: keys.map((key) => ({ do: 'set-global-state', key, value: actual[key] })),
    note: MADE_FOR,
  }
}

function expressionEdit(situation: Situation, leaf: LeafGuard, exprs: readonly string[], way: Way): EditStep | null {
  const { tree, scenario } = situation
  const { builder } = tree
  const scope = expressionScope(builder, scenario)
  const failing = exprs.filter((text) => {
    const answer = compileExpression(text, builder.classes).test(scope)
    return answer.kind === 'raised' || (answer.kind === 'truth' && !answer.value)
  })
  if (leaf.guard === null) return dropAliasing(situation, failing)
  const parts = builder.state.shapeCodeParts
  if (way === 'drop' || parts === null || usesCpp(parts)) return drop(situation, leaf.guard)
  const left = parts.python.filter((text) => !failing.includes(text))
  return {
    title: failing.length > 2 ? `without ${failing.length} shape guards` : `without ${failing.join(' and ')}`,
    edits: [{ do: 'set-shape-exprs', exprs: left }],
    note: MADE_FOR,
  }
}

/** DUPLICATE_INPUT guards that make the failing parts of the one lambda for all of them. */
function dropAliasing(situation: Situation, failing: readonly string[]): EditStep | null {
  const { builder } = situation.tree
  const names = failing.flatMap((text) => identityIn(text)?.[1] ?? [])
  const guards = builder.state.guards.filter(
    (guard) => guard.createFn === 'DUPLICATE_INPUT' && names.includes(builder.name(guard)),
  )
  const steps = guards.flatMap((guard) => drop(situation, guard) ?? [])
  const [first] = steps
  if (first === undefined) return null
  return {
    title: steps.map(({ title }) => title).join(', '),
    edits: steps.flatMap(({ edits }) => edits),
    note: first.note,
  }
}
