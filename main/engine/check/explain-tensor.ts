/** TENSOR_MATCH part by part. */
import type { ExplainedRow } from '../../../shared/replay'
import type { GuardBuilder } from '../builder'
import { dispatchKeySetText } from '../dispatch-keys'
import { expectedRows } from '../expected-rows'
import type { Expectation, LeafGuard } from '../manager'
import { classOf } from '../values/attributes'
import { requiresGradOf } from '../values/tensor-grad'
import type { TensorValue, Value } from '../values/value'
import { localState } from './local-state'
import type { Scenario } from './scenario'
import type { Tri } from './semantics'

type Expected = Extract<Expectation, { kind: 'tensor' }>

/** A row a part that a check compares; of what is no tensor, its class alone. */
export function explainTensor(
  builder: GuardBuilder,
  leaf: LeafGuard,
  expected: Expected,
  value: Value,
  scenario: Scenario,
): ExplainedRow[] {
  const cls = classOf(builder.classes, value)
  const ofType: Tri = cls === null || expected.pytype === null ? null : cls === expected.pytype
  const parts = new Map<string, readonly [actual: string, same: Tri]>([
    ['type', [cls?.qualname ?? 'not known', ofType]],
    ...(value.kind === 'tensor' ? tensorParts(builder, expected, value, scenario) : []),
  ])
  return expectedRows(builder, leaf).flatMap((row) => {
    const part = parts.get(row.name)
    return part === undefined ? [] : [{ name: row.name, expected: row.value, actual: part[0], same: part[1] }]
  })
}

type NamedPart = readonly [name: string, part: readonly [actual: string, same: Tri]]

function tensorParts(
  builder: GuardBuilder,
  expected: Expected,
  value: TensorValue,
  scenario: Scenario,
): readonly NamedPart[] {
  const { facts, dialect } = builder
  const requiresGrad = value.node === null ? value.requiresGrad : requiresGradOf(value)
  const keys = localState(facts, dialect, scenario).apply(value.dispatchKeys ?? 0n)
  const hasStrides = value.layout === null || value.layout === 'torch.strided'
  return [
    ['dtype', [value.dtype, value.dtype === expected.value.dtype]],
    ['device', [deviceText(value.device), deviceText(value.device) === deviceText(expected.value.device)]],
    ['size', [dims(value.size), sameDims(expected.size, value.size)]],
    hasStrides
      ? ['stride', [dims(value.stride), sameDims(expected.stride, value.stride)]]
      : ['stride', [`none: its layout is ${value.layout}`, null]],
    [
      'requires_grad',
      [requiresGrad ? 'True' : 'False', requiresGrad === requiresGradOf(expected.value, dialect.keepsRequiresGrad)],
    ],
    ['dispatch keys', [dispatchKeySetText(facts.table.dispatch_keys, keys), keys === expected.dispatchKeys]],
  ]
}

export function deviceText(device: Value | null): string {
  if (device?.kind !== 'device') return 'any'
  return device.device + (device.index === null ? '' : `:${device.index}`)
}

const dims = (list: readonly (bigint | null)[]): string => `[${list.map((n) => n?.toString() ?? '?').join(', ')}]`

function sameDims(expected: readonly (bigint | null)[], actual: readonly (bigint | null)[]): boolean {
  return expected.length === actual.length && expected.every((n, i) => n === null || n === actual[i])
}
