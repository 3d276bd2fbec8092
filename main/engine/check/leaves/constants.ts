/** Guards on what a value is: None, a class, one object, a constant. */
import type { GuardBuilder } from '../../builder'
import type { LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import type { LeafCheck } from '../leaf'
import { equals, identical } from '../semantics'
import { type Of, simple } from './making'

/** NONE_MATCH, NOT_NONE. */
export function noneMatch(leaf: LeafGuard): LeafCheck {
  const wanted = leaf.cls === 'NONE_MATCH'
  return simple(leaf, (value) => {
    if (value.kind === 'unknown')
      return value.type === null ? null : (value.type.name === 'builtins.NoneType') === wanted
    return (value.kind === 'none') === wanted
  })
}

/** TYPE_MATCH. */
export function typeMatch(leaf: LeafGuard, { type }: Of<'type'>, classes: Classes): LeafCheck {
  return {
    leaf,
    test(value) {
      const cls = value.kind === 'class' ? classOf(classes, value) : value.type
      return cls === type ? type !== null || null : cls === null || type === null ? null : false
    },
    unknown: () =>
      type === null ? 'the class is not in the file' : 'the scenario does not give the class of this value',
  }
}

/** ID_MATCH, DICT_VERSION. */
export function identityMatch(leaf: LeafGuard, expected: Of<'identity'>): LeafCheck {
  return simple(leaf, (value) => (leaf.cls === 'DICT_VERSION' ? false : identical(value, expected.value)))
}

/** EQUALS_MATCH, TRUE_MATCH, FALSE_MATCH, and the lambdas on what equals nothing or is a subclass of a constant. */
export function equalsMatch(leaf: LeafGuard, { value: expected }: Of<'equals'>, builder: GuardBuilder): LeafCheck {
  const { classes } = builder
  const byBits = builder.dialect.floatsByBits
  switch (leaf.cls) {
    case 'TRUE_MATCH':
    case 'FALSE_MATCH': {
      const wanted = leaf.cls === 'TRUE_MATCH'
      return simple(leaf, (value) =>
        value.kind === 'unknown'
          ? value.type === null
            ? null
            : value.type.name === 'builtins.bool'
              ? null
              : false
          : value.kind === 'bool' && value.value === wanted,
      )
    }
    case 'FLOAT_IS_NAN':
      return simple(leaf, (value) =>
        value.kind === 'unknown' ? null : value.kind === 'float' && Number.isNaN(value.value),
      )
    case 'COMPLEX_IS_NAN':
      return simple(leaf, (value) =>
        value.kind === 'unknown'
          ? null
          : value.kind === 'complex' &&
            (byBits && expected.kind === 'complex'
              ? sameBits(value, expected)
              : Number.isNaN(value.re) || Number.isNaN(value.im)),
      )
    case 'LAMBDA_GUARD':
      return constantSubclass(leaf, expected)
  }
  if (expected.kind === 'str' || expected.kind === 'int' || expected.kind === 'float') {
    const { kind, value: wanted } = expected
    return simple(leaf, (value) => {
      if (value.kind === kind) return byBits ? Object.is(value.value, wanted) : value.value === wanted
      return value.kind === 'unknown' && (value.type === null || value.type === expected.type) ? null : false
    })
  }
  const type = expected.kind === 'function' && expected.guessed ? null : classOf(classes, expected)
  return {
    leaf,
    test(value) {
      if (value === expected) return true
      const cls = classOf(classes, value)
      if (cls === null || type === null) return null
      if (cls !== type) return false
      if (byBits && value.kind === 'complex' && expected.kind === 'complex') return sameBits(value, expected)
      return equals(value, expected)
    },
    unknown: (value) =>
      value.kind === 'unknown' ? value.why : 'how this class compares its instances is not in the file',
  }
}

type Complex = Extract<Value, { kind: 'complex' }>

/** Of a NaN the bits are not known: each is taken for the one that `float('nan')` gives. */
const sameBits = (a: Complex, b: Complex): boolean => Object.is(a.re, b.re) && Object.is(a.im, b.im)

/** `int(x) == 5`, and up to 2.8 `__math_isnan(x)`. */
function constantSubclass(leaf: LeafGuard, expected: Value): LeafCheck {
  const isNaN = expected.kind === 'float' && Number.isNaN(expected.value)
  return simple(leaf, (value) => {
    const plain = value.kind === 'object' && value.scalar !== null ? value.scalar : value
    if (isNaN) return plain.kind === 'float' ? Number.isNaN(plain.value) : null
    if (plain.kind !== expected.kind) return null
    return equals(plain, expected)
  })
}
