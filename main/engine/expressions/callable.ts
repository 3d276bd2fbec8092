/** The shape of a function that an expression may call. */
import type { Classes } from '../values/classes'
import { type Val, giveUp } from './runtime'
import type { ExpressionScope } from './scope'

/** What a function gets. */
export interface Call {
  readonly args: readonly Val[]
  readonly scope: ExpressionScope
  readonly classes: Classes
}

export interface Callable {
  /** How many arguments it takes here. */
  readonly least: number
  readonly most: number
  call(call: Call): Val
}

/** A function of exactly one value, two or three. */
export function of1(work: (a: Val, call: Call) => Val): Callable {
  return { least: 1, most: 1, call: (call) => work(at(call, 0), call) }
}
export function of2(work: (a: Val, b: Val, call: Call) => Val): Callable {
  return { least: 2, most: 2, call: (call) => work(at(call, 0), at(call, 1), call) }
}
export function of3(work: (a: Val, b: Val, c: Val, call: Call) => Val): Callable {
  return { least: 3, most: 3, call: (call) => work(at(call, 0), at(call, 1), at(call, 2), call) }
}
export function ofMany(least: number, work: (call: Call) => Val): Callable {
  return { least, most: Infinity, call: work }
}

const at = ({ args }: Call, i: number): Val => args[i] ?? giveUp('an argument that is not there')
