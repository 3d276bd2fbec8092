/** A scenario as guards look at it: its scopes as values, and what they read from the process. */
import type { GlobalState, ScenarioJson } from '../../../../shared/scenario'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import { MappedDict } from '../mapped'
import { ScenarioReader } from './reader'

/** What guards read from the process; `undefined` where the scenario does not say. */
export interface ProcessState {
  readonly globalState: GlobalState | undefined
  readonly torchFunctionModeStack: readonly string[] | undefined
  readonly currentDevice: string | null | undefined
  readonly dualLevel: number | undefined
  readonly functorchStack: readonly (readonly [string, number])[] | undefined
  readonly savedTensorsHooks: boolean | undefined
  /** The key sets that the thread adds and leaves out. */
  readonly dispatchKeys: { readonly include: bigint; readonly exclude: bigint } | undefined
  /** Whether a TorchDispatchMode is on. */
  readonly dispatchMode: boolean | undefined
}

export interface Scenario {
  readonly name: string
  /** Name of the context it ran in, or null. */
  readonly env: string | null
  readonly locals: Map<string, Value>
  readonly globals: MappedDict
  readonly process: ProcessState
}

/** Reads a scenario that fits its schema. Throws ScenarioError for a `ref` to nothing. */
export function readScenario(
  json: ScenarioJson,
  classes: Classes,
  reader: ScenarioReader = new ScenarioReader(classes),
): Scenario {
  const locals = reader.attrs(json.f_locals, 'f_locals')
  const globals = MappedDict.ofAttrs(classes, reader.attrs(json.f_globals ?? {}, 'f_globals'))
  globals.modules = reader.modules
  return {
    name: json.name,
    env: json.env ?? null,
    locals,
    globals,
    process: readProcess(json.process),
  }
}

export function readProcess(process: ScenarioJson['process']): ProcessState {
  return {
    globalState: process?.global_state ?? undefined,
    torchFunctionModeStack: process?.torch_function_mode_stack,
    currentDevice: process?.current_device,
    dualLevel: process?.dual_level,
    functorchStack: Array.isArray(process?.functorch_stack) ? process.functorch_stack : undefined,
    savedTensorsHooks: process?.saved_tensors_hooks === undefined ? undefined : process.saved_tensors_hooks !== null,
    dispatchMode: process?.dispatch_mode,
    dispatchKeys:
      process?.tls_dispatch_keys === undefined
        ? undefined
        : { include: BigInt(process.tls_dispatch_keys.include), exclude: BigInt(process.tls_dispatch_keys.exclude) },
  }
}
