/** Sizes and ints with which all shape guards hold: the nearest to those of the call, found by trying. */
import type { JsonPath, ScenarioChange } from '../../../../shared/replay'
import { compileExpression, type Expression, type ExpressionScope } from '../../expressions'
import { identityIn, sourcesIn } from '../../expressions/sources'
import type { TensorValue, Value } from '../../values/value'
import { contiguous } from '../change-tensor'
import { expressionScope } from '../expression-scope'
import type { Remedy, Situation } from './remedy'
import { joinRemedies, pathOf } from './remedy-relations'
import { holdsSize, holdsValue, managersByName } from './sources'

/** How far from its value one variable is tried, and each of two. */
const FAR = 4096
const NEAR = 40
/** Expressions tested in one search. */
const MOST_TESTS = 400_000

/** Something an expression reads that may take other values. */
interface Variable {
  readonly source: string
  /** Of a tensor; null for an int. */
  readonly dim: number | null
  readonly path: JsonPath
  readonly from: number
  readonly set: (n: number) => void
}

export function shapeRemedies(situation: Situation, exprs: readonly string[]): Remedy[] {
  const { tree, scenario } = situation
  const { classes } = tree.builder
  const scope = expressionScope(tree.builder, scenario)
  const compiled = exprs.map((text) => compileExpression(text, classes))
  const failing = compiled.filter((expr) => !holds(expr, scope))
  const [first] = failing
  const pair = first === undefined ? null : identityIn(first.text)
  if (pair !== null) return joinRemedies(situation, ...pair)
  const read = [...new Set(failing.flatMap(({ text }) => sourcesIn(text)))]
  const variables = variablesOf(situation, scope, read)
  const search = new Search(failing, compiled, scope)
  const made = madeContiguous(situation, scope, read, search)
  if (made.length > 0) return made
  const singles = variables.flatMap((variable) => search.one(variable))
  const found = singles.length > 0 ? singles : pairsOf(variables).flatMap(([a, b]) => search.two(a, b))
  return found
    .sort((a, b) => distance(a) - distance(b))
    .map((values) => ({
      title: values.map(([variable, n]) => titleOf(variable, n)).join(', '),
      changes: values.map(([variable, n]) => changeOf(variable, n)),
      solved: true,
    }))
}

type Values = readonly (readonly [Variable, number])[]

const distance = (values: Values): number => values.reduce((sum, [{ from }, n]) => sum + Math.abs(n - from), 0)

class Search {
  private tests = 0
  constructor(
    private readonly failing: readonly Expression[],
    private readonly all: readonly Expression[],
    private readonly scope: ExpressionScope,
  ) {}

  /** Whether what failed holds now, and nothing else fails. */
  passes(): boolean {
    this.tests += this.failing.length
    if (!this.failing.every((expr) => holds(expr, this.scope))) return false
    this.tests += this.all.length
    return this.all.every((expr) => fails(expr, this.scope) === false)
  }

  /** The nearest below and above. */
  one(variable: Variable): Values[] {
    const found: Values[] = []
    for (const sign of [-1, 1])
      for (let d = 1; d <= FAR && this.tests < MOST_TESTS; d++) {
        const n = variable.from + sign * d
        if (n < 0 && variable.dim !== null) break
        variable.set(n)
        if (!this.passes()) continue
        found.push([[variable, n]])
        break
      }
    variable.set(variable.from)
    return found
  }

  /** The nearest pair of both. */
  two(a: Variable, b: Variable): Values[] {
    let best: Values | null = null
    for (let total = 2; total <= 2 * NEAR && best === null && this.tests < MOST_TESTS; total++)
      for (const [x, y] of splits(total)) {
        const [m, n] = [a.from + x, b.from + y]
        if ((m < 0 && a.dim !== null) || (n < 0 && b.dim !== null)) continue
        a.set(m)
        b.set(n)
        if (!this.passes()) continue
        best = [
          [a, m],
          [b, n],
        ]
        break
      }
    a.set(a.from)
    b.set(b.from)
    return best === null ? [] : [best]
  }
}

function* splits(total: number): Generator<readonly [number, number]> {
  for (let x = 1; x < total; x++)
    for (const [sx, sy] of [
      [-1, -1],
      [1, 1],
      [-1, 1],
      [1, -1],
    ] as const)
      yield [sx * x, sy * (total - x)]
}

function holds(expr: Expression, scope: ExpressionScope): boolean {
  const answer = expr.test(scope)
  return answer.kind === 'truth' && answer.value
}

function fails(expr: Expression, scope: ExpressionScope): boolean {
  const answer = expr.test(scope)
  return answer.kind === 'raised' || (answer.kind === 'truth' && !answer.value)
}

const PROPERTY = /^(.*)\.(size|stride)\(\)\[(\d+)\]$/s

function variablesOf(situation: Situation, scope: ExpressionScope, read: readonly string[]): Variable[] {
  const managers = managersByName(situation.tree)
  const seen = new Set<string>()
  return read.flatMap((text): Variable[] => {
    const [, base = text, , index] = PROPERTY.exec(text) ?? []
    const manager = managers.get(base)
    const path = pathOf(situation, base, manager)
    const value = valueOf(situation, scope, base)
    if (path === null || value === null) return []
    if (value.kind === 'int' && index === undefined && !holdsValue(manager)) {
      const int: { value: bigint } = value
      const from = Number(value.value)
      return [{ source: base, dim: null, path: [...path, 'value'], from, set: (n) => (int.value = BigInt(n)) }]
    }
    if (value.kind !== 'tensor') return []
    // a stride follows from the sizes behind it
    const dims = text.includes('.stride()[')
      ? value.size.map((_, i) => i).filter((i) => i > Number(index))
      : [Number(index)]
    return dims.flatMap((dim) => {
      const key = `${base}\u0000${dim}`
      if (seen.has(key) || dim >= value.size.length || holdsSize(manager, dim)) return []
      seen.add(key)
      return [dimension(base, dim, [...path, 'shape', dim], value)]
    })
  })
}

function dimension(source: string, dim: number, path: JsonPath, tensor: TensorValue): Variable {
  const saved = { size: tensor.size, stride: tensor.stride }
  const from = Number(tensor.size[dim] ?? 0n)
  return {
    source,
    dim,
    path,
    from,
    set: (n) => {
      const size = tensor.size.map((old, i) => (i === dim ? BigInt(n) : old))
      const isBack = n === from && size.every((s, i) => s === saved.size[i])
      const stride = isBack ? saved.stride : contiguous(size.map((s) => Number(s ?? 1n))).map(BigInt)
      Object.assign(tensor, { size, stride })
    },
  }
}

function valueOf({ tree }: Situation, scope: ExpressionScope, source: string): Value | null {
  const answer = compileExpression(source, tree.builder.classes).evaluate(scope)
  return answer.kind === 'value' ? answer.value : null
}

/** Where a guard compares strides, a tensor laid out anew may be all it takes. */
function madeContiguous(
  situation: Situation,
  scope: ExpressionScope,
  read: readonly string[],
  search: Search,
): Remedy[] {
  for (const text of read) {
    const [, base, property] = PROPERTY.exec(text) ?? []
    if (base === undefined || property !== 'stride') continue
    const path = pathOf(situation, base)
    const value = valueOf(situation, scope, base)
    if (path === null || value?.kind !== 'tensor') continue
    const { stride } = value
    const made = contiguous(value.size.map((n) => Number(n ?? 1n)))
    if (made.every((n, i) => BigInt(n) === stride[i])) continue
    Object.assign(value, { stride: made.map(BigInt) })
    const passes = search.passes()
    Object.assign(value, { stride })
    if (passes)
      return [{ title: `${base}: contiguous`, changes: [{ path: [...path, 'stride'], value: made }], solved: true }]
  }
  return []
}

function pairsOf<T>(list: readonly T[]): (readonly [T, T])[] {
  return list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const))
}

function titleOf({ source, dim, from }: Variable, n: number): string {
  return dim === null ? `${source}: from ${from} to ${n}` : `${source}: size at ${dim} from ${from} to ${n}`
}

function changeOf({ path }: Variable, n: number): ScenarioChange {
  return { path, value: n }
}
