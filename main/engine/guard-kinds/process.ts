/** Guards on the state of the process: they hang in the root manager. */
import type { Guard } from '../../state/guards-state'
import type { GuardBuilder } from '../builder'
import type { LeafGuard } from '../manager'
import { addRootLeaf, leaf, recordedPart } from './common'
import { functorchStates } from '../functorch'

/** GRAD_MODE, DETERMINISTIC_ALGORITHMS, FSDP_TRAINING_STATE: GLOBAL_STATE covers them. */
export function covered(): void {}

export function dualLevel(builder: GuardBuilder, guard: Guard): void {
  const level = builder.state.dualLevel
  const cls = builder.dialect.dualLevel === 'guard' ? 'DUAL_LEVEL_MATCH' : 'LAMBDA_GUARD'
  addRootLeaf(
    builder,
    leaf(builder, guard, cls, [`torch.autograd.forward_ad._current_level == ${level}`], { kind: 'dual-level', level }),
  )
}

export function functorchStackMatch(builder: GuardBuilder, guard: Guard): void {
  const states = functorchStates(builder)
  const prefix = 'torch._functorch.pyfunctorch.compare_functorch_state('
  const code = states === null ? (recordedPart(guard, prefix) ?? `${prefix}#)`) : `${prefix}${states})`
  addRootLeaf(builder, leaf(builder, guard, 'LAMBDA_GUARD', [code], { kind: 'functorch-stack', states }))
}

/** The hooks of the loading process: none, unless it runs inside saved_tensors_hooks. */
export function savedTensorsHooks(builder: GuardBuilder, guard: Guard): void {
  addRootLeaf(
    builder,
    leaf(builder, guard, 'LAMBDA_GUARD', ['torch._functorch.aot_autograd.utils.top_saved_tensors_hooks ids == None'], {
      kind: 'saved-tensors-hooks',
    }),
  )
}

export function defaultDevice(builder: GuardBuilder, guard: Guard): void {
  const node = builder.state.currentDevice
  const device = node === null ? null : builder.values.read(node)
  const text = device === null ? 'None' : (builder.repr(device) ?? '#')
  builder.managerFor(guard).add(
    leaf(builder, guard, 'DEFAULT_DEVICE', [`utils_device.CURRENT_DEVICE == ${text}`], {
      kind: 'default-device',
      device,
    }),
  )
}

function globalStateLeaf(builder: GuardBuilder, guard: Guard | null): LeafGuard {
  const json = builder.state.globalState
  const code = builder.dialect.globalStateText
    ? `___check_global_state() against ${json ?? '#'}`
    : '___check_global_state()'
  return {
    cls: 'GLOBAL_STATE',
    parts: [code],
    code: [code],
    guard,
    relational: false,
    expected: { kind: 'global-state', json },
  }
}

function modeStackLeaf(builder: GuardBuilder, guard: Guard | null): LeafGuard {
  const code = ['___check_torch_function_mode_stack()']
  const modes = builder.state.torchFunctionModeStack.map((node) => builder.values.read(node))
  return {
    cls: 'TORCH_FUNCTION_MODE_STACK',
    parts: code,
    code,
    guard,
    relational: false,
    expected: { kind: 'mode-stack', modes },
  }
}

export function globalState(builder: GuardBuilder, guard: Guard): void {
  if (builder.dialect.globalState === 'guard') addRootLeaf(builder, globalStateLeaf(builder, guard))
}

export function torchFunctionState(builder: GuardBuilder, guard: Guard): void {
  if (builder.dialect.globalState === 'guard') addRootLeaf(builder, modeStackLeaf(builder, guard))
}

/** 2.8 adds both to every tree, after the guards. */
export function addAlwaysLast(builder: GuardBuilder): void {
  if (builder.dialect.globalState !== 'always-last') return
  addRootLeaf(builder, globalStateLeaf(builder, null))
  addRootLeaf(builder, modeStackLeaf(builder, null))
}
