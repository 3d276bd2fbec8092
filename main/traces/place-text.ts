/** Turns a range of a log back into the text that torch wrote there. */
import type { TextPlace } from './drafts'
import { payloadText } from './reader'

/** `[rank0]:V1123 07:22:21.807000 29059 torch/_dynamo/guards.py:4483] [0/0] [__guards] ` */
const GUARDS_LINE = /^(?:\[[^\]]*\]:? *)?[A-Z]\d{4} [\d:.]+ +(\d+) \S+\] (?:\[[^\]]*\] )?\[__guards\] ?(.*)$/

/** `pid`: whose lines are meant, where several processes write into one log. */
export function textOfPlace(bytes: Uint8Array, { prefixed }: TextPlace, pid: number): string {
  if (!prefixed) return payloadText(bytes)
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/)
  return lines
    .flatMap((line) => {
      const [, writer, text = ''] = GUARDS_LINE.exec(line) ?? []
      return writer !== undefined && Number(writer) === pid ? [text] : []
    })
    .join('\n')
}
