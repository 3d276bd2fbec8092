/** Random expressions over the variables of the test frame, for fast-check. */
import fc from 'fast-check'

const NAMES = 'n m zero big low edge f g tiny huge nan inf yes no'.split(' ')
const OPERATORS = '+ - * / // % + - * / // % & | ^ == != < <= > >= and or'.split(' ')
const FUNCTIONS = 'abs int float bool round math.floor math.ceil math.trunc math.sqrt math.isnan'.split(' ')

const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES).map((name) => `L['${name}']`) },
  { weight: 3, arbitrary: fc.integer({ min: -20, max: 20 }).map(String) },
  { weight: 2, arbitrary: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String) },
  { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(floatText) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 2 }).map((i) => `L['x'].size()[${i}]`) },
  { weight: 1, arbitrary: fc.constantFrom('True', 'False', "L['x'].storage_offset()", 'math.inf', "G['N']") },
)

/** A float as both languages read it. */
function floatText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

export const expressions = fc.letrec<{ expression: string }>((tie) => {
  const sub = fc.tuple(tie('expression'), fc.boolean()).map(([text, bare]) => (bare ? text : `(${text})`))
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(sub, fc.constantFrom(...OPERATORS), sub).map((parts) => parts.join(' ')),
      fc
        .tuple(sub, fc.constantFrom('<', '<=', '==', '!='), sub, fc.constantFrom('<', '>', '=='), sub)
        .map((parts) => parts.join(' ')),
      fc.tuple(fc.constantFrom('-', '+', '~', 'not '), sub).map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom(...FUNCTIONS), tie('expression')).map(([name, arg]) => `${name}(${arg})`),
      fc.tuple(fc.constantFrom('max', 'min'), sub, sub).map(([name, a, b]) => `${name}(${a}, ${b})`),
      fc.tuple(tie('expression'), fc.integer({ min: -320, max: 330 })).map(([x, digits]) => `round(${x}, ${digits})`),
      fc.tuple(sub, fc.integer({ min: -3, max: 4 })).map(([x, y]) => `${x} ** ${y}`),
      fc.tuple(sub, sub, sub).map(([a, b, c]) => `${a} if ${b} else ${c}`),
    ),
  }
}).expression
