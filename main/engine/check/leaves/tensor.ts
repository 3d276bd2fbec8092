/** TENSOR_MATCH: TensorCheck::check and ::check_verbose of guards.cpp. */
import type { GuardBuilder } from '../../builder'
import { dispatchKeySetText } from '../../dispatch-keys'
import { hasRelativeDevice } from '../../guard-kinds/tensors'
import type { Expectation, LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import { classText } from '../../values/repr'
import { requiresGradOf as savedRequiresGrad } from '../../values/tensor-grad'
import type { TensorValue, Value } from '../../values/value'
import { scalarTypeName } from '../global-state'
import type { LeafCheck, Run } from '../leaf'
import { maskedKeys } from '../local-state'
import type { Tri } from '../semantics'

type Expected = Extract<Expectation, { kind: 'tensor' }>

/** Layouts without strides, by what a check does with them. */
const COMPRESSED = new Set(['torch.sparse_csr', 'torch.sparse_csc', 'torch.sparse_bsr', 'torch.sparse_bsc'])

const indexOf = (device: Value | null): number =>
  device?.kind === 'device' && device.index !== null ? Number(device.index) : -1

/** A DeviceIndex is an int8_t: C++ writes it as a character, and -1 is no UTF-8. */
const asCharacter = (index: number): string => (index < 0 ? '\ufffd' : String.fromCharCode(index))

export function tensorCheck(builder: GuardBuilder, leaf: LeafGuard, expected: Expected, name: string): LeafCheck {
  const { classes, dialect, facts } = builder
  const table = facts.table.dispatch_keys
  const wanted = expected.dispatchKeys & ~maskedKeys(facts, dialect)
  const dtype = expected.value.dtype
  const device = indexOf(expected.value.device)
  const isRelative = hasRelativeDevice(builder, expected.value)
  const requiresGrad = expected.requiresGrad ?? savedRequiresGrad(expected.value, dialect.keepsRequiresGrad)
  const rank = expected.size.length
  const dims = { size: numbers(expected.size), stride: numbers(expected.stride) }

  /** The first thing that differs; null where nothing does. */
  const difference = (tensor: TensorValue, run: Run): string | null => {
    const keys = run.local.apply(tensor.dispatchKeys ?? 0n)
    if (keys !== wanted) {
      const [want, got] = [wanted, keys].map((raw) => dispatchKeySetText(table, raw))
      return `dispatch key set mismatch. expected ${want}, actual ${got}`
    }
    if (dtype !== tensor.dtype)
      return `dtype mismatch. expected ${scalarTypeName(dtype)}, actual ${scalarTypeName(tensor.dtype)}`
    if (!isRelative && device !== indexOf(tensor.device)) {
      return `Tensor device index mismatch. Expected device index to be ${asCharacter(device)}, actual ${asCharacter(indexOf(tensor.device))}`
    }
    if (requiresGrad !== requiresGradOf(tensor))
      return `requires_grad mismatch. expected requires_grad=${requiresGrad ? 1 : 0}`
    if (rank !== tensor.size.length) return `rank mismatch. expected ${rank}, actual ${tensor.size.length}`
    const size = mismatch(expected.size, tensor.size)
    if (size >= 0) return `size mismatch at index ${size}. expected ${expected.size[size]}, actual ${tensor.size[size]}`
    if (tensor.layout !== null && tensor.layout !== 'torch.strided') return null
    const stride = mismatch(expected.stride, tensor.stride)
    return stride < 0
      ? null
      : `stride mismatch at index ${stride}. expected ${expected.stride[stride]}, actual ${tensor.stride[stride]}`
  }

  const test = (value: Value, run: Run): Tri => {
    if (value.kind === 'unknown' && value.type === null) return null
    if (classOf(classes, value) !== expected.pytype) return expected.pytype === null ? null : false
    if (value.kind !== 'tensor') return null
    if (
      !run.local.matches(value.dispatchKeys ?? 0n, wanted) ||
      dtype !== value.dtype ||
      (!isRelative && device !== indexOf(value.device)) ||
      requiresGrad !== requiresGradOf(value) ||
      rank !== value.size.length
    )
      return false
    if (value.dims !== undefined && value.layout === 'torch.strided')
      return same(dims.size, value.dims.size) && same(dims.stride, value.dims.stride)
    if (mismatch(expected.size, value.size) >= 0) return false
    if (value.layout !== null && COMPRESSED.has(value.layout))
      return expected.stride.every((n) => n === null || n === -1n)
    return (value.layout !== null && value.layout !== 'torch.strided') || mismatch(expected.stride, value.stride) < 0
  }

  return {
    leaf,
    test: isRelative ? (value, run) => (test(value, run) === false ? false : null) : test,
    explain(value: Value, run: Run): readonly string[] {
      const cls = classOf(classes, value)
      if (cls !== expected.pytype || value.kind !== 'tensor') {
        const got = cls === null ? '#' : classText(cls)
        return dialect.wrongTensorType === 'the class'
          ? [
              `expected type of '${name}' to be ${expected.pytype === null ? '#' : classText(expected.pytype)}, but found ${got}`,
            ]
          : [`expected type of '${name}' to be a tensor type, ' but found ${got}`]
      }
      const what = difference(value, run)
      if (what === null) return []
      const hint = isParameter(value)
        ? '. Guard failed on a parameter, consider using torch._dynamo.config.force_parameter_static_shapes = False to allow dynamism on parameters.'
        : ''
      return [`tensor '${name}' ${what}${hint}`]
    },
    unknown: (value) =>
      isRelative && value.kind === 'tensor'
        ? 'which device is the current one is not in the file'
        : 'the scenario does not give this tensor',
  }
}

/** A scenario says it of the tensor itself; a blob only of what a subclass wraps. */
const requiresGradOf = (value: TensorValue): boolean =>
  value.node === null ? value.requiresGrad : savedRequiresGrad(value)

/** Dimensions as numbers, those that may be any as -1; beyond 2**53 none is equal to any. */
function numbers(list: readonly (bigint | null)[]): Float64Array {
  return Float64Array.from(list, (n) => (n === null ? -1 : Number(n)))
}

function same(expected: Float64Array, actual: readonly number[]): boolean {
  for (let i = 0; i < expected.length; i++) {
    const want = expected[i]
    if (want !== -1 && want !== actual[i]) return false
  }
  return true
}

/** Index of the first known dimension that differs, or -1. */
function mismatch(expected: readonly (bigint | null)[], actual: readonly (bigint | null)[]): number {
  for (let i = 0; i < expected.length; i++) {
    const want = expected[i]
    if (want !== null && want !== actual[i]) return i
  }
  return -1
}

/** `isinstance(value, torch.nn.Parameter)`: its metaclass also takes tensors with `_is_param`. */
function isParameter(value: TensorValue): boolean {
  const { type } = value
  if (type?.name === 'torch.nn.parameter.Parameter' || type?.mro?.includes('torch.nn.parameter.Parameter') === true)
    return true
  const marked = value.attrs.get('_is_param')
  return marked?.kind === 'bool' && marked.value
}
