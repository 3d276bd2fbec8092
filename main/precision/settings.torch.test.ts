import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startState } from './interpret'
import { pythonBetween } from './python-lines'
import { type Recording, parseRecording, replay } from './recording'
import type { PrecisionRules } from './rules'
import { type Played, after, anyAction, play, record } from './testing/walks'
import { rulesFor } from './versions'

const own = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const others = (process.env['GUARDSCOPE_TORCH_PYTHONS'] ?? '').split(delimiter).filter((path) => path !== '')
/** Another at each run; GUARDSCOPE_SEED=7 npm run test:torch repeats one. */
const SEED = Number(process.env['GUARDSCOPE_SEED'] ?? Date.now() % 1_000_000)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-precision-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A torch before 2.9 has no such settings. */
const hasSettings = (python: string): boolean => {
  const version = execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' })
  return rulesFor(version.trim()) !== null
}

describe.each([own, ...others.filter(hasSettings)])('%s', (python) => {
  it(`walks that torch has only just taken, of seed ${SEED}, are answered as torch did`, () => {
    for (const options of [['--wild'], []]) {
      const recording = parsed(
        record(python, folder, ['--seed', String(SEED), '--walks', '150', '--steps', '10', ...options]),
      )
      const rules = rulesOf(recording)
      const { checked, differences } = replay(rules, recording)
      expect(differences.slice(0, 5)).toEqual([])
      expect(checked).toBeGreaterThan(15_000)
    }
  })

  it(`the Python between two states, of seed ${SEED}, brings a real process there, and it goes on as if it had always been`, () => {
    const rules = rulesOf(parsed(record(python, folder, ['--walks', '1'])))
    const actions = fc.array(anyAction(rules), { maxLength: 7 })
    const journeys = fc.sample(
      fc.record({ there: actions, goal: actions, on: fc.array(anyAction(rules), { minLength: 3, maxLength: 3 }) }),
      {
        numRuns: 150,
        seed: SEED,
      },
    )
    const walks = journeys.map(({ there, goal, on }) => {
      const from = after(rules, startState(rules), there)
      const to = after(rules, startState(rules), goal)
      const { lines, notes } = pythonBetween(rules, from, to)
      // one that cannot come to a default reads the same only until the next change
      return { there, lines, to, on: notes.length > 0 ? [] : on }
    })
    const recording = play(
      python,
      folder,
      walks.map(({ there, lines, on }): Played[] => [
        ...there,
        ...lines.map((value): Played => ({ kind: 'python', value })),
        ...on,
      ]),
    ) as Recording
    // what torch says at the end of the lines, and after each step from there, beside a model that began at the goal
    const whole = walks.filter(({ on }) => on.length > 0).length
    expect(whole).toBeGreaterThan(30)
    for (const [i, { there, lines, to, on }] of walks.entries()) {
      const [end, steps] = partOf(recording, i, there.length + lines.length)
      for (const [model, state] of [
        [to, end] as const,
        ...on.map((_, n) => [after(rules, to, on.slice(0, n + 1)), steps[n]] as const),
      ])
        expect({ lines, differences: misread(rules, model, state) }).toEqual({ lines, differences: [] })
    }
  })
})

type State = Recording['traces'][number]['initial']

function partOf({ traces }: Recording, walk: number, length: number): readonly [State | undefined, readonly State[]] {
  const trace = traces[walk]
  const states = [trace?.initial, ...(trace?.steps ?? []).map(({ state }) => state)].filter((one) => one !== undefined)
  return [states[length], states.slice(length + 1)]
}

/** What a recorded state says otherwise than a state of the model. */
function misread(rules: PrecisionRules, model: ReturnType<typeof startState>, state: State | undefined): unknown {
  if (state === undefined) return 'nothing recorded'
  const start = { env: '', ...model, cells: new Map(Object.entries(model.cells)), fallback: 'tf32' }
  return replay({ ...rules, starts: [start] }, { torch: rules.torch, traces: [{ initial: state, steps: [] }] })
    .differences
}

function parsed(json: unknown): Recording {
  const recording = parseRecording(json)
  if (typeof recording === 'string') throw new Error(recording)
  return recording
}

function rulesOf({ torch }: Recording): PrecisionRules {
  const chosen = rulesFor(torch)
  if (chosen === null) throw new Error(`torch ${torch} has no fp32_precision`)
  return chosen.rules
}
