/** Guards on the state of the process: what it was where the blob was saved against what it is in the call. */
import { NOT_IN_FILE } from '../expected-rows'
import type { ExplainedRow } from '../../../shared/replay'
import type { GlobalState } from '../../../shared/scenario'
import type { GuardBuilder } from '../builder'
import type { Expectation } from '../manager'
import { classOf } from '../values/attributes'
import { NEW_PROCESS } from './loading-process'
import { contextChanges } from './contexts'
import { globalStateRows, parseGlobalState } from './global-state'
import type { Scenario } from './scenario'

type OfProcess = Extract<
  Expectation,
  { kind: 'global-state' | 'mode-stack' | 'default-device' | 'dual-level' | 'functorch-stack' | 'saved-tensors-hooks' }
>

const UNKNOWN = 'not in the scenario'

export function explainProcess(
  builder: GuardBuilder,
  expected: OfProcess,
  { process, env }: Scenario,
  guardState: GlobalState | null,
): ExplainedRow[] {
  const row = (name: string, wanted: string, actual: string | undefined, same: boolean): ExplainedRow[] => [
    { name, expected: wanted, actual: actual ?? UNKNOWN, same: actual === undefined ? null : same },
  ]
  switch (expected.kind) {
    case 'global-state': {
      const saved = guardState ?? (expected.json === null ? null : parseGlobalState(expected.json))
      if (saved !== null && typeof saved !== 'string' && process.globalState !== undefined)
        return globalStateRows(saved, process.globalState).map(({ key, ...rest }) => ({ name: key, ...rest }))
      const changes = contextChanges(env, NEW_PROCESS.env) ?? []
      return changes.map((name) => ({ name, expected: 'as in the process that loads', actual: 'changed', same: false }))
    }
    case 'mode-stack': {
      const wanted = expected.modes.map((mode) => classOf(builder.classes, mode)?.name ?? NOT_IN_FILE)
      const actual = process.torchFunctionModeStack
      return row('modes', stackText(wanted), actual && stackText(actual), stackText(wanted) === stackText(actual ?? []))
    }
    case 'default-device': {
      // the guard is built anew by the process that loads, and takes its device: none
      const { currentDevice: actual } = process
      return row('device', 'None', actual === undefined ? undefined : (actual ?? 'None'), actual === null)
    }
    case 'dual-level': {
      const actual = process.dualLevel
      return row('level', expected.level.toString(), actual?.toString(), BigInt(actual ?? 0) === expected.level)
    }
    case 'functorch-stack': {
      const actual = process.functorchStack?.map(([key, level]) => `${key} at level ${level}`)
      return row('functorch stack', expected.states ?? NOT_IN_FILE, actual && stackText(actual), false)
    }
    case 'saved-tensors-hooks': {
      const actual = process.savedTensorsHooks
      return row(
        'saved tensors hooks',
        'none',
        actual === undefined ? undefined : actual ? 'set' : 'none',
        actual === false,
      )
    }
  }
}

const stackText = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))
