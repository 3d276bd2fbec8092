/** Standard output and standard error: whole documents on one, single lines on the other. */

/** A reader that stops early (`| head`) is no failure: nothing is left to do for it. */
export function guardStandardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    writeError(`standard output: ${oneLine(error)}`)
    process.exit(2)
  })
}

/** Writes text in one piece, however large. */
export function write(text: string): void {
  process.stdout.write(Buffer.from(text, 'utf8'))
}

/** Writes one JSON document. Big integers print as decimal strings. */
export function writeJson(document: unknown): void {
  write(
    `${JSON.stringify(document, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`,
  )
}

export function writeError(line: string): void {
  process.stderr.write(`guardscope: ${line}\n`)
}

/** An error as one line, its byte offset included where it has one. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return flat(String(error))
  const message = flat(error.message)
  const offset: unknown = 'offset' in error ? error.offset : undefined
  return typeof offset === 'number' && !message.includes(`byte ${offset}`) ? `${message} (at byte ${offset})` : message
}

/** No line break and no control character of a file's text reaches the terminal. */
function flat(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  return text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/[\x00-\x1f\x7f-\x9f]/g, '\ufffd')
}
