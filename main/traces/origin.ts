/** What your code did to make a guard on a size that refused a call. */
import type { CompileShapes, ShapeGuard, ShapeOrigin } from '../../shared/trace'
import type { ReadReason } from './reason'
import { equality, shapesOf, specializationOf } from './shape-match'

/** `shapes` of the entry that refused. Null where the log does not tell. */
export function originOf({ kind, source, asked, text }: ReadReason, shapes: CompileShapes): ShapeOrigin | null {
  if (kind === 'size') {
    const made = specializationOf(`${source}.size()[${/at index (\d+)/.exec(asked)?.[1] ?? ''}]`, shapes)
    if (made === null) return null
    const [guard] = equality(made, shapes)
    const { userStack } = guard ?? made
    return { expression: guard?.expression ?? `${made.symbol} = ${made.value}`, isStatic: true, userStack }
  }
  if (kind !== 'shape' && kind !== 'value') return null
  const found = shapesOf(text, shapes)
  const [guard] = found?.isExact === true ? found.guards : []
  return guard === undefined ? null : ofGuard(guard)
}

const ofGuard = ({ expression, userStack }: ShapeGuard): ShapeOrigin => ({ expression, isStatic: false, userStack })
