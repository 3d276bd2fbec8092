/** The words a shape guard in C++ is made of (torch/utils/_sympy/printers.py, CppPrinter): any other is not torch's. */
import { dictEntries, buildState, listItems, globalName } from '../pickle/access'
import { fieldsOf } from '../state/fields'
import type { GuardsState } from '../state/guards-state'

const WORDS = new Set(
  `static_cast int64_t int32_t double true false std c10 numeric_limits infinity quiet_NaN abs acos asin atan ceil cos
  cosh div_floor_floating div_floor_integer div_mod floor log2 lrint max min nearbyint pow sinh sqrt tan tanh trunc`.split(
    /\s+/,
  ),
)

const TOKEN = /\s+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?[uUlLfF]*|[A-Za-z_]\w*|::|[-+*/%<>=!&|?:,.(){}^~]/y

/** The first word or sign of `expr` that torch does not write; null where all are torch's. */
export function foreignCpp(expr: string, symbols: ReadonlySet<string>): string | null {
  for (let at = 0; at < expr.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(expr)?.[0]
    if (token === undefined) return expr.slice(at, at + 20)
    if (/^[A-Za-z_]/.test(token) && !WORDS.has(token) && !symbols.has(token)) return token
  }
  return null
}

/** The symbols that the C++ code declares (`source_to_symbol`), by the text they put into it. */
export function cppSymbols({ root }: GuardsState): readonly string[] {
  const parts = fieldsOf(root).get('shape_code_parts')
  const cpp = parts === undefined ? undefined : fieldsOf(parts).get('cpp_code_parts')
  const state = cpp === undefined ? null : buildState(cpp)
  const map = state?.kind === 'list' ? listItems(state)[1] : cpp && fieldsOf(cpp).get('source_to_symbol')
  return (map === undefined ? [] : dictEntries(map)).map(([, symbol]) => {
    const [cls, args] = symbol.kind === 'newobj' ? symbol.items : []
    const name = args?.kind === 'tuple' ? args.items[0] : undefined
    const isSymbol = cls !== undefined && globalName(cls) === 'sympy.core.symbol.Symbol'
    return isSymbol && name?.kind === 'str' ? name.value : 'something that is no Symbol'
  })
}
