/** What an error says, in one line, with the byte offset where it has one and does not name it itself. */
export function errorLine(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
  const offset: unknown = error instanceof Error && 'offset' in error ? error.offset : undefined
  return typeof offset === 'number' && !message.includes(`byte ${offset}`) ? `${message} (at byte ${offset})` : message
}
