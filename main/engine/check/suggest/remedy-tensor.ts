/** What makes a tensor pass TENSOR_MATCH. */
import type { Json, JsonPath, ScenarioChange } from '../../../../shared/replay'
import type { KindJson, TensorJson } from '../../../../shared/scenario'
import { applyLocalState } from '../../dispatch-keys'
import type { Expectation } from '../../manager'
import { classOf } from '../../values/attributes'
import { requiresGradOf } from '../../values/tensor-grad'
import type { TensorValue, Value } from '../../values/value'
import { contiguous } from '../change-tensor'
import { deviceText } from '../explain-tensor'
import { localState } from '../local-state'
import { jsonAt } from './place'
import { type Remedy, type Situation, written } from './remedy'

type Expected = Extract<Expectation, { kind: 'tensor' }>

/** One remedy with every part that differs; of what is no tensor, the one that was saved in its place. */
export function tensorRemedies(situation: Situation, expected: Expected, value: Value, path: JsonPath): Remedy[] {
  const { json, tree, failure } = situation
  const { source } = failure.manager
  const there = jsonAt(json, path)
  const cls = classOf(tree.builder.classes, value)
  if (there?.kind === 'ndarray' && value.kind === 'tensor') return arrayRemedy(source, expected, value, path)
  if (there?.kind !== 'tensor' || value.kind !== 'tensor' || (there.inner !== undefined) !== expected.value.wrapper)
    return replaced(situation, expected, path)
  const parts = [
    ...typeOf(expected, cls?.name ?? null),
    ...dtypeOf(expected, value),
    ...placeOf(situation, expected, value, there),
    ...gradOf(situation, expected, value),
    ...sizeOf(expected, value, there),
  ]
  if (parts.length === 0) return []
  const changes = parts.map(({ key, value: to }): ScenarioChange => ({ path: [...path, ...key], value: to }))
  return [{ title: `${source}: ${parts.flatMap(({ title }) => title).join(', ')}`, changes }]
}

interface Part {
  readonly title: readonly string[]
  readonly key: JsonPath
  readonly value: Json
}

/** torch makes a tensor of an array: its size and dtype are the array's. */
function arrayRemedy(source: string, expected: Expected, value: TensorValue, path: JsonPath): Remedy[] {
  const [want, got] = [expected.value.dtype, value.dtype]
  const shape = expected.size.map((n, i) => Number(n ?? value.size[i] ?? expected.value.size[i] ?? 2))
  const old = value.size.map(Number)
  const titles: string[] = []
  const changes: ScenarioChange[] = []
  if (want !== got) {
    titles.push(`dtype from ${last(got)} to ${last(want)}`)
    changes.push({ path: [...path, 'dtype'], value: last(want) })
  }
  if (shape.join() !== old.join()) {
    titles.push(`shape from ${sizeText(old)} to ${sizeText(shape)}`)
    changes.push({ path: [...path, 'shape'], value: shape })
  }
  return changes.length === 0 ? [] : [{ title: `${source}: ${titles.join(', ')}`, changes }]
}

function replaced(situation: Situation, expected: Expected, path: JsonPath): Remedy[] {
  const saved = written(situation, expected.value)
  if (saved === null || !('kind' in saved) || saved.kind !== 'tensor') return []
  const shape = expected.size.map((n, i) => (n === null ? (saved.shape[i] ?? 2) : Number(n)))
  const made = { ...saved, shape, stride: strideOf(expected, shape) }
  const title = `${situation.failure.manager.source}: a tensor of size ${sizeText(shape)}, ${expected.value.dtype}`
  return [{ title, changes: [{ path, value: made as unknown as Json }] }]
}

function typeOf({ pytype }: Expected, actual: string | null): Part[] {
  if (pytype === null || actual === null || pytype.name === actual) return []
  return [{ title: [`type from ${last(actual)} to ${pytype.qualname}`], key: ['type'], value: pytype.name }]
}

function dtypeOf({ value: { dtype } }: Expected, actual: TensorValue): Part[] {
  if (dtype === actual.dtype) return []
  return [{ title: [`dtype from ${actual.dtype} to ${dtype}`], key: ['dtype'], value: dtype }]
}

/** Device, layout, and what else is in the dispatch keys. */
function placeOf({ tree, scenario }: Situation, expected: Expected, value: TensorValue, there: TensorJson): Part[] {
  const { facts, dialect } = tree.builder
  // a tensor that torch saves as it is lies on meta
  const { device: saved, dispatchKeys: raw } = expected.value
  const device = saved ?? (raw === null ? META : null)
  const same = localState(facts, dialect, scenario).matches(value.dispatchKeys ?? 0n, expected.dispatchKeys)
  const parts: Part[] = []
  const [want, got] = [deviceText(device), deviceText(value.device)]
  const moves = device?.kind === 'device' && want !== got
  if (moves) {
    const made: KindJson = {
      kind: 'device',
      type: device.device,
      index: device.index === null ? null : Number(device.index),
    }
    parts.push({ title: [`device from ${got} to ${want}`], key: ['device'], value: made as unknown as Json })
  }
  if (same) return parts
  const isSparse = there.layout !== 'torch.strided'
  if (isSparse)
    parts.push({ title: [`layout from ${there.layout} to torch.strided`], key: ['layout'], value: 'torch.strided' })
  // what a device and a layout do not explain is said by the keys themselves
  if (raw !== null && (!moves || isSparse || applyLocalState(facts.table.dispatch_keys, raw) !== expected.dispatchKeys))
    parts.push({
      title: isSparse ? [] : [keysTitle(situationKeys(there))],
      key: ['dispatch_keys', 'raw'],
      value: raw.toString(),
    })
  return parts
}

const META: Value = { kind: 'device', type: null, node: null, device: 'meta', index: null }

const situationKeys = (there: TensorJson): string => there.dispatch_keys.text ?? ''

/** What a person does about keys that a tensor has or lacks. */
function keysTitle(text: string): string {
  if (text.includes('Conjugate')) return 'resolved, not a conjugate view'
  if (text.includes('Negative')) return 'resolved, not a negative view'
  if (text !== '' && !text.includes('ADInplaceOrView')) return 'made outside inference mode'
  return 'dispatch keys as saved'
}

function gradOf({ tree }: Situation, expected: Expected, value: TensorValue): Part[] {
  const want = requiresGradOf(expected.value, tree.builder.dialect.keepsRequiresGrad)
  if (want === value.requiresGrad) return []
  return [{ title: [`requires_grad ${want ? 'on' : 'off'}`], key: ['requires_grad'], value: want }]
}

function sizeOf(expected: Expected, value: TensorValue, there: TensorJson): Part[] {
  const parts: Part[] = []
  let { shape } = there
  if (shape.length !== expected.size.length) {
    const saved = expected.value.size
    const made = expected.size.map((n, i) => Number(n ?? saved[i] ?? there.shape[i] ?? 2))
    parts.push({ title: [`size from ${sizeText(shape)} to ${sizeText(made)}`], key: ['shape'], value: made })
    shape = made
  } else {
    expected.size.forEach((n, i) => {
      if (n === null || Number(n) === shape[i]) return
      parts.push({ title: [`size at ${i} from ${shape[i]} to ${n}`], key: ['shape', i], value: Number(n) })
    })
    shape = shape.map((n, i) => Number(expected.size[i] ?? n))
  }
  if (there.layout !== 'torch.strided') return parts
  const now = parts.length > 0 ? contiguous(shape) : value.stride.map(Number)
  if (expected.stride.every((n, i) => n === null || Number(n) === now[i])) return parts
  const made = strideOf(expected, shape)
  return [...parts, { title: [`stride from ${sizeText(now)} to ${sizeText(made)}`], key: ['stride'], value: made }]
}

/** The strides that are expected; where one may be any, as if the rest were contiguous. */
function strideOf(expected: Expected, shape: readonly number[]): number[] {
  const plain = contiguous(shape)
  return shape.map((_, i) => Number(expected.stride[i] ?? plain[i] ?? 1))
}

const sizeText = (list: readonly number[]): string => `[${list.join(', ')}]`
const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
