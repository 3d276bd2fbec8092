import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { type Compared, compareScenarios } from './testing/agreement'
import { corpusIn } from './testing/corpus'

const python = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const recorder = fileURLToPath(new URL('../../scripts/record-scenarios', import.meta.url))

/** Another at each run; GUARDSCOPE_SEED=7 npm run test:torch repeats one. */
const SEED = process.env['GUARDSCOPE_SEED'] ?? String(Date.now() % 1_000_000)
const COUNT = 700
/** Comments shorten file names by it. */
const TORCH_FOLDER = "import importlib.util, os; print(os.path.dirname(importlib.util.find_spec('torch').origin))"

/**
 * Shares that a run may reach. Over ten seeds of 2.13.0, 7,028 scenarios, none was answered wrongly and 8 were unknown after
 * loading; as saved, 26 were unknown. One or two of a new seed's 700 may find a cause that is not known yet: it is printed.
 */
const MOST = { wrongChecks: 0.004, otherTexts: 0.01, unknown: 0.02, unknownAsSaved: 0.06 }

it(`scenarios that torch has only just answered, of seed ${SEED}, are answered as torch did or are unknown`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-scenarios-'))
  try {
    const options = ['--out', folder, '--seed', SEED, '--count', String(COUNT)]
    execFileSync(python, [recorder, ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
    const torchFolder = execFileSync(python, ['-c', TORCH_FOLDER], { encoding: 'utf8' }).trim()
    const compared = corpusIn(pathToFileURL(`${folder}/`)).map(({ name, bytes, sidecar }) => {
      const { frame, global_state: globalState, env_at_save: env = 'none', scenarios = [] } = sidecar
      const locals = [...frame.co_varnames, ...frame.co_freevars]
      return { name, ...compareScenarios(bytes, scenarios, locals, { globalState, env }, { torchFolder }) }
    })
    const loaded = tally(compared.map(({ name, answers }) => [name, answers]))
    const asSaved = tally(compared.map(({ name, asSaved }) => [name, asSaved]))
    console.log([`seed ${SEED}`, ...lines('after loading', loaded), ...lines('before saving', asSaved)].join('\n'))

    expect(loaded.of).toBeGreaterThanOrEqual(COUNT)
    expect(loaded.wrongChecks.length / loaded.of).toBeLessThanOrEqual(MOST.wrongChecks)
    expect(loaded.otherTexts.length / loaded.of).toBeLessThanOrEqual(MOST.otherTexts)
    expect(loaded.unknown.length / loaded.of).toBeLessThanOrEqual(MOST.unknown)
    expect(asSaved.wrongChecks.length / asSaved.of).toBeLessThanOrEqual(MOST.wrongChecks)
    expect(asSaved.otherTexts.length / asSaved.of).toBeLessThanOrEqual(MOST.otherTexts)
    expect(asSaved.unknown.length / asSaved.of).toBeLessThanOrEqual(MOST.unknownAsSaved)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

interface Tally {
  readonly of: number
  readonly agreed: number
  readonly unknown: readonly string[]
  /** Another check or result. */
  readonly wrongChecks: readonly string[]
  /** The right check with other code parts, or another number of guards executed. */
  readonly otherTexts: readonly string[]
}

function tally(blobs: readonly (readonly [string, readonly Compared[]])[]): Tally {
  const all = blobs.flatMap(([name, answers]) =>
    answers.map(({ scenario, guard, difference }) => ({ where: `${name}, ${scenario} (${guard})`, difference })),
  )
  const of = (...whats: readonly string[]): string[] =>
    all.flatMap(({ where, difference }) =>
      difference !== null && whats.includes(difference.what)
        ? [`${where}: torch ${difference.torch}, here ${difference.ours}`.slice(0, 400)]
        : [],
    )
  return {
    of: all.length,
    agreed: all.filter(({ difference }) => difference === null).length,
    unknown: of('unknown', 'parts unknown'),
    wrongChecks: of('check', 'result'),
    otherTexts: of('parts', 'executed'),
  }
}

const lines = (when: string, { of, agreed, unknown, wrongChecks, otherTexts }: Tally): string[] => [
  `${when}: ${agreed} of ${of} agreed, ${unknown.length} unknown, ${wrongChecks.length} wrong, ${otherTexts.length} with another text or count`,
  ...[...wrongChecks, ...otherTexts].map((text) => `  ${text}`),
]
