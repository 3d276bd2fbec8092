/** The command that starts Python: a prefix as a person types it, made into a program and arguments that bear the bridge. */
import { basename } from 'node:path'

export interface Launch {
  readonly program: string
  readonly args: readonly string[]
}

/** Programs that hand what follows to a shell on the other side: it must be quoted once for each. */
const THROUGH_A_SHELL = new Set(['ssh', 'autossh', 'wsl'])
/** Programs that keep what their child prints until it ends, unless they are told not to. */
const KEEPS_OUTPUT = new Set(['conda', 'mamba'])

/** A prefix such as `ssh gpu-box python3`, with the words of `more` behind it. Throws an error in one line. */
export function launchOf(prefix: string, more: readonly string[]): Launch {
  const words = streaming(wordsOf(prefix))
  const [program, ...args] = words
  if (program === undefined) throw new Error('no command for Python was given')
  let levels = words.filter((word) => THROUGH_A_SHELL.has(nameOf(word))).length
  let quoted = more
  for (; levels > 0; levels--) quoted = quoted.map(quotedForShell)
  return { program, args: [...args, ...quoted] }
}

const nameOf = (word: string): string => basename(word.replaceAll('\\', '/')).replace(/\.exe$/i, '')

/** `conda run -n x python` would say nothing until the end. */
function streaming(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => KEEPS_OUTPUT.has(nameOf(word)) && words[index + 1] === 'run')
  if (at < 0 || words.some((word) => word === '--no-capture-output' || word === '--live-stream')) return words
  return [...words.slice(0, at + 2), '--no-capture-output', ...words.slice(at + 2)]
}

const quotedForShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** Splits at blanks; quotes keep a word together, and a backslash keeps the character behind it outside of single quotes. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
      else if (character === '\\' && quote === '"' && /["\\$`]/.test(text.charAt(at + 1))) word += text.charAt(++at)
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else if (character === '\\' && process.platform !== 'win32' && at + 1 < text.length) {
      word = (word ?? '') + text.charAt(++at)
    } else word = (word ?? '') + character
  }
  if (quote !== '') throw new Error(`the command has an open quote: ${text}`)
  if (word !== null) words.push(word)
  return words
}
