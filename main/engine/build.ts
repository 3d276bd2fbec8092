/** Builds the guard tree that a blob becomes when torch loads it (CheckFunctionManager, torch/_dynamo/guards.py). */
import type { Guard, GuardsState } from '../state/guards-state'
import { GuardBuilder, type Locals } from './builder'
import type { Facts } from './facts'
import { CREATE_FNS } from './guard-kinds'
import { addRelations } from './guard-kinds/aliasing'
import { addAlwaysLast } from './guard-kinds/process'
import { sortGuards } from './guard-order'
import type { BuildProblem, GuardTree } from './manager'
import { markTagSafe } from './tag-safe'
import { torchFolder } from './user-stack'
import { checkOptimizer } from './values/setstate'
import { PythonError } from './values/value'

export interface BuildOptions {
  /** The frame's variables in order: co_varnames, then co_freevars. */
  readonly locals?: Locals | undefined
  /** Where torch lies in the loading process: a comment shortens file names by it. Read off the stacks where not given. */
  readonly torchFolder?: string | undefined
  /** A tree of the same guards, from before a change of what they look at. */
  readonly previous?: BuiltTree | undefined
  /** Called with a fraction now and then; throw from it to cancel. */
  readonly onProgress?: ((fraction: number) => void) | undefined
}

export interface BuiltTree extends GuardTree {
  readonly builder: GuardBuilder
}

/** The tree; guards that cannot be built are left out of it and named in `problems`. */
export function buildGuardTree(state: GuardsState, facts: Facts, options: BuildOptions = {}): BuiltTree {
  const builder = new GuardBuilder(
    state,
    facts,
    options.locals ?? null,
    options.torchFolder ?? options.previous?.builder.torchFolder ?? torchFolder(state.guards),
  )
  if (options.previous !== undefined) builder.verbose.takeOver(options.previous.builder.verbose)
  const problems: BuildProblem[] = []
  // GuardBuilder.__init__: the dicts whose order of keys is guarded
  for (const source of state.guardOnKeyOrder) attempt(problems, null, () => builder.evaluator.get(source))
  const sorted = sortGuards(state.guards, builder)
  sorted.forEach((guard, i) => {
    if (i % 256 === 255) options.onProgress?.(i / sorted.length)
    attempt(problems, guard, () => create(builder, guard, problems))
  })
  attempt(problems, null, () => addAlwaysLast(builder))
  attempt(problems, null, () => addRelations(builder))
  for (const { type, attrs } of builder.values.optimizers)
    attempt(problems, null, () => checkOptimizer(builder.classes, type, attrs))
  if (facts.config('use_recursive_dict_tags_for_guards')) markTagSafe(builder)
  return { root: builder.root, epilogue: builder.epilogue, problems, builder }
}

export function create(builder: GuardBuilder, guard: Guard, problems: BuildProblem[]): void {
  const fn = CREATE_FNS.get(guard.createFn)
  if (fn === undefined) problems.push({ guard, message: `no guard kind ${guard.createFn} is known here` })
  else if (guard.source === null)
    problems.push({ guard, message: 'its source is not one of torch\u2019s Source classes' })
  else fn(builder, guard)
}

export function attempt(problems: BuildProblem[], guard: Guard | null, run: () => void): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    problems.push({ guard, message: error.message })
  }
}
