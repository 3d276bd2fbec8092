/** What a leaf guard wants, as rows of name and value in torch's words. */
import type { GuardBuilder } from './builder'
import { dispatchKeySetText } from './dispatch-keys'
import type { LeafGuard } from './manager'
import { summary } from './values/summary'
import { classRepr } from './values/repr'
import { requiresGradOf } from './values/tensor-grad'
import type { Value } from './values/value'

export interface Row {
  readonly name: string
  readonly value: string
}

/** What is said of a value that a file does not hold. */
export const NOT_IN_FILE = 'not in the file'

const dims = (list: readonly (bigint | null)[]): string =>
  `[${list.map((d) => (d === null ? 'any' : d.toString())).join(', ')}]`

/** `show` writes a value: in short for a person, if it is not given. */
export function expectedRows(
  builder: GuardBuilder,
  leaf: LeafGuard,
  show: (value: Value) => string = (value) => summary(value, (v) => builder.repr(v)),
): readonly Row[] {
  const { expected } = leaf
  switch (expected.kind) {
    case 'none':
      return [{ name: 'value', value: leaf.cls === 'NOT_NONE' ? 'not None' : 'None' }]
    case 'type':
      return [{ name: 'type', value: expected.type === null ? NOT_IN_FILE : classRepr(expected.type) }]
    case 'identity':
      return [{ name: 'is', value: show(expected.value) }]
    case 'equals':
      return [{ name: 'equals', value: show(expected.value) }]
    case 'length':
      return [{ name: 'length', value: expected.length === null ? NOT_IN_FILE : String(expected.length) }]
    case 'contains':
      return [{ name: expected.contains ? 'contains' : 'does not contain', value: show(expected.key) }]
    case 'no-attribute':
      return [{ name: 'has no attribute', value: expected.name }]
    case 'keys':
      return [{ name: 'keys', value: show(expected.value) }]
    case 'iterator':
      return expected.values.map((value, i) => ({ name: String(i), value: show(value) }))
    case 'tensor': {
      const { value } = expected
      return [
        { name: 'type', value: expected.pytype?.qualname ?? NOT_IN_FILE },
        { name: 'dtype', value: value.dtype },
        {
          name: 'device',
          value:
            value.device?.kind === 'device'
              ? value.device.device + (value.device.index === null ? '' : `:${value.device.index}`)
              : 'any',
        },
        { name: 'size', value: dims(expected.size) },
        { name: 'stride', value: dims(expected.stride) },
        {
          name: 'requires_grad',
          value: requiresGradOf(value, builder.dialect.keepsRequiresGrad) ? 'True' : 'False',
        },
        { name: 'dispatch keys', value: dispatchKeySetText(builder.facts.table.dispatch_keys, expected.dispatchKeys) },
      ]
    }
    case 'dispatch-keys':
      return [{ name: 'dispatch keys', value: dispatchKeySetText(builder.facts.table.dispatch_keys, expected.raw) }]
    case 'markings':
      return expected.absent.map((name) => ({ name, value: 'absent' }))
    case 'global-state':
      return expected.json === null ? [{ name: 'state', value: 'of the loading process' }] : jsonRows(expected.json)
    case 'mode-stack':
      return [{ name: 'modes', value: expected.modes.length === 0 ? 'none' : expected.modes.map(show).join(', ') }]
    case 'default-device':
      return [{ name: 'device', value: expected.device === null ? 'None' : show(expected.device) }]
    case 'dual-level':
      return [{ name: 'level', value: expected.level.toString() }]
    case 'aliasing':
      return expected.sources.map((source) => ({ name: expected.same ? 'the same object' : 'distinct', value: source }))
    case 'storage-overlap':
      return [
        ...expected.overlapping.map((value) => ({ name: 'overlaps', value })),
        ...expected.nonOverlapping.map((value) => ({ name: 'does not overlap', value })),
      ]
    case 'expressions':
      return expected.exprs.map((value) => ({ name: 'holds', value }))
    case 'functorch-stack':
      return [{ name: 'functorch stack', value: expected.states ?? NOT_IN_FILE }]
    case 'saved-tensors-hooks':
      return [{ name: 'saved tensors hooks', value: 'none' }]
    case 'metadata':
      return [{ name: expected.of === 'subclass' ? 'metadata of' : 'spec of', value: show(expected.value) }]
    case 'callable':
      return [{ name: 'test', value: 'a Python function of torch' }]
  }
}

/** The keys of a GlobalStateGuard's JSON; text that is no JSON stays whole. */
function jsonRows(json: string): Row[] {
  try {
    const state: unknown = JSON.parse(json)
    if (typeof state === 'object' && state !== null)
      return Object.entries(state).map(([name, value]) => ({ name, value: JSON.stringify(value) }))
  } catch {
    // shown as it is
  }
  return [{ name: 'state', value: json }]
}
