/** The lines of a text file of any size: each by itself in turn, and one again where it begins. */
import { closeSync, openSync, readSync } from 'node:fs'

const STEP = 1024 * 1024
/** What is read for one line. */
const SHORT = 64 * 1024
const NEWLINE = 0x0a
/** A longer line is passed over: a string cannot hold much more. */
const LONGEST = 256 * 1024 * 1024

const decoder = new TextDecoder()

/** Without their line breaks, in steps of so many bytes. `at`: where in the file a line begins. */
export function* linesOf(
  path: string,
  from = 0,
  step = STEP,
): Generator<{ readonly text: string; readonly at: number }> {
  const fd = openSync(path, 'r')
  try {
    let carried: Uint8Array[] = []
    let carriedBytes = 0
    let at = from
    const line = (part: Uint8Array): { readonly text: string; readonly at: number } => {
      const isKept = carriedBytes + part.length <= LONGEST
      const whole = { text: isKept ? decoder.decode(Buffer.concat([...carried, part])) : '', at }
      at += carriedBytes + part.length + 1
      carried = []
      carriedBytes = 0
      return whole
    }
    for (;;) {
      const buffer = new Uint8Array(step)
      const read = readSync(fd, buffer, 0, step, at + carriedBytes)
      if (read === 0) break
      const chunk = buffer.subarray(0, read)
      let begin = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
        yield line(chunk.subarray(begin, end))
        begin = end + 1
      }
      const rest = chunk.subarray(begin)
      if (carriedBytes + rest.length <= LONGEST) carried.push(rest)
      else carried = []
      carriedBytes += rest.length
    }
    if (carriedBytes > 0) yield line(new Uint8Array())
  } finally {
    closeSync(fd)
  }
}

/** The line that begins at an offset; empty where none does. */
export function lineAt(path: string, offset: number): string {
  for (const { text } of linesOf(path, offset, SHORT)) return text
  return ''
}
