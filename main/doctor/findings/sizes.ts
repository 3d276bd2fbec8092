/** Expected sizes that do not fit what the code was compiled for. */
import type { SizesStrides } from '../../state/guards-state'
import type { TensorValue } from '../../engine/values/value'
import type { Finding, GuardName, Repair } from '../../../shared/findings'
import { type Examination, type Patient, valueOf } from '../patient'

export const sizes: Examination = (patient) => {
  const matched = new Map<string, GuardName>()
  for (const guard of patient.state.guards) {
    const name = patient.tree.builder.name(guard)
    if (guard.createFn === 'TENSOR_MATCH') matched.set(name, { name, create_fn: guard.createFn })
  }
  const found: Finding[] = []
  for (const entry of patient.state.sizesStrides) {
    const guard = matched.get(patient.tree.builder.names.of(entry.source))
    const value = valueOf(patient, entry.source)
    if (guard === undefined || value?.kind !== 'tensor') continue
    found.push(...ofTensor(patient, guard, entry, value))
  }
  return found
}

function ofTensor(patient: Patient, guard: GuardName, { size }: SizesStrides, value: TensorValue): Finding[] {
  const found: Finding[] = []
  const example = value.size
  const text = `(${example.map((n) => n ?? 'None').join(', ')})`
  if (size.length !== example.length || size.some((n, i) => n !== null && example[i] != null && n !== example[i])) {
    found.push({
      code: 'example-differs',
      severity: 'warning',
      guard,
      message: `the guard wants size (${size.map((n) => n ?? 'None').join(', ')}), the example it was compiled for has ${text}: the compiled code may assert the latter`,
      repair: repairOf(guard, example),
    })
  } else {
    const free = relaxed(patient, guard.name, size)
    if (free.length > 0)
      found.push({
        code: 'relaxed-size',
        severity: 'warning',
        guard,
        message: `dimension ${free.join(' and ')} may be any size, but no shape guard speaks of it: torch compiled for ${text}, and code that asserts that fails with an AssertionError where a recompile was due`,
        repair: repairOf(
          guard,
          size.map((n, i) => (free.includes(i) ? (example[i] ?? null) : n)),
        ),
      })
  }
  return found
}

function repairOf(guard: GuardName, size: readonly (bigint | null)[]): readonly Repair[] {
  return [{ do: 'set-tensor', at: guard.name, size: size.map((n) => (n === null ? null : Number(n))) }]
}

/**
 * Dimensions of any size without a word in the shape guards. A dimension that torch traced as a symbol has one, if only
 * that 0 and 1 are compiled apart (`2 <= size`); where SHAPE_ENV was not saved nothing can be said.
 */
function relaxed({ state, tree }: Patient, name: string, size: readonly (bigint | null)[]): number[] {
  const shapes = state.shapeCodeParts
  if (shapes === null || !state.guards.some(({ createFn }) => createFn === 'SHAPE_ENV')) return []
  const texts = [...shapes.python, ...(shapes.cpp?.sources.map((source) => tree.builder.names.of(source)) ?? [])]
  return size.flatMap((n, i) => {
    if (n !== null) return []
    return texts.some((text) => text.includes(`${name}.size()[${i}]`)) ? [] : [i]
  })
}
