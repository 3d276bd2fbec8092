/** SHAPE_ENV: constraints on sizes, as one C++ function over symbols or as Python expressions in an epilogue. */
import type { Guard } from '../../state/guards-state'
import type { Source } from '../../state/source'
import { accessor } from '../accessors'
import type { GuardBuilder } from '../builder'
import type { GuardManager, LeafGuard } from '../manager'
import { dim } from '../values/attributes'
import type { Value } from '../values/value'

export function shapeEnv(builder: GuardBuilder, guard: Guard): void {
  const shapes = builder.state.shapeCodeParts
  if (shapes === null) return
  if (!shapes.pythonFallback && shapes.cpp !== null) {
    if (shapes.cpp.exprs.length === 0) return
    const managers = symbolManagers(builder, shapes.cpp.sources)
    if (managers !== null) {
      const shared: LeafGuard = {
        cls: 'SYMBOLIC_SHAPE_GUARD',
        parts: shapes.verbose,
        code: shapes.python,
        guard,
        relational: true,
        expected: { kind: 'expressions', exprs: shapes.python },
      }
      for (const manager of managers) manager.add(shared)
      return
    }
  }
  if (shapes.python.length === 0) return
  builder.epilogue.push({
    cls: 'LAMBDA_GUARD',
    parts: shapes.verbose,
    code: shapes.python,
    guard,
    relational: false,
    expected: { kind: 'expressions', exprs: shapes.python },
  })
}

/** `IndexedSource(source, i)` of each symbol, ints before floats; null where one is neither. */
function symbolManagers(builder: GuardBuilder, sources: readonly Source[]): GuardManager[] | null {
  const ints: Source[] = []
  const floats: Source[] = []
  for (const source of sources) {
    if (source.cls === 'ConstantSource') return null
    const value = builder.evaluator.get(source)
    if (value.kind === 'int' || source.cls === 'TensorPropertySource') ints.push(source)
    else if (value.kind === 'float') floats.push(source)
    else return null
  }
  return [...ints, ...floats].map((source, i) => {
    const name = `(${i}, ${builder.names.of(source)})`
    const value: Value = {
      kind: 'sequence',
      base: 'tuple',
      type: builder.classes.builtin('tuple'),
      node: null,
      items: [dim(builder.classes, BigInt(i)), builder.evaluator.get(source)],
      attrs: new Map(),
    }
    return builder
      .manager(source)
      .child(accessor('IndexedGuardAccesor', `IndexedGuardAccesor(${i})`, `n${i}`), name, () =>
        builder.newManager(name, null, value),
      )
  })
}
