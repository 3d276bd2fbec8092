/** Guards on tensors: TENSOR_MATCH with its dimension markings, subclass metadata, DTensor specs. */
import type { Guard } from '../../state/guards-state'
import type { Source } from '../../state/source'
import type { GuardBuilder } from '../builder'
import { dispatchKeySetText, metaDispatchKeys } from '../dispatch-keys'
import { idleKeys, wantedKeys } from '../saved-keys'
import { guardSourceOf } from '../source-name'
import { requiresGradOf } from '../values/tensor-grad'
import { PythonError, type TensorValue } from '../values/value'
import { addLeaf, keyword, refuseMissing } from './common'
import { idMatch, qualname, typeMatch } from './identity'

const MARKINGS = [
  '_dynamo_dynamic_indices',
  '_dynamo_weak_dynamic_indices',
  '_dynamo_unbacked_indices',
  '_dynamo_strict_unbacked_indices',
  '_dynamo_static_indices',
]

const list = (dims: readonly (bigint | null)[]): string =>
  `[${dims.map((d) => (d === null ? 'None' : d.toString())).join(', ')}]`

/** A tensor of a specialised module, or one that is a dict's key, is matched by identity (match_on_id_for_tensor). */
function matchesOnId(source: Source): boolean {
  if (source.cls === 'NumpyTensorSource') return false
  if (guardSourceOf(source).includes('_SPECIALIZED_NN_MODULE')) return true
  for (let at: Source | null = source; at !== null; at = at.base) {
    if (at.cls === 'NonSerializableSetGetItemSource') return false
    if (at.cls === 'ConstDictKeySource') return source.cls !== 'GradSource'
  }
  return false
}

export function tensorMatch(builder: GuardBuilder, guard: Guard): void {
  const { source } = guard
  if (source === null) return
  if (matchesOnId(source)) return idMatch(builder, guard)
  const given = keyword(builder, guard, 'value')
  let value = given
  if (value === null || value.kind === 'none' || value.kind === 'missing') value = builder.get(guard)
  if (value.kind !== 'tensor') {
    if (given !== null) refuseMissing(given, 'TypeError: _dispatch_keys(): incompatible function arguments')
    refuseMissing(value, 'TypeError: _dispatch_keys(): incompatible function arguments')
    if (value.kind === 'unknown')
      throw new PythonError(`the tensor behind ${builder.name(guard)} is not in the file (${value.why})`)
    throw new PythonError(`AssertionError: Expected torch.Tensor, got ${builder.typeText(value)}`)
  }
  if (builder.state.export) return typeMatch(builder, guard)
  const manager = builder.managerFor(guard)
  const name = builder.names.of(source)
  if (countsForAliasing(builder, source, value)) builder.noAliasing.push({ name, manager })
  const sizes = builder.sizesOf(source)
  if (sizes === null) throw new PythonError(`KeyError: ${name} has no sizes and strides`)
  const table = builder.facts.table.dispatch_keys
  const raw = value.dispatchKeys ?? metaDispatchKeys(table)
  // the text is of the thread that loads, the guard of the one that compiled where that is saved
  const dispatchKeys = wantedKeys(builder)(raw)
  const pytype = value.pytype ?? value.type
  const requiresGrad = requiresGradOf(value, builder.dialect.keepsRequiresGrad)
  const code =
    `check_tensor(${name}, ${pytype === null ? '#' : qualname(pytype)}, ${dispatchKeySetText(table, idleKeys(table)(raw))}, ${value.dtype}, ` +
    `device=${hasRelativeDevice(builder, value) ? '#' : deviceIndex(value)}, requires_grad=${requiresGrad ? 'True' : 'False'}, size=${list(sizes.size)}, stride=${list(sizes.stride)})`
  manager.add({
    cls: 'TENSOR_MATCH',
    parts: builder.verbose.parts([code], guard),
    code: [code],
    guard,
    relational: false,
    expected: { kind: 'tensor', value, pytype, dispatchKeys, size: sizes.size, stride: sizes.stride },
  })
  if (builder.dialect.markings === 'all') markings(builder, guard, name)
  else if (!hasStaticShape(source, value)) dynamicIndices(builder, guard, name)
}

/** skip_no_tensor_aliasing_guards_on_parameters: a loaded parameter is a FakeTensor, so only its source tells. */
function countsForAliasing(builder: GuardBuilder, source: Source, value: TensorValue): boolean {
  if (source.cls === 'NumpyTensorSource') return false
  if (!builder.facts.config('skip_no_tensor_aliasing_guards_on_parameters')) return true
  if (value.type?.name === 'torch.nn.parameter.Parameter') return false
  return builder.dialect.markings === 'all' || builder.dialect.showsType
    ? !comesFrom(source, 'UnspecializedBuiltinNNModuleSource')
    : true
}

function comesFrom(source: Source, cls: string): boolean {
  for (let at: Source | null = source; at !== null; at = at.base) if (at.cls === cls) return true
  return false
}

/** tensor_always_has_static_shape (torch/_dynamo/utils.py) with the configuration's defaults. */
function hasStaticShape(source: Source, value: TensorValue): boolean {
  const kind = guardSourceOf(source)
  if (kind.includes('_SPECIALIZED_NN_MODULE') || kind.includes('UNSPECIALIZED_BUILTIN')) return true
  return value.type?.name === 'torch.nn.parameter.Parameter' || comesFrom(source, 'UnspecializedParamBufferSource')
}

/**
 * Whether it is to lie on the current device, whichever that is (_guard_device_index_is_current, since 2.15): compiled on one
 * rank for all, if the process that loads has an accelerator of its type.
 */
export function hasRelativeDevice(builder: GuardBuilder, { device }: TensorValue): boolean {
  return (
    builder.state.compileOnOneRank && device?.kind === 'device' && device.device !== 'cpu' && device.device !== 'meta'
  )
}

function deviceIndex(value: TensorValue): string {
  return value.device?.kind === 'device' && value.device.index !== null ? value.device.index.toString() : 'None'
}

/** One guard for all markings. They are lost when a blob is saved: a loaded guard wants them absent. */
function markings(builder: GuardBuilder, guard: Guard, name: string): void {
  addLeaf(
    builder,
    guard,
    'DIMENSION_DYNAMIC_MARKING_GUARD',
    MARKINGS.map((attr) => `hasattr(${name}, '${attr}') == False`),
    { kind: 'markings', absent: MARKINGS },
  )
}

function dynamicIndices(builder: GuardBuilder, guard: Guard, name: string): void {
  const attr = '_dynamo_dynamic_indices'
  addLeaf(builder, guard, 'NO_HASATTR', [`hasattr(${name}, '${attr}') == False`], { kind: 'no-attribute', name: attr })
}

/** A lambda whose name holds its own id. */
function namedLambda(text: string, of: 'subclass' | 'dtensor' | null) {
  return (builder: GuardBuilder, guard: Guard): void => {
    const value = builder.get(guard)
    if (of === 'subclass')
      refuseMissing(value, "AttributeError: '_Missing' object has no attribute '__tensor_flatten__'")
    addLeaf(
      builder,
      guard,
      'LAMBDA_GUARD',
      [text],
      of === null ? { kind: 'callable' } : { kind: 'metadata', of, value },
      {
        hidden: 14,
      },
    )
  }
}

export const subclassMetadataMatch = namedLambda('___check_metadata_#_cNone', 'subclass')
export const dtensorSpecMatch = namedLambda('__dtensor_spec_#', 'dtensor')
export const opaqueGuardFnMatch = namedLambda('___check_opaque_guard_fn_#_cNone', null)

/** COW_TENSOR_MATCH (2.14): whether the tensor's storage is copy on write, which no file carries. */
export function cowTensorMatch(builder: GuardBuilder, guard: Guard): void {
  builder.get(guard)
  addLeaf(builder, guard, 'LAMBDA_GUARD', [`___cow_tensor_matches(${builder.name(guard)}, False)`], {
    kind: 'callable',
  })
}

/** CURRENT_STREAM_MATCH (2.15): a stream, which no file carries. */
export function currentStreamMatch(builder: GuardBuilder, guard: Guard): void {
  builder.get(guard)
  addLeaf(builder, guard, 'LAMBDA_GUARD', [`${builder.name(guard)} == ___get_current_stream(torch.device('#'))`], {
    kind: 'callable',
  })
}
