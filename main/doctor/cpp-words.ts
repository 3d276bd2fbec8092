/** The words a shape guard in C++ is made of (torch/utils/_sympy/printers.py, CppPrinter): any other is not torch's. */

const WORDS = new Set(
  `static_cast int64_t int32_t double float bool true false L LL std max min abs pow floor ceil trunc round sqrt exp log
  fmod cos sin tan cosh sinh tanh acos asin atan isnan isinf signbit nearbyint numeric_limits infinity quiet_NaN c10
  div_floor_integer div_floor_floating div_mod div_trunc M_PI M_E`.split(/\s+/),
)

/** A symbol of the shape environment: `s0`, `u3`, `zuf1`. */
const SYMBOL = /^z?(?:s|u|f|zf|uf|tr)[a-z]*\d+$/
const TOKEN = /\s+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?[uUlLfF]*|[A-Za-z_]\w*|::|[-+*/%<>=!&|?:,.(){}^~]/y

/** The first word or sign that torch does not write; null where all are torch's. */
export function foreignCpp(expr: string): string | null {
  TOKEN.lastIndex = 0
  for (let at = 0; at < expr.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(expr)?.[0]
    if (token === undefined) return JSON.stringify(expr.slice(at, at + 20))
    if (/^[A-Za-z_]/.test(token) && !WORDS.has(token) && !SYMBOL.test(token)) return token
  }
  return null
}
