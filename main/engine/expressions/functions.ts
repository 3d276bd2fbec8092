/** Every function that an expression may call, by the name it calls it under. */
import { BUILTIN_FUNCTIONS } from './builtin-functions'
import { type Callable, of1 } from './callable'
import { MATH } from './math-functions'
import { SOURCE_FUNCTIONS } from './source-functions'
import { SYMPY_FUNCTIONS } from './sympy-functions'
import { TORCH_FUNCTIONS } from './torch-functions'

export const FUNCTIONS: ReadonlyMap<string, Callable> = new Map([
  ...BUILTIN_FUNCTIONS,
  ...SOURCE_FUNCTIONS,
  ...SYMPY_FUNCTIONS,
  ...TORCH_FUNCTIONS,
  ...Array.from(MATH, ([name, work]): [string, Callable] => [`math.${name}`, of1(work)]),
])
