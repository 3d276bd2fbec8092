/** Places in a JSON text by their path, and paths by their place; the text may be one that is still being typed. */
import type { JsonPath } from '../../shared/replay'

interface Level {
  /** null where none is known yet. */
  step: string | number | null
  readonly list: boolean
  /** In an object: a key has come, its value has not. */
  waits: boolean
}

export interface TextSpan {
  readonly start: number
  readonly end: number
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g

/** The path of what stands at an offset: of a key and of its value the same. */
export function pathAt(text: string, offset: number): JsonPath {
  let path: JsonPath = []
  walk(text, (token, levels) => {
    if (token.start > offset) return false
    // what ends before belongs to another value, a closing bracket to the object it closes
    path = pathOf(levels)
    return true
  })
  return path
}

/** Where the value with a path stands, in an object with its key; null where there is none. */
export function spanOf(text: string, path: JsonPath): TextSpan | null {
  const wanted = JSON.stringify(path)
  let found: TextSpan | null = null
  walk(text, (token, levels) => {
    // most places lie elsewhere
    const here = levels.length === path.length && levels.at(-1)?.step === path.at(-1)
    if (here && token.text !== ',' && JSON.stringify(pathOf(levels)) === wanted) {
      found = { start: found === null ? token.start : found.start, end: token.start + token.text.length }
    } else if (found !== null && levels.length <= path.length) return false
    return true
  })
  return found
}

const NAME = /^[A-Za-z_]\w*$/

/** `f_locals.x.shape[0]` */
export function printPath(path: JsonPath): string {
  return path
    .map((step) => (typeof step === 'string' && NAME.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`))
    .join('')
    .replace(/^\./, '')
}

const pathOf = (levels: readonly Level[]): JsonPath => levels.flatMap(({ step }) => step ?? [])

interface Token {
  readonly start: number
  readonly text: string
}

/** Visits tokens until the visitor says no; a bracket is visited with the levels around it. */
function walk(text: string, visit: (token: Token, levels: readonly Level[]) => boolean): void {
  const levels: Level[] = []
  for (const match of text.matchAll(TOKEN)) {
    const [word] = match
    const token = { start: match.index, text: word }
    const top = levels.at(-1)
    const closes = word === '}' || word === ']'
    // a value that is missing is missed where the bracket stands
    if (closes && top?.waits !== true) levels.pop()
    if (top !== undefined && word === ',') {
      top.step = top.list ? Number(top.step) + 1 : null
      top.waits = false
    } else if (top !== undefined && !top.list && word !== ':' && !closes) {
      const key = word.startsWith('"') && (top.step === null || isKey(text, match.index + word.length))
      if (key) top.step = unquoted(word)
      top.waits = key
    }
    if (!visit(token, levels)) return
    if (closes && top?.waits === true) levels.pop()
    if (word === '{' || word === '[') levels.push({ step: word === '[' ? 0 : null, list: word === '[', waits: false })
  }
}

const COLON = /\s*:/y

function isKey(text: string, end: number): boolean {
  COLON.lastIndex = end
  return COLON.test(text)
}

function unquoted(word: string): string {
  try {
    return String(JSON.parse(word))
  } catch {
    return word.replaceAll('"', '')
  }
}
