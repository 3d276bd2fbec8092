/** The bases of an enum that no table knows, from where the guards say its attributes were found. */
import type { Classes } from './values/classes'
import type { PyClass, Value } from './values/value'

/**
 * Takes over the bases of an enum whose `enum.Enum` stands at an index of its `__mro__`: each of the standard library's
 * enums puts it elsewhere. An index that a mixin of the user's could explain as well tells nothing.
 */
export function describeEnum(classes: Classes, owner: PyClass, at: number, member: Value | null): void {
  const base = enumBase(owner, at, member)
  const mro = base === null ? null : classes.facts.mro(base)
  if (mro !== null && mro.indexOf('enum.Enum') === at - 1) classes.describe(owner, [owner.name, ...mro])
}

function enumBase(owner: PyClass, at: number, member: Value | null): string | null {
  const value = member?.kind === 'enum' ? member.value : null
  switch (at) {
    case 1:
      return 'enum.Enum'
    case 2:
      return owner.isFlag ? 'enum.Flag' : null
    case 4:
      return value?.kind === 'str' ? 'enum.StrEnum' : value?.kind === 'int' ? 'enum.IntEnum' : null
    case 5:
      return value?.kind === 'int' ? 'enum.IntFlag' : null
    default:
      return null
  }
}
