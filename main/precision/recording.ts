/** A recorded walk over the settings of a real torch, and how the model answers each of its steps. */
import * as z from 'zod/mini'
import type { PrecisionAction, PrecisionOutcome, PrecisionState } from '../../shared/precision'
import { act, cellsOf, readAttribute, readCell, readLegacy, startState } from './interpret'
import { heldIn } from './reading'
import type { PrecisionRules } from './rules'

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Outcome = z.union([z.strictObject({ value: Value }), z.strictObject({ error: z.string(), message: z.string() })])
const Readings = z.record(z.string(), Outcome)
const Action: z.ZodMiniType<PrecisionAction> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('node'), backend: z.string(), op: z.string(), value: Value }),
  z.strictObject({ kind: z.literal('attribute'), name: z.string(), value: Value }),
  z.strictObject({ kind: z.literal('legacy'), name: z.string(), value: Value }),
  z.strictObject({ kind: z.literal('matmul'), value: Value }),
])
const State = z.strictObject({
  nodes: Readings,
  attributes: z.optional(Readings),
  legacy: z.optional(Readings),
  /** Keys of `GlobalStateGuard().__getstate__()`, null for those that it leaves out. */
  global_state: z.optional(Readings),
})

/** As `scripts/record-precision.py` writes it. */
const RecordingSchema = z.object({
  torch: z.string(),
  traces: z.array(
    z.object({
      initial: State,
      steps: z.array(z.object({ do: Action, result: Outcome, state: State })),
    }),
  ),
})
export type Recording = z.infer<typeof RecordingSchema>
type RecordedState = z.infer<typeof State>

/** One value on which torch and the model part. */
export interface Difference {
  readonly trace: number
  /** -1 for the state that the trace begins in. */
  readonly step: number
  /** `nodes cuda.matmul`, `result` */
  readonly what: string
  readonly torch: string
  readonly model: string
}

export interface Replayed {
  readonly checked: number
  readonly differences: readonly Difference[]
}

/** The recording in a JSON value, or in one line why it is none. */
export function parseRecording(json: unknown): Recording | string {
  const result = RecordingSchema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  return `it is no recording of precision settings: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'other shape'}`
}

export function replay(rules: PrecisionRules, { traces }: Recording): Replayed {
  let checked = 0
  const differences: Difference[] = []
  for (const [trace, { initial, steps }] of traces.entries()) {
    let state = bestStart(rules, initial)
    const compare = (step: number, what: string, torch: PrecisionOutcome, model: PrecisionOutcome): void => {
      checked++
      const [theirs, ours] = [text(torch), text(model)]
      if (theirs !== ours) differences.push({ trace, step, what, torch: theirs, model: ours })
    }
    const compareState = (step: number, recorded: RecordedState): void => {
      for (const [what, torch, model] of pairs(rules, state, recorded)) compare(step, what, torch, model)
    }
    compareState(-1, initial)
    for (const [step, { do: action, result, state: after }] of steps.entries()) {
      const done = act(rules, state, action)
      state = done.state
      compare(step, 'result', result, done.result)
      compareState(step, after)
    }
  }
  return { checked, differences }
}

/** Of the states that a process can begin in, the one that fits the recording best: nothing else says how it was started. */
function bestStart(rules: PrecisionRules, recorded: RecordedState): PrecisionState {
  const misfits = (state: PrecisionState): number =>
    pairs(rules, state, recorded).filter(([, torch, model]) => text(torch) !== text(model)).length
  const states = rules.starts.map(({ env }) => startState(rules, env))
  return [...states].sort((a, b) => misfits(a) - misfits(b))[0] ?? startState(rules)
}

/** What was read of torch, each beside what the model reads. */
function pairs(
  rules: PrecisionRules,
  state: PrecisionState,
  recorded: RecordedState,
): (readonly [what: string, torch: PrecisionOutcome, model: PrecisionOutcome])[] {
  const cells = new Set(cellsOf(rules))
  const none = (name: string): PrecisionOutcome => ({ error: 'KeyError', message: `the model has no ${name}` })
  const read: { readonly [K in keyof RecordedState]-?: (name: string) => PrecisionOutcome } = {
    nodes: (name) => (cells.has(name) ? { value: readCell(rules, state, name).value } : none(name)),
    attributes: (name) => readAttribute(rules, state, name),
    legacy: (name) => {
      const reader = rules.readers.find((one) => one.name === name)
      return reader === undefined ? none(name) : readLegacy(rules, state, reader)
    },
    global_state: (name) => {
      for (const { key, cell, holds, formerly } of rules.guardKeys) {
        const found = key === name ? holds : formerly?.key === name ? formerly.holds : null
        const value = found === null ? undefined : heldIn(rules, state, cell, found)
        if (value !== undefined) return { value }
      }
      // a torch that has no such key writes none
      return { value: null }
    },
  }
  return (Object.keys(read) as (keyof typeof read)[]).flatMap((group) =>
    Object.entries(recorded[group] ?? {}).map(
      ([name, torch]) => [`${group} ${name}`, torch, read[group](name)] as const,
    ),
  )
}

function text(outcome: PrecisionOutcome): string {
  return 'error' in outcome ? `${outcome.error}: ${outcome.message}` : JSON.stringify(outcome.value)
}
