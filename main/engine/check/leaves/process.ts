/** Guards on the process and not on a value: the global state, and what is on in the thread. */
import type { LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { contextChanges } from '../contexts'
import { compareGlobalState, parseGlobalState } from '../global-state'
import type { LeafCheck } from '../leaf'
import type { Scenario } from '../scenario'
import type { Tri } from '../semantics'
import { type LeafContext, type Of, ofProcess } from './making'

/** GLOBAL_STATE. */
export function globalState(leaf: LeafGuard, expected: Of<'global-state'>, context: LeafContext): LeafCheck {
  const { loading, asSaved } = context
  const { dialect } = context.builder
  const saved = loading.guardState ?? (expected.json === null ? loading.globalState : parseGlobalState(expected.json))
  const answer = (scenario: Scenario): { same: boolean; reason: string } | null => {
    const { globalState } = scenario.process
    if (typeof saved === 'string') return null
    if (saved !== null && globalState !== undefined) return compareGlobalState(saved, globalState, dialect)
    if (expected.json !== null) return null
    const changes = contextChanges(scenario.env, loading.env)
    return changes === null
      ? null
      : { same: changes.length === 0, reason: changes.map((token) => `${token} `).join('') }
  }
  return {
    leaf,
    test: (_, { scenario }) => answer(scenario)?.same ?? null,
    explain: (_, { scenario }) => [`GLOBAL_STATE changed: ${answer(scenario)?.reason ?? ''}`],
    unknown: () =>
      typeof saved === 'string'
        ? `the saved state cannot be read: ${saved}`
        : asSaved !== null && expected.json === null && saved === null
          ? 'torch 2.8 does not save the global state it compiled in'
          : 'the scenario does not give the global state',
  }
}

/** TORCH_FUNCTION_MODE_STACK. */
export function modeStack(leaf: LeafGuard, { modes }: Of<'mode-stack'>, classes: Classes): LeafCheck {
  const names = modes.map((mode) => classOf(classes, mode)?.name ?? null)
  return ofProcess(leaf, 'the torch function modes', ({ process }) => {
    const stack = process.torchFunctionModeStack
    if (stack === undefined) return null
    if (stack.length !== names.length) return false
    return names.includes(null) ? null : names.every((name, i) => name === stack[i])
  })
}

export function defaultDevice(leaf: LeafGuard, { loading }: LeafContext): LeafCheck {
  return ofProcess(leaf, 'the default device', ({ process }) =>
    process.currentDevice === undefined ? null : process.currentDevice === loading.currentDevice,
  )
}

export function dualLevel(leaf: LeafGuard, expected: Of<'dual-level'>): LeafCheck {
  return ofProcess(leaf, 'the forward-AD level', ({ process }) =>
    process.dualLevel === undefined ? null : BigInt(process.dualLevel) === expected.level,
  )
}

export function functorchStack(leaf: LeafGuard, expected: Of<'functorch-stack'>): LeafCheck {
  return ofProcess(leaf, 'the functorch interpreters', ({ process }) =>
    process.functorchStack === undefined ? null : sameStack(expected.states, process.functorchStack),
  )
}

export function savedTensorsHooks(leaf: LeafGuard): LeafCheck {
  // hooks of Python functions count as none: only those that are graph modules have ids (hooks_ids_fn, guards.py)
  return ofProcess(leaf, 'the hooks on saved tensors', ({ process }) =>
    process.savedTensorsHooks === undefined ? null : true,
  )
}

/** DISPATCH_KEY_SET_MATCH: a key set with what the thread adds and leaves out. */
export function dispatchKeys(leaf: LeafGuard, expected: Of<'dispatch-keys'>): LeafCheck {
  return {
    leaf,
    test: (value, run) => (value.kind === 'dispatch-key-set' ? run.local.matches(value.raw, expected.applied) : null),
    unknown: () => 'the scenario gives no DispatchKeySet here',
  }
}

/** `Vmap`, `Grad`... of `TransformType.Vmap`. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

function sameStack(states: string | null, stack: readonly (readonly [string, number])[]): Tri {
  if (states === null) return null
  const saved = [...states.matchAll(/\('(\w+)', (\d+)(?:, ([^)]*))?\)/g)]
  if (saved.length !== stack.length) return false
  let answer: Tri = true
  saved.forEach(([, key, level, detail], i) => {
    const [name, at] = stack[i] ?? ['', -1]
    if (lastPart(name) !== key || String(at) !== level) answer = false
    else if (answer && detail !== undefined && detail !== "'error'" && detail !== 'True') answer = null
  })
  return answer
}
