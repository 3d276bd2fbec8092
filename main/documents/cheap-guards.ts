/** Guards that a person may think of leaving out: those that never failed, and those on constants of modules. */
import type { ScenarioJson } from '../../shared/scenario'
import type { BuiltTree } from '../engine/build'
import { Checker } from '../engine/check/checker'
import type { LoadingProcess } from '../engine/check/loading-process'
import { readScenario } from '../engine/check/scenario'
import type { Guard } from '../state/guards-state'

/** Those that held in every scenario, known for sure: a guard that was not built or reached is none of them. */
export function neverFailed(
  tree: BuiltTree,
  loading: LoadingProcess,
  scenarios: readonly ScenarioJson[],
): readonly Guard[] {
  const held = new Set<Guard>()
  const failed = new Set<Guard>()
  const checker = new Checker(tree, loading)
  for (const json of scenarios) {
    checker.askEveryGuard(readScenario(json, tree.builder.classes), ({ guard }, answer) => {
      if (guard !== null) (answer === true ? held : failed).add(guard)
    })
  }
  return tree.builder.state.guards.filter((guard) => held.has(guard) && !failed.has(guard))
}

const CONSTANTS: ReadonlySet<string> = new Set([
  'none',
  'bool',
  'int',
  'float',
  'complex',
  'str',
  'bytes',
  'constant',
  'device',
  'enum',
])

/** Those on a constant that is read from an imported module. */
export function constantsOfModules({ builder }: BuiltTree): readonly Guard[] {
  return builder.state.guards.filter(({ source }) => {
    const base = source?.base ?? null
    if (source === null || base === null) return false
    const value = builder.evaluator.tryGet(source)
    return value !== null && CONSTANTS.has(value.kind) && builder.evaluator.tryGet(base)?.kind === 'pymodule'
  })
}
