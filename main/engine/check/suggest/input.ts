/** Looks for the fewest changes of a call that make all of it pass: guard by guard, and back where one leads nowhere. */
import type { Answer, Json, JsonPath, ScenarioChange, Suggestion } from '../../../../shared/replay'
import type { ScenarioJson } from '../../../../shared/scenario'
import type { BuiltTree } from '../../build'
import { applyChanges } from '../change'
import type { Checker } from '../checker'
import type { Failure } from '../checker/debug-info'
import { eachValue } from '../json-parts'
import type { LoadingProcess } from '../loading-process'
import { readScenario, type Scenario } from '../scenario'
import { ScenarioError } from '../scenario/parse'
import type { Tri } from '../semantics'
import { titleOf } from './blob'
import { remediesFor } from './remedies'
import type { Remedy } from './remedy'

const MOST_OFFERED = 5
/** Checks of one search; fewer where a scenario is so large that reading it takes long. */
const MOST_CHECKS = 400
const MOST_VALUES_READ = 4_000_000
/** Ways on that are tried from one failure. */
const MOST_WAYS = 6

interface Branch {
  readonly json: ScenarioJson
  readonly titles: readonly string[]
  readonly notes: readonly string[]
  readonly changes: readonly ScenarioChange[]
  /** Paths that were changed, and whether by trying. */
  readonly touched: readonly { readonly path: JsonPath; readonly solved: boolean }[]
}

export function inputSuggestions(
  tree: BuiltTree,
  loading: LoadingProcess,
  checker: Checker,
  scenario: ScenarioJson,
): Suggestion[] {
  const search = new InputSearch(tree, loading, checker, checksFor(scenario))
  search.follow({ json: scenario, titles: [], notes: [], changes: [], touched: [] })
  const found = search.passing.length > 0 ? search.passing : search.partial()
  return found
    .sort((a, b) => costOf(a) - costOf(b))
    .slice(0, MOST_OFFERED)
    .map(({ titles, notes, changes, check }) => ({
      of: 'input',
      title: titleOf(titles),
      changes,
      edits: [],
      check: ANSWERS[String(check)] ?? 'unknown',
      note: [...new Set(notes)].join(' '),
    }))
}

const ANSWERS: Readonly<Record<string, Answer>> = { true: 'true', false: 'false', null: 'unknown' }

function checksFor(scenario: ScenarioJson): number {
  let values = 0
  eachValue(scenario, () => ++values > 0)
  return Math.max(20, Math.min(MOST_CHECKS, Math.floor(MOST_VALUES_READ / Math.max(1, values))))
}

/** A change is as large as the value that it sets. */
function costOf({ changes }: Branch): number {
  return changes.reduce((sum, change) => sum + ('value' in change ? valuesIn(change.value) : 1), 0)
}

function valuesIn(json: Json): number {
  if (typeof json !== 'object' || json === null) return 1
  return Object.values(json).reduce<number>((sum, part) => sum + (typeof part === 'object' ? valuesIn(part) : 0), 1)
}

interface Found extends Branch {
  readonly check: Tri
}

class InputSearch {
  readonly passing: Found[] = []
  private readonly ended: Found[] = []
  private left: number

  constructor(
    private readonly tree: BuiltTree,
    private readonly loading: LoadingProcess,
    private readonly checker: Checker,
    checks: number,
  ) {
    this.left = checks
  }

  /** Goes on from a branch until it passes or nothing more is known, the first remedy first. */
  follow(branch: Branch): void {
    if (this.left <= 0 || this.passing.length > MOST_OFFERED || this.isLonger(branch)) return
    const answered = this.ask(branch)
    if (answered === null) return
    const { scenario, failure, check } = answered
    if (check === true && branch.changes.length > 0) {
      this.passing.push({ ...branch, check })
      return
    }
    const { tree, loading } = this
    const remedies =
      failure === null
        ? []
        : remediesFor({ tree, loading, json: branch.json, scenario, failure }).filter((r) => isNew(branch, r))
    if (remedies.length === 0 && branch.changes.length > 0) this.ended.push({ ...branch, check })
    for (const remedy of remedies.slice(0, MOST_WAYS)) {
      const next = this.step(branch, remedy)
      if (next !== null) this.follow(next)
    }
  }

  /** The ways that go farthest where none passes: one that is not refused before one that is. */
  partial(): Found[] {
    const byReach = [...this.ended].sort((a, b) => b.changes.length - a.changes.length)
    const unknown = byReach.filter(({ check }) => check === null)
    return (unknown.length > 0 ? unknown : byReach).slice(0, 1)
  }

  private ask(branch: Branch): { scenario: Scenario; failure: Failure | null; check: Tri } | null {
    this.left--
    try {
      const scenario = readScenario(branch.json, this.tree.builder.classes)
      this.checker.unlearn()
      const check = this.checker.check(scenario)
      const failure = check === false ? this.checker.checkVerbose(scenario).failed : null
      return { scenario, failure, check }
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      return null
    }
  }

  private step(branch: Branch, { title, note, changes, solved = false }: Remedy): Branch | null {
    try {
      return {
        json: applyChanges(branch.json, changes, this.tree.builder.facts),
        titles: [...branch.titles, title],
        notes: note === undefined ? branch.notes : [...branch.notes, note],
        changes: [...branch.changes, ...changes],
        touched: [...branch.touched, ...changes.map(({ path }) => ({ path, solved }))],
      }
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      return null
    }
  }

  /** Whether a shorter way is known already. */
  private isLonger({ changes }: Branch): boolean {
    const least = Math.min(...this.passing.map((found) => found.changes.length))
    return changes.length > least + 2
  }
}

/** Whether a remedy leaves alone what was changed before: else two guards want what no call can give. */
function isNew({ touched }: Branch, { changes, solved = false }: Remedy): boolean {
  return changes.every(({ path }) =>
    touched.every((before) => (solved && !before.solved) || !overlaps(before.path, path)),
  )
}

function overlaps(a: JsonPath, b: JsonPath): boolean {
  const length = Math.min(a.length, b.length)
  return a.slice(0, length).every((step, i) => step === b[i])
}
