/** Finds what a printed shape guard comes from: torch prints sources, and simplified; the log tells of symbols. */
import type { CompileShapes, ShapeGuard, ShapeSymbol, Specialization, TracedShapes } from '../../shared/trace'
import { withoutScope } from './facts'
import { isSuppressed } from './shapes'

export const NO_SHAPES: CompileShapes = { symbols: [], guards: [], specialized: [] }

/** What of a compile's sizes a code part is about; null where the log tells nothing of them. */
export function shapesOf(code: string, shapes: CompileShapes): TracedShapes | null {
  const text = withoutScope(code)
  const symbols = shapes.symbols.filter(({ source }) => source !== '' && namesWhole(text, withoutScope(source)))
  if (symbols.length === 0) return null
  const names = new Set(symbols.map(({ symbol }) => symbol))
  const added = shapes.guards.filter((guard) => !isSuppressed(guard))
  const equal = added.filter((guard) => isSaid(text, guard, shapes.symbols))
  const guards = equal.length > 0 ? equal : added.filter((guard) => bounds(text, guard, symbols))
  const near = added.filter(({ expression }) => symbolsIn(expression).some((name) => names.has(name)))
  const isKnown = guards.length > 0 || isZeroOne(text, symbols)
  return {
    code,
    symbols,
    guards: isKnown ? guards : near,
    isExact: isKnown,
    specialized: shapes.specialized.filter(({ symbol }) => names.has(symbol)),
  }
}

/** What of a compile's sizes a guard on a tensor is about. */
export function shapesAt(source: string, shapes: CompileShapes): TracedShapes[] {
  const isOf = (of: string): boolean => of.startsWith(`${source}.size()[`) || of.startsWith(`${source}.stride()[`)
  const symbols = shapes.symbols.filter((one) => isOf(one.source))
  const names = new Set(symbols.map(({ symbol }) => symbol))
  const specialized = shapes.specialized.filter(({ symbol, sources }) => names.has(symbol) || sources.some(isOf))
  if (symbols.length === 0 && specialized.length === 0) return []
  return [
    { code: '', symbols, guards: specialized.flatMap((one) => equality(one, shapes)), isExact: true, specialized },
  ]
}

/** How a size, `x.size()[0]`, became a number; null where the log does not tell that it did. */
export function specializationOf(size: string, shapes: CompileShapes): Specialization | null {
  return shapes.specialized.find(({ sources }) => sources.some((source) => withoutScope(source) === size)) ?? null
}

/** The guard that made a symbol a number, where it says just that. */
export function equality({ symbol, value }: Specialization, { guards }: CompileShapes): readonly ShapeGuard[] {
  const texts = [`Eq(${symbol}, ${value})`, `Eq(${value}, ${symbol})`]
  return guards.filter((guard) => texts.includes(guard.expression) && !isSuppressed(guard)).slice(0, 1)
}

/** 0/1 specialization: the least value that a symbol is made with, which no line of code asks for. */
export function isZeroOne(text: string, symbols: readonly ShapeSymbol[]): boolean {
  const range = rangeIn(text)
  return range !== null && range.low === '2' && symbols.some((one) => one.range.startsWith('[2, '))
}

const symbolsIn = (expression: string): readonly string[] => expression.match(/\bz?[su]f?\d+\b/g) ?? []

/** The expression with sources for its symbols, as ShapeGuardPythonPrinter writes the simple ones. */
function isSaid(text: string, { expression }: ShapeGuard, symbols: readonly ShapeSymbol[]): boolean {
  const sources = new Map(symbols.map(({ symbol, source }) => [symbol, withoutScope(source)]))
  const python = (part: string): string =>
    part
      .replace(/\bMod\(([^(),]+), ([^(),]+)\)/g, '($1 % $2)')
      .replace(/\bz?[su]f?\d+\b/g, (name) => sources.get(name) ?? name)
  const [, relation = '', left = '', right = ''] = /^(Eq|Ne)\((.*), ([^,]*)\)$/.exec(expression) ?? []
  if (relation === '') return bare(python(expression)) === bare(text)
  const sign = relation === 'Eq' ? '==' : '!='
  const sides = [python(left), python(right)] as const
  return [`${sides[0]} ${sign} ${sides[1]}`, `${sides[1]} ${sign} ${sides[0]}`].some((one) => bare(one) === bare(text))
}

const bare = (text: string): string => text.replaceAll(/[\s()]/g, '')

/** `2 <= x.size()[0] <= 4`; null for what is no range of one size. */
function rangeIn(text: string): { readonly low: string | null; readonly high: string | null } | null {
  const [, low, high] = /^(?:(-?\d+) <= )?[^<>=!%*+ ]+(?: <= (-?\d+))?$/.exec(text) ?? []
  return low === undefined && high === undefined ? null : { low: low ?? null, high: high ?? null }
}

/** Whether a guard on one symbol, `s77 > 4`, is an end of the range that the code asks for. */
function bounds(text: string, { expression }: ShapeGuard, symbols: readonly ShapeSymbol[]): boolean {
  const range = rangeIn(text)
  const [, name = '', sign = '', number = ''] = /^(\w+) (<=?|>=?) (-?\d+)$/.exec(expression) ?? []
  if (range === null || !symbols.some(({ symbol }) => symbol === name)) return false
  const end = BigInt(number) + (sign === '>' ? 1n : sign === '<' ? -1n : 0n)
  return `${end}` === (sign.startsWith('>') ? range.low : range.high)
}

/** Whether a text names a source and not a longer one that ends or begins with it. */
function namesWhole(text: string, source: string): boolean {
  for (let at = text.indexOf(source); at >= 0; at = text.indexOf(source, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + source.length]]
    if (!/[\w.\]]/.test(before) && !/[\w.[(]/.test(after)) return true
  }
  return false
}
