/** What could be done about the cost of a blob's guards: what each would save, and what could change unseen then. */
import type { GuardFilterName, Where } from '../../shared/edit'
import type { Saving } from '../../shared/overhead'
import type { ScenarioJson } from '../../shared/scenario'
import { examine } from '../doctor/examine'
import { repeatedGuards } from '../doctor/findings/duplicates'
import type { BuiltTree } from '../engine/build'
import { Checker } from '../engine/check/checker'
import type { LoadingProcess } from '../engine/check/loading-process'
import { readScenario } from '../engine/check/scenario'
import { filtersOf } from '../engine/select/guard-filters'
import { leftOutBy, namesOfGuards, selectGuards } from '../engine/select/select-guards'
import { timeBoth, treeWithout } from '../overhead/savings'
import type { Pickle } from '../pickle/node'
import type { Guard } from '../state/guards-state'
import { constantsOfModules, neverFailed } from './cheap-guards'

export interface SavingsAsk {
  readonly tree: BuiltTree
  readonly pickle: Pickle
  readonly loading: LoadingProcess
  /** The call that is timed. */
  readonly json: ScenarioJson
  /** Those that tell whether a guard ever fails, and which would pass without it. */
  readonly scenarios: readonly ScenarioJson[]
  /** A person's own selection; null where there is none. */
  readonly own: Where | null
  readonly onProgress?: (fraction: number) => void
}

/** What is left out, before it is measured. */
interface Candidate {
  readonly name: string
  readonly words: string
  readonly guards: readonly Guard[]
  readonly where: Where
  readonly unsound: string
}

export function listSavings(ask: SavingsAsk): readonly Saving[] {
  const { tree, pickle, onProgress = () => {} } = ask
  const candidates = candidatesOf(ask)
  const found = (of: BuiltTree): ReadonlySet<string> =>
    new Set(
      examine({ state: of.builder.state, tree: of, pickle, torch: null }).flatMap(({ severity, message }) =>
        severity === 'note' ? [] : [message],
      ),
    )
  const before = found(tree)
  const refused = answersOf(tree, ask)
  return candidates.map(({ name, words, guards, where, unsound }, i): Saving => {
    onProgress(i / candidates.length)
    const total = tree.builder.state.guards.length
    const nothing = {
      name,
      words,
      where: null,
      dropped: 0,
      total,
      warm: null,
      cold: null,
      unsound,
      flips: [],
      findings: [],
    }
    if (guards.length === 0) return nothing
    const after = treeWithout(tree, new Set(guards))
    const answers = answersOf(after, ask)
    const flips = ask.scenarios.flatMap((one, at) => (refused[at] === false && answers[at] === true ? [one.name] : []))
    const findings = [...found(after)].filter((message) => !before.has(message))
    return {
      ...nothing,
      where,
      dropped: guards.length,
      ...timeBoth(tree, after, ask.json, ask.loading),
      flips,
      findings,
    }
  })
}

function candidatesOf(ask: SavingsAsk): readonly Candidate[] {
  const { tree, own } = ask
  const { builder } = tree
  const named = (name: string, words: string, guards: readonly Guard[], unsound: string): Candidate => ({
    name,
    words,
    guards,
    where: { guards: namesOfGuards(guards, builder) },
    unsound,
  })
  const filters = filtersOf(builder.state.version).map(({ name, unsound }): Candidate => {
    const where = { filter: name satisfies GuardFilterName }
    return { name, words: `Guards ${leftOutBy(name)}`, guards: selectGuards(where, tree).guards, where, unsound }
  })
  const calls = ask.scenarios.length
  return [
    ...(own === null
      ? []
      : [
          {
            name: 'selection',
            words: 'The guards you selected',
            guards: selectGuards(own, tree).guards,
            where: own,
            unsound: 'What they look at may change unseen.',
          },
        ]),
    ...filters,
    named(
      'duplicates',
      'Guards that stand twice',
      repeatedGuards(tree).flatMap(([, ...more]) => more),
      'Nothing: each is checked once more.',
    ),
    named(
      'module-constants',
      'Guards on constants of modules',
      constantsOfModules(tree),
      'Settings and flags that modules hold may change unseen.',
    ),
    ...(calls < 2
      ? []
      : [
          named(
            'never-failed',
            `Guards that failed in none of ${calls} scenarios`,
            neverFailed(tree, ask.loading, ask.scenarios),
            'All that these scenarios do not try may change unseen.',
          ),
        ]),
  ]
}

function answersOf(tree: BuiltTree, { loading, scenarios }: SavingsAsk): readonly (boolean | null)[] {
  const checker = new Checker(tree, loading)
  return scenarios.map((json) => {
    checker.unlearn()
    return checker.check(readScenario(json, tree.builder.classes))
  })
}
