/** What a change of the settings would do, before it is made. */
import type {
  ChangedNode,
  ChangedReader,
  LegacyReader,
  PrecisionAction,
  PrecisionChange,
  PrecisionHeld,
  PrecisionOutcome,
  PrecisionPreview,
  PrecisionReading,
  PrecisionState,
} from '../../shared/precision'
import { type Done, act, cellsOf, startState } from './interpret'
import { pythonBetween } from './python-lines'
import { pythonRepr } from './python-value'
import { nameOf, readAll } from './reading'
import { NONE, type PrecisionRules } from './rules'

/** Throws a RangeError for a preset that is none. */
export function previewOf(rules: PrecisionRules, state: PrecisionState, change: PrecisionChange): PrecisionPreview {
  const { title, done } = changeOf(rules, state, change)
  const [before, after] = [readAll(rules, state), readAll(rules, done.state)]
  const { lines, notes } = pythonBetween(rules, state, done.state)
  return {
    title,
    after,
    result: done.result,
    warning: done.warning,
    nodes: changedNodes(before, after),
    legacy: changedReaders(before, after),
    guardKeys: before.guardKeys.flatMap((was, i) => {
      const is = after.guardKeys[i]
      return is === undefined ? [] : [{ key: was.key, before: heldOf(was), after: heldOf(is) }]
    }),
    python: { lines, notes },
  }
}

function changeOf(
  rules: PrecisionRules,
  state: PrecisionState,
  change: PrecisionChange,
): { readonly title: string; readonly done: Done } {
  if (change.kind === 'act') return { title: titleOf(rules, change.action), done: act(rules, state, change.action) }
  const preset = rules.presets.find(({ name }) => name === change.name)
  if (preset === undefined) throw new RangeError(`no such preset: ${change.name}`)
  const { label: title, to } = preset
  if (to.kind === 'level') return { title, done: act(rules, state, { kind: 'matmul', value: to.level }) }
  const [top, ...others] = cellsOf(rules)
  const goal =
    to.kind === 'start'
      ? { ...startState(rules), stray: state.stray }
      : {
          ...state,
          matmul: to.matmul,
          cudnn: to.cudnn,
          cells: Object.fromEntries([[top, to.value], ...others.map((cell) => [cell, NONE])]),
        }
  return { title, done: { state: goal, result: { value: null }, warning: '' } }
}

function titleOf(rules: PrecisionRules, action: PrecisionAction): string {
  const value = typeof action.value === 'string' ? action.value : pythonRepr(action.value)
  if (action.kind === 'node') return `${nameOf(rules, `${action.backend}.${action.op}`)} = ${value}`
  return action.kind === 'matmul' ? `set_float32_matmul_precision("${value}")` : `${action.name} = ${value}`
}

function changedNodes(now: PrecisionReading, next: PrecisionReading): ChangedNode[] {
  return now.nodes.flatMap((before, i): ChangedNode[] => {
    const after = next.nodes[i]
    if (after === undefined || (after.raw === before.raw && after.value === before.value)) return []
    const { cell, name } = before
    return [{ cell, name, before: shown(before), after: shown(after) }]
  })
}

const heldOf = ({ reads, value }: PrecisionHeld): PrecisionHeld => ({ reads, value })

const shown = ({ raw, value }: PrecisionReading['nodes'][number]): ChangedNode['before'] => ({ raw, value })

function changedReaders(now: PrecisionReading, next: PrecisionReading): ChangedReader[] {
  return now.legacy.flatMap((before, i): ChangedReader[] => {
    const after = next.legacy[i]
    const change = after === undefined ? null : changeBetween(before, after)
    if (after === undefined || change === null) return []
    const { name, page } = before
    return [{ name, change, before: before.reads, after: after.reads, why: after.why, page }]
  })
}

function changeBetween(
  { reads: before }: LegacyReader,
  { reads: after }: LegacyReader,
): ChangedReader['change'] | null {
  if ('error' in after) return 'error' in before ? null : 'raises'
  if ('error' in before) return 'recovers'
  return sameValue(before, after) ? null : 'reads'
}

function sameValue(a: PrecisionOutcome, b: PrecisionOutcome): boolean {
  return 'value' in a && 'value' in b && a.value === b.value
}
