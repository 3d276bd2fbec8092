/** Walks over the settings for the tests: of fast-check, and the recorder that does them in a real torch. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { PrecisionAction, PrecisionState } from '../../../shared/precision'
import { act, cellsOf, partsOf, startState } from '../interpret'
import type { PrecisionRules } from '../rules'

const recorder = fileURLToPath(new URL('../../../scripts/record-precision.py', import.meta.url))

/** Actions that torch takes, and those it refuses for what they ask. */
export function anyAction(rules: PrecisionRules): fc.Arbitrary<PrecisionAction> {
  const precision = fc.constantFrom(...rules.precisions.map(({ name }) => name))
  const node = fc.constantFrom(...cellsOf(rules)).map((cell) => partsOf(rules, cell))
  return fc.oneof(
    fc.record({ node, value: precision }).map(({ node: { backend, op }, value }): PrecisionAction => ({
      kind: 'node',
      backend: backend?.name ?? '',
      op,
      value,
    })),
    fc.record({
      kind: fc.constant('attribute' as const),
      name: fc.constantFrom(...rules.attributes.filter(({ writes }) => writes !== null).map(({ name }) => name)),
      value: precision,
    }),
    fc.record({
      kind: fc.constant('legacy' as const),
      name: fc.constantFrom(...rules.flags.map(({ name }) => name)),
      value: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('matmul' as const), value: fc.constantFrom(...rules.matmul.levels.keys()) }),
  )
}

/** A state that a process can come to. */
export function anyState(rules: PrecisionRules): fc.Arbitrary<PrecisionState> {
  return fc.array(anyAction(rules), { maxLength: 8 }).map((actions) => after(rules, startState(rules), actions))
}

export const after = (
  rules: PrecisionRules,
  state: PrecisionState,
  actions: readonly PrecisionAction[],
): PrecisionState => actions.reduce((at, action) => act(rules, at, action).state, state)

/** What a step of the recorder does: an action, or a line of Python. */
export type Played = PrecisionAction | { readonly kind: 'python'; readonly value: string }

/** Runs the recorder; its recording as JSON. */
export function record(python: string, folder: string, options: readonly string[]): unknown {
  const out = join(folder, 'recording.json')
  execFileSync(python, [recorder, out, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
  return JSON.parse(readFileSync(out, 'utf8'))
}

/** Each walk in a process of its own. */
export function play(python: string, folder: string, walks: readonly (readonly Played[])[]): unknown {
  const file = join(folder, 'walks.json')
  writeFileSync(file, JSON.stringify(walks))
  return record(python, folder, ['--play', file])
}
