/** Lays out a long literal: what is in a bracket that is too long for a line stands on lines of its own. */
import { type Token, tokenize } from '../expressions/tokens'

/** Characters of a line. */
const WIDTH = 80
const INDENT = '  '

/** `text` is a literal; it means the same after. */
export function laidOut(text: string): string {
  if (text.length <= WIDTH) return text
  const tokens = tokenize(text)
  const long = longBrackets(tokens)
  /** Of each open bracket, whether it is broken into lines. */
  const open: boolean[] = []
  let [out, at, breaks] = ['', 0, false]
  for (const [i, token] of tokens.entries()) {
    const sign = token.kind === 'operator' ? token.text : ''
    if (sign !== '' && ')]}'.includes(sign) && open.pop() === true) breaks = true
    out += breaks ? `\n${INDENT.repeat(open.filter((broken) => broken).length)}` : text.slice(at, token.at)
    out += text.slice(token.at, token.end)
    at = token.end
    breaks = sign === ',' && open.at(-1) === true
    if (sign === '' || !'([{'.includes(sign)) continue
    open.push(long.has(i))
    breaks = long.has(i)
  }
  return out
}

/** The opening brackets whose text does not fit on a line. */
function longBrackets(tokens: readonly Token[]): ReadonlySet<number> {
  const long = new Set<number>()
  const open: number[] = []
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'operator') continue
    if ('([{'.includes(token.text)) open.push(i)
    if (!')]}'.includes(token.text)) continue
    const start = open.pop() ?? i
    if (start < i - 1 && token.end - (tokens[start]?.at ?? 0) > WIDTH) long.add(start)
  }
  return long
}
