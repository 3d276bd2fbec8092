/** Standard output and standard error: whole documents on one, single lines on the other. */
import { errorLine } from '../documents/error-line'
import { visible, visibleJson, visibleLines } from '../../shared/visible'

/** A reader that stops early (`| head`) is no failure: nothing is left to do for it. */
export function guardStandardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    writeError(`standard output: ${oneLine(error)}`)
    process.exit(2)
  })
}

/**
 * Writes text in one piece, however large. A file or a pipe gets it as it is: a tree to the character as torch prints it.
 * A terminal would obey what a name in a file says to it: there such characters stand as their escapes.
 */
export function write(text: string): void {
  process.stdout.write(Buffer.from(process.stdout.isTTY ? visibleLines(text) : text, 'utf8'))
}

/** Writes one JSON document. Big integers print as decimal strings; what JSON lets stand and a terminal obeys is escaped. */
export function writeJson(document: unknown): void {
  const text = JSON.stringify(
    document,
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  )
  write(`${visibleJson(text)}\n`)
}

export function writeError(line: string): void {
  process.stderr.write(`guardscope: ${line}\n`)
}

/** An error as one line, its byte offset included where it has one. */
export function oneLine(error: unknown): string {
  // no control character and no bidi mark of a file's text reaches the terminal
  return visible(errorLine(error))
}
