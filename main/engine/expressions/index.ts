/** Evaluates the Python expressions that stand in a blob as guards. Nothing is run as code: a whitelist is walked. */
import type { Classes } from '../values/classes'
import { strRepr } from '../values/repr'
import type { Value } from '../values/value'
import * as math from './arithmetic'
import { NotEvaluated, type Num, PythonRaise } from './arithmetic'
import { type Ast, parse } from './ast'
import { FUNCTIONS } from './functions'
import { ExpressionError } from './tokens'

export type Verdict =
  | { readonly kind: 'truth'; readonly value: boolean }
  /** Python would raise: the class and message of the exception. */
  | { readonly kind: 'raised'; readonly error: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** What an expression may look at. */
export interface ExpressionScope {
  readonly local: (name: string) => Value | undefined
  readonly global: (name: string) => Value | undefined
  /** null where Python raises AttributeError; a value of kind unknown where that is not known. */
  readonly getattr: (value: Value, name: string) => Value | null
  /** null where Python raises KeyError or IndexError. */
  readonly getitem: (value: Value, index: Value) => Value | null
  readonly is: (a: Value, b: Value) => boolean | null
  readonly equals: (a: Value, b: Value) => boolean | null
}

export interface Expression {
  readonly text: string
  /** Where the text is no expression that is evaluated here: why. */
  readonly error: string | null
  readonly test: (scope: ExpressionScope) => Verdict
}

/** Ints and floats as numbers, None as null, what else a frame holds as a Value, a tensor's method before its call. */
type Py = Num | boolean | null | Value | Py[] | Method
interface Method {
  readonly method: string
  readonly on: Value
}
type Eval = (scope: ExpressionScope) => Py

/** Compiles once; never throws. */
export function compileExpression(text: string, classes: Classes): Expression {
  let run: Eval
  try {
    run = new Compiler(classes).compile(parse(text))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const reason = error.message
    return { text, error: reason, test: () => ({ kind: 'unknown', reason }) }
  }
  return {
    text,
    error: null,
    test(scope) {
      try {
        return { kind: 'truth', value: truth(run(scope)) }
      } catch (error) {
        if (error instanceof NotEvaluated) return { kind: 'unknown', reason: error.message }
        if (!(error instanceof PythonRaise)) throw error
        return error.message.startsWith('ZeroDivisionError')
          ? { kind: 'unknown', reason: error.message }
          : { kind: 'raised', error: error.message }
      }
    },
  }
}

const isValue = (py: Py): py is Value => typeof py === 'object' && py !== null && 'kind' in py

/** `bool(x)`. */
function truth(py: Py): boolean {
  if (typeof py === 'boolean') return py
  if (typeof py === 'bigint') return py !== 0n
  if (typeof py === 'number') return py !== 0
  if (py === null) return false
  if (Array.isArray(py)) return py.length > 0
  if (isValue(py)) {
    switch (py.kind) {
      case 'str':
        return py.value !== ''
      case 'bytes':
      case 'bytearray':
        return py.value.length > 0
      case 'sequence':
      case 'set':
        return py.items.length > 0
      case 'dict':
        return py.entries.length > 0
      case 'class':
      case 'function':
      case 'pymodule':
        return true
      default:
        throw new NotEvaluated(why(py))
    }
  }
  throw new NotEvaluated('a method without its call')
}

const why = (value: Value): string => (value.kind === 'unknown' ? value.why : `the truth of a ${value.kind}`)

/** A frame's value as the evaluator has it. */
function fromValue(value: Value): Py {
  switch (value.kind) {
    case 'int':
    case 'float':
    case 'bool':
      return value.value
    case 'none':
      return null
    case 'object':
      return value.scalar === null ? value : fromValue(value.scalar)
    case 'unknown':
      throw new NotEvaluated(value.why)
    default:
      return value
  }
}

class Compiler {
  constructor(private readonly classes: Classes) {}

  compile(ast: Ast): Eval {
    switch (ast.kind) {
      case 'number':
      case 'constant': {
        const { value } = ast
        return () => value
      }
      case 'string': {
        const value = this.str(ast.value)
        return () => value
      }
      case 'name':
        throw new ExpressionError(`the name ${ast.name} is not known`, ast.at)
      case 'attribute':
        return this.attribute(ast)
      case 'item':
        return this.item(ast)
      case 'call':
        return this.call(ast)
      case 'unary':
        return this.unary(ast)
      case 'binary':
        return this.binary(ast)
      case 'compare':
        return this.comparison(ast)
      case 'logic':
        return this.logic(ast)
      case 'if': {
        const [test, yes, no] = [this.compile(ast.test), this.compile(ast.yes), this.compile(ast.no)]
        return (scope) => (truth(test(scope)) ? yes(scope) : no(scope))
      }
      case 'sequence': {
        const items = ast.items.map((item) => this.compile(item))
        return (scope) => items.map((item) => item(scope))
      }
    }
  }

  private str(value: string): Value {
    return { kind: 'str', type: this.classes.builtin('str'), node: null, value }
  }

  private item(ast: Extract<Ast, { kind: 'item' }>): Eval {
    const { base, index } = ast
    // L['x'] and G['x']
    if (base.kind === 'name' && (base.name === 'L' || base.name === 'G') && index.kind === 'string') {
      const name = index.value
      const local = base.name === 'L'
      return (scope) => {
        const value = local ? scope.local(name) : scope.global(name)
        if (value === undefined) throw new PythonRaise(`KeyError: ${strRepr(name)}`)
        return fromValue(value)
      }
    }
    // x.size()[0] and x.stride()[0] without a list in between
    const prop = dimensionCall(base)
    if (prop !== null && index.kind === 'number' && typeof index.value === 'bigint') {
      const tensor = this.compile(prop.base)
      const at = Number(index.value)
      const { name } = prop
      return (scope) => {
        const value = tensor(scope)
        return isValue(value) && value.kind === 'tensor'
          ? dimension(value[name], at)
          : this.subscript(scope, this.invoke({ method: name, on: asValue(value) }, []), BigInt(at))
      }
    }
    const [of, key] = [this.compile(base), this.compile(index)]
    return (scope) => this.subscript(scope, of(scope), key(scope))
  }

  private subscript(scope: ExpressionScope, of: Py, key: Py): Py {
    if (Array.isArray(of)) {
      if (typeof key !== 'bigint' && typeof key !== 'boolean') throw new NotEvaluated('an index that is no int')
      const at = Number(key)
      const item = of[at < 0 ? at + of.length : at]
      if (item === undefined) throw new PythonRaise('IndexError: tuple index out of range')
      return item
    }
    if (!isValue(of)) throw new PythonRaise(`TypeError: '${typeName(of)}' object is not subscriptable`)
    const item = scope.getitem(of, this.toValue(key))
    if (item === null) {
      throw new PythonRaise(
        of.kind === 'sequence'
          ? `IndexError: ${of.base} index out of range`
          : `KeyError: ${isValue(key) && key.kind === 'str' ? strRepr(key.value) : String(key)}`,
      )
    }
    return fromValue(item)
  }

  private toValue(py: Py): Value {
    const type = (name: string) => this.classes.builtin(name)
    if (typeof py === 'bigint') return { kind: 'int', type: type('int'), node: null, value: py }
    if (typeof py === 'number') return { kind: 'float', type: type('float'), node: null, value: py }
    if (typeof py === 'boolean') return { kind: 'bool', type: type('bool'), node: null, value: py }
    if (py === null) return { kind: 'none', type: type('NoneType'), node: null }
    if (Array.isArray(py))
      return {
        kind: 'sequence',
        base: 'tuple',
        type: type('tuple'),
        node: null,
        items: py.map((item) => this.toValue(item)),
        attrs: new Map(),
      }
    if (isValue(py)) return py
    throw new NotEvaluated('a method without its call')
  }

  private attribute(ast: Extract<Ast, { kind: 'attribute' }>): Eval {
    const of = this.compile(ast.base)
    const { name } = ast
    return (scope) => {
      const value = of(scope)
      if (!isValue(value)) {
        if (name === 'item') throw new NotEvaluated('item() of what is no tensor')
        throw new PythonRaise(`AttributeError: '${typeName(value)}' object has no attribute '${name}'`)
      }
      if (value.kind === 'tensor' && METHODS.has(name)) return { method: name, on: value }
      const found = scope.getattr(value, name)
      if (found === null)
        throw new PythonRaise(
          `AttributeError: '${value.kind === 'class' ? 'type' : (value.type?.qualname ?? 'object')}' object has no attribute '${name}'`,
        )
      return fromValue(found)
    }
  }

  private call(ast: Extract<Ast, { kind: 'call' }>): Eval {
    const name = dotted(ast.callee)
    const args = ast.args.map((arg) => this.compile(arg))
    const fn = name === null ? undefined : FUNCTIONS.get(name)
    if (fn !== undefined) {
      return (scope) => fn(...args.map((arg) => numeric(arg(scope), name ?? '')))
    }
    if (name === '___as_tensor' && args.length === 1) return args[0] as Eval
    if (name === 'len' && args.length === 1) return (scope) => lengthOf((args[0] as Eval)(scope))
    if (ast.callee.kind === 'attribute') {
      if (ast.callee.name === 'item' && args.length === 0 && ast.callee.base.kind === 'call')
        return this.compile(ast.callee.base)
      if (METHODS.has(ast.callee.name)) {
        const callee = this.attribute(ast.callee)
        return (scope) =>
          this.invoke(
            callee(scope),
            args.map((arg) => arg(scope)),
          )
      }
    }
    throw new ExpressionError(`a call of ${name ?? 'an expression'} is not evaluated`, ast.at)
  }

  private invoke(callee: Py, args: readonly Py[]): Py {
    if (typeof callee !== 'object' || callee === null || !('method' in callee))
      throw new NotEvaluated('a call of a value')
    const { method, on } = callee
    if (on.kind !== 'tensor')
      throw new PythonRaise(
        `AttributeError: '${on.kind === 'class' ? 'type' : (on.type?.qualname ?? 'object')}' object has no attribute '${method}'`,
      )
    if (method === 'storage_offset') return known(on.storageOffset)
    if (method === 'dim' || method === 'ndimension') return BigInt(on.size.length)
    if (method === 'numel') return on.size.reduce<bigint>((n, size) => n * known(size), 1n)
    if (method === 'item') throw new NotEvaluated('what a tensor holds')
    const dims = on[method as 'size' | 'stride']
    const [at] = args
    return at === undefined ? dims.map((n) => known(n)) : dimension(dims, Number(at as bigint))
  }

  private unary(ast: Extract<Ast, { kind: 'unary' }>): Eval {
    const of = this.compile(ast.operand)
    switch (ast.op) {
      case 'not':
        return (scope) => !truth(of(scope))
      case '-':
        return (scope) => {
          const value = numeric(of(scope), 'unary -')
          return typeof value === 'bigint' ? -value : -value
        }
      case '+':
        return (scope) => numeric(of(scope), 'unary +')
      default:
        return (scope) => {
          const value = numeric(of(scope), 'unary ~')
          if (typeof value !== 'bigint') throw new PythonRaise("TypeError: bad operand type for unary ~: 'float'")
          return ~value
        }
    }
  }

  private binary(ast: Extract<Ast, { kind: 'binary' }>): Eval {
    const [left, right] = [this.compile(ast.left), this.compile(ast.right)]
    const { op } = ast
    const fn = BINARY.get(op) ?? ((a: Num, b: Num) => math.bitwise(op, a, b))
    return (scope) => {
      const a = left(scope)
      const b = right(scope)
      return fn(numeric(a, op), numeric(b, op))
    }
  }

  private comparison(ast: Extract<Ast, { kind: 'compare' }>): Eval {
    const first = this.compile(ast.first)
    const rest = ast.rest.map(([op, operand]) => [op, this.compile(operand)] as const)
    return (scope) => {
      let left = first(scope)
      for (const [op, operand] of rest) {
        const right = operand(scope)
        if (!this.compare(scope, op, left, right)) return false
        left = right
      }
      return true
    }
  }

  private compare(scope: ExpressionScope, op: string, a: Py, b: Py): boolean {
    const [x, y] = [asNumber(a), asNumber(b)]
    if (x !== null && y !== null && !op.startsWith('i') && !op.startsWith('n')) return math.compare(op, x, y)
    switch (op) {
      case 'is':
      case 'is not': {
        const same = scope.is(this.toValue(a), this.toValue(b))
        if (same === null) throw new NotEvaluated('whether two values are one object')
        return same === (op === 'is')
      }
      case '==':
      case '!=': {
        const same = scope.equals(this.toValue(a), this.toValue(b))
        if (same === null) throw new NotEvaluated('whether two values are equal')
        return same === (op === '==')
      }
      case 'in':
      case 'not in': {
        const items = Array.isArray(b) ? b : isValue(b) && (b.kind === 'sequence' || b.kind === 'set') ? b.items : null
        if (items === null) throw new NotEvaluated('membership in a value')
        const has = items.some((item) => scope.equals(this.toValue(a), this.toValue(item)) === true)
        return has === (op === 'in')
      }
      default:
        throw new NotEvaluated(`${op} between a ${typeName(a)} and a ${typeName(b)}`)
    }
  }

  /** Where an operand is not known, the others may still decide. */
  private logic(ast: Extract<Ast, { kind: 'logic' }>): Eval {
    const operands = ast.operands.map((operand) => this.compile(operand))
    const stops = ast.op === 'or'
    return (scope) => {
      let last: Py = !stops
      let unknown: NotEvaluated | null = null
      for (const operand of operands) {
        try {
          last = operand(scope)
          if (truth(last) === stops) return last
        } catch (error) {
          if (!(error instanceof NotEvaluated)) throw error
          unknown ??= error
        }
      }
      if (unknown !== null) throw unknown
      return last
    }
  }
}

const METHODS = new Set(['size', 'stride', 'storage_offset', 'dim', 'ndimension', 'numel', 'item'])

const BINARY: ReadonlyMap<string, (a: Num, b: Num) => Num> = new Map([
  ['+', math.add],
  ['-', math.subtract],
  ['*', math.multiply],
  ['/', math.divide],
  ['//', math.floorDivide],
  ['%', math.modulo],
  ['**', math.power],
])

function dimensionCall(ast: Ast): { readonly base: Ast; readonly name: 'size' | 'stride' } | null {
  if (ast.kind !== 'call' || ast.args.length > 0 || ast.callee.kind !== 'attribute') return null
  const { name, base } = ast.callee
  return name === 'size' || name === 'stride' ? { base, name } : null
}

function dimension(dims: readonly (bigint | null)[], at: number): bigint {
  const i = at < 0 ? at + dims.length : at
  if (i < 0 || i >= dims.length) throw new PythonRaise('IndexError: tuple index out of range')
  return known(dims[i])
}

function known(n: bigint | null | undefined): bigint {
  if (n == null) throw new NotEvaluated('a dimension that is not given')
  return n
}

function asValue(py: Py): Value {
  if (isValue(py)) return py
  throw new PythonRaise(`AttributeError: '${typeName(py)}' object has no attribute 'size'`)
}

/** `torch.sym_max` for the attribute of a name. */
function dotted(ast: Ast): string | null {
  if (ast.kind === 'name') return ast.name
  if (ast.kind !== 'attribute' || ast.base.kind !== 'name') return null
  return ast.base.name === 'L' || ast.base.name === 'G' ? null : `${ast.base.name}.${ast.name}`
}

function asNumber(py: Py): Num | null {
  if (typeof py === 'bigint' || typeof py === 'number') return py
  return typeof py === 'boolean' ? (py ? 1n : 0n) : null
}

function numeric(py: Py, op: string): Num {
  const number = asNumber(py)
  if (number === null) throw new NotEvaluated(`${op} on a ${typeName(py)}`)
  return number
}

function lengthOf(py: Py): bigint {
  if (Array.isArray(py)) return BigInt(py.length)
  if (isValue(py) && (py.kind === 'sequence' || py.kind === 'set')) return BigInt(py.items.length)
  if (isValue(py) && py.kind === 'dict') return BigInt(py.entries.length)
  throw new NotEvaluated(`len() of a ${typeName(py)}`)
}

function typeName(py: Py): string {
  if (py === null) return 'NoneType'
  if (typeof py === 'bigint') return 'int'
  if (typeof py === 'number') return 'float'
  if (typeof py === 'boolean') return 'bool'
  if (Array.isArray(py)) return 'tuple'
  return isValue(py) ? (py.kind === 'class' ? 'type' : (py.type?.qualname ?? 'object')) : 'method'
}
