/** Turns the tree of an expression into closures: each name, operator and call is looked up once. */
import type { Classes } from '../values/classes'
import { strRepr } from '../values/repr'
import type { Callable } from './callable'
import { compileComparison } from './compile-comparison'
import { compileLogic } from './compile-logic'
import { FUNCTIONS } from './functions'
import { MATH_CONSTANTS } from './math-functions'
import { binary, truth, unary } from './operators'
import { attribute, callMethod, known, METHODS, storageOffset, strides, subscript } from './reads'
import { describe, float, int, Items, raise, type Val, giveUp } from './runtime'
import type { ExpressionScope } from './scope'
import { ExpressionError, type Syntax } from './syntax'

export type Run = (scope: ExpressionScope) => Val

/** Modules that a guard has under a name (guards.py, _get_closure_vars). */
const MODULES: ReadonlyMap<string, string> = new Map([
  ['math', 'math'],
  ['torch', 'torch'],
  ['inspect', 'inspect'],
  ['utils_device', 'torch.utils._device'],
])

/** Its methods throw ExpressionError for names and calls that no guard may use. */
export class Compiler {
  constructor(
    private readonly text: string,
    readonly classes: Classes,
  ) {}

  run(node: Syntax): Run {
    switch (node.kind) {
      case 'number': {
        const { value } = node
        return () => value
      }
      case 'float':
        return this.constant(
          node.imaginary
            ? { kind: 'complex', type: this.classes.builtin('complex'), node: null, re: 0, im: node.value }
            : float(node.value),
        )
      case 'string':
        return this.constant({ kind: 'str', type: this.classes.builtin('str'), node: null, value: node.value })
      case 'bytes':
        return this.constant({ kind: 'bytes', type: this.classes.builtin('bytes'), node: null, value: node.value })
      case 'name':
        return this.constant(this.name(node.name, node))
      case 'tuple':
      case 'list': {
        const { kind } = node
        const items = node.items.map((item) => this.run(item))
        return (scope) =>
          new Items(
            kind,
            items.map((item) => item(scope)),
          )
      }
      case 'attribute':
        return this.attribute(node)
      case 'item':
        return this.item(node)
      case 'call':
        return this.call(node)
      case 'unary': {
        const { op } = node
        const operand = this.run(node.operand)
        return (scope) => unary(op, operand(scope))
      }
      case 'chain':
        return this.chain(node)
      case 'if': {
        const [test, value, otherwise] = [this.run(node.test), this.run(node.value), this.run(node.otherwise)]
        return (scope) => {
          const holds = truth(test(scope))
          if (typeof holds !== 'boolean') return giveUp(holds.reason)
          return holds ? value(scope) : otherwise(scope)
        }
      }
      case 'compare':
        return compileComparison(node, this)
      case 'not':
      case 'and':
      case 'or':
        return compileLogic(node, this)
    }
  }

  private constant(value: Val): Run {
    return () => value
  }

  /** A name that stands alone. */
  private name(name: string, node: Syntax): Val {
    switch (name) {
      case 'True':
        return true
      case 'False':
        return false
      case 'None':
        return { kind: 'none', type: this.classes.builtin('NoneType'), node: null }
      case '...':
        return { kind: 'ellipsis', type: this.classes.builtin('ellipsis'), node: null }
      case 'L':
      case 'G':
        throw new ExpressionError(`${name} without an item is not evaluated`, node.at)
    }
    const number = MATH_CONSTANTS.get(name)
    if (number !== undefined) return float(number)
    const module = MODULES.get(name)
    if (module !== undefined)
      return { kind: 'pymodule', type: this.classes.builtin('module'), node: null, name: module }
    if (name === 'device') return this.classes.get('torch.device')
    const builtin = this.classes.named('builtins', name)
    if (builtin === null) throw new ExpressionError(`the name ${name} is not known`, node.at)
    return builtin
  }

  private attribute(node: Extract<Syntax, { kind: 'attribute' }>): Run {
    const number = MATH_CONSTANTS.get(dotted(node) ?? '')
    if (number !== undefined) return this.constant(float(number))
    const of = this.run(node.of)
    const { name } = node
    const { classes } = this
    return (scope) => attribute(of(scope), name, scope, classes)
  }

  private item(node: Extract<Syntax, { kind: 'item' }>): Run {
    const { of, index } = node
    if (of.kind === 'name' && (of.name === 'L' || of.name === 'G')) return this.variable(of.name, index)
    const dimension = this.dimension(node)
    if (dimension !== null) return dimension
    const [value, at] = [this.run(of), this.run(index)]
    const { classes } = this
    return (scope) => subscript(value(scope), at(scope), scope, classes)
  }

  /** `L[index]` and `G[index]`. */
  private variable(where: 'L' | 'G', index: Syntax): Run {
    if (index.kind === 'string') {
      const name = index.value
      const missing = `KeyError: ${strRepr(name)}`
      return where === 'L'
        ? (scope) => scope.local(name) ?? raise(missing)
        : (scope) => scope.global(name) ?? raise(missing)
    }
    const key = this.run(index)
    return (scope) => {
      const name = key(scope)
      if (typeof name !== 'object' || name.kind !== 'str') return giveUp(`${where} under a ${describe(name)}`)
      return (
        (where === 'L' ? scope.local(name.value) : scope.global(name.value)) ??
        raise(`KeyError: ${strRepr(name.value)}`)
      )
    }
  }

  /** `x.size()[0]` and `x.stride()[0]`, with no tuple in between. */
  private dimension({ of, index }: Extract<Syntax, { kind: 'item' }>): Run | null {
    if (of.kind !== 'call' || of.args.length > 0 || of.callee.kind !== 'attribute') return null
    const at = index.kind === 'number' ? index.value : null
    const { name } = of.callee
    if (typeof at !== 'number' || (name !== 'size' && name !== 'stride')) return null
    const tensor = this.run(of.callee.of)
    const { classes } = this
    return (scope) => {
      const value = tensor(scope)
      if (typeof value !== 'object' || value.kind !== 'tensor')
        return subscript(callMethod(value, name, []), at, scope, classes)
      const n = (name === 'size' ? value.size : strides(value))[at]
      if (n === undefined) raise('IndexError: tuple index out of range')
      return n === null ? known(n, `${this.source(of)}[${at}]`) : int(n)
    }
  }

  private call(node: Extract<Syntax, { kind: 'call' }>): Run {
    const { callee, args } = node
    const name = dotted(callee)
    const callable = name === null ? undefined : FUNCTIONS.get(name)
    if (callable !== undefined) return this.function(callable, node)
    if (callee.kind === 'attribute' && METHODS.has(callee.name) && (name === null || !this.isModule(name))) {
      return this.method(callee, args, node.at)
    }
    // a weak reference under a name, G['__weakref']()
    if (callee.kind === 'item' && args.length === 0) {
      const called = this.run(callee)
      return (scope) => dereference(called(scope))
    }
    throw new ExpressionError(`a call of ${this.source(callee)} is not evaluated`, node.at)
  }

  private function(callable: Callable, { callee, args, at }: Extract<Syntax, { kind: 'call' }>): Run {
    if (args.length < callable.least || args.length > callable.most) {
      throw new ExpressionError(`a call of ${this.source(callee)} with ${args.length} arguments is not evaluated`, at)
    }
    const values = args.map((arg) => this.run(arg))
    const { classes } = this
    return (scope) => callable.call({ args: values.map((value) => value(scope)), scope, classes })
  }

  private method(callee: Extract<Syntax, { kind: 'attribute' }>, args: readonly Syntax[], at: number): Run {
    const { name } = callee
    if (args.length > (METHODS.get(name) ?? 0)) {
      throw new ExpressionError(`a call of ${name} with ${args.length} arguments is not evaluated`, at)
    }
    const of = this.run(callee.of)
    if (name === 'storage_offset') {
      return (scope) => {
        const value = of(scope)
        return typeof value === 'object' && value.kind === 'tensor' ? storageOffset(value) : callMethod(value, name, [])
      }
    }
    const values = args.map((arg) => this.run(arg))
    return (scope) =>
      callMethod(
        of(scope),
        name,
        values.map((value) => value(scope)),
      )
  }

  private isModule(name: string): boolean {
    return MODULES.has(name.slice(0, name.indexOf('.')))
  }

  private chain(node: Extract<Syntax, { kind: 'chain' }>): Run {
    const first = this.run(node.first)
    const rest = node.rest.map(({ op, right }) => ({ op, right: this.run(right) }))
    const [only] = rest
    if (rest.length === 1 && only !== undefined) {
      const { op, right } = only
      return (scope) => binary(op, first(scope), right(scope))
    }
    return (scope) => {
      let value = first(scope)
      for (const { op, right } of rest) value = binary(op, value, right(scope))
      return value
    }
  }

  /** The text of a node, cut short. */
  private source(node: Syntax): string {
    const text = this.text.slice(node.at, node.end)
    return text.length > 60 ? `${text.slice(0, 60)}…` : text
  }
}

/** `torch.sym_max` for the attribute of a name; null for all else. */
function dotted(node: Syntax): string | null {
  if (node.kind === 'name') return node.name
  const of = node.kind === 'attribute' ? dotted(node.of) : null
  return of === null || node.kind !== 'attribute' ? null : `${of}.${node.name}`
}

/** What a weak reference refers to. */
function dereference(x: Val): Val {
  if (typeof x === 'object' && x.kind === 'weakref') return x.target
  return giveUp(`a call of a ${describe(x)}`)
}
