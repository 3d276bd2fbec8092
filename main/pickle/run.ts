/** The decoder's inner loop: one handler for each opcode, looked up by its byte. */
import { hexByte, PickleError } from './error'
import { handlers } from './handlers'
import { need, type Machine } from './machine'
import { BINGET, LONG_BINGET, MEMOIZE, NONE, STOP } from './opcodes'
import { none } from './opcodes-scalars'
import { getByte, getLong, memoize } from './opcodes-stack'

/**
 * Executes up to `budget` opcodes; true when STOP was reached, which leaves its value on top of the stack.
 * The loop is small, and so is each handler: V8 compiles small functions early, and seldom has to compile them again.
 */
export function run(m: Machine, budget: number): boolean {
  const { bytes } = m
  for (let left = budget; left > 0; left--) {
    const at = m.position
    if (at >= bytes.length) throw new PickleError('Truncated: no STOP before the end', at)
    const code = bytes[at] as number
    m.position = at + 1
    if (code === STOP) {
      need(m, 1, at, code)
      return true
    }
    // Most of a real stream are these four: they go without the lookup.
    if (code === LONG_BINGET) {
      getLong(m, at, code)
      continue
    }
    if (code === MEMOIZE) {
      memoize(m, at, code)
      continue
    }
    if (code === NONE) {
      none(m, at, code)
      continue
    }
    if (code === BINGET) {
      getByte(m, at, code)
      continue
    }
    const handle = handlers[code]
    if (handle === null || handle === undefined)
      throw new PickleError(`Not a pickle: ${hexByte(code)} is no opcode`, at)
    handle(m, at, code)
  }
  return false
}
