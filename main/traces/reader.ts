/** Cuts the bytes of a torch log into its lines, records and payloads; bytes come in chunks of any size, nothing is held of them. */
import { createHash } from 'node:crypto'

/** A line with torch's prefix (TorchLogsFormatter, torch/_logging/_internal.py). */
export interface LogLine {
  /** Where the line begins in the log. */
  readonly offset: number
  /** Without the line break. */
  readonly bytes: Uint8Array
  /** Where what follows the prefix begins in `bytes`: JSON, or text. */
  readonly body: number
}

/** Half-open range of a payload's lines in the log, their tabs and line breaks included. */
export interface PayloadRange {
  readonly start: number
  readonly end: number
}

export interface LogSink {
  /** A record of TORCH_TRACE, `name` its event; true where its payload is wanted. */
  record(line: LogLine, name: string): boolean
  /** The payload of the record before, if wanted. `bytes` is null where it is larger than is kept. */
  payload(range: PayloadRange, bytes: Uint8Array | null): void
  /** A line of TORCH_LOGS. */
  text(line: LogLine): void
  /** A line without torch's prefix. */
  foreign(): void
}

/** Larger payloads are not kept in memory while a log is read; their range is told all the same. */
const MOST_KEPT = 64 * 1024 * 1024
/** A longer line is no line of torch. */
const LONGEST_LINE = 256 * 1024 * 1024

const NEWLINE = 0x0a
const TAB = 0x09
const SPACE = 0x20
const QUOTE = 0x22
const OPEN = 0x5b
const CLOSE = 0x5d
const BRACE = 0x7b
/** Where the bracket that ends the prefix is looked for: paths are short. */
const LONGEST_PREFIX = 512
const LONGEST_NAME = 64

export class LogReader {
  /** Offset of the chunk in hand. */
  private base = 0
  /** The beginning of a line whose end has not come yet. */
  private carried: Uint8Array[] = []
  private carriedBytes = 0
  private atLineStart = true
  private inPayload = false
  /** A record was read, so that lines with a tab are its payload. */
  private afterRecord = false
  private wanted = false
  private start = -1
  private kept: Uint8Array[] = []
  private keptBytes = 0

  constructor(private readonly sink: LogSink) {}

  /** Takes the next bytes; they are not changed and not kept. */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.atLineStart) {
        this.inPayload = this.afterRecord && chunk[at] === TAB
        if (this.inPayload && this.start < 0) this.start = this.base + at
        if (!this.inPayload) this.endPayload(this.base + at)
      }
      at = this.inPayload ? this.payloadLines(chunk, at) : this.line(chunk, at)
    }
    this.base += chunk.length
  }

  /** Tells what is left. True where the log ends in the middle of a line. */
  end(): boolean {
    const torn = !this.atLineStart
    if (torn && !this.inPayload) {
      const bytes = this.takeCarried()
      this.lineOf(bytes, this.base - bytes.length)
    }
    this.endPayload(this.base)
    return torn
  }

  /** All lines of the payload that are in the chunk; returns where the next line begins. */
  private payloadLines(chunk: Uint8Array, from: number): number {
    let at = from
    for (;;) {
      const end = lineEnd(chunk, at)
      this.atLineStart = end >= 0
      at = end < 0 ? chunk.length : end + 1
      if (at >= chunk.length || chunk[at] !== TAB) break
    }
    if (this.wanted) this.keep(chunk.slice(from, at))
    return at
  }

  private keep(part: Uint8Array): void {
    this.keptBytes += part.length
    if (this.keptBytes <= MOST_KEPT) this.kept.push(part)
    else this.kept = []
  }

  private line(chunk: Uint8Array, from: number): number {
    const end = lineEnd(chunk, from)
    this.atLineStart = end >= 0
    const part = chunk.subarray(from, end < 0 ? chunk.length : end)
    if (end < 0) {
      if (this.carriedBytes < LONGEST_LINE) this.carried.push(part.slice())
      this.carriedBytes += part.length
      return chunk.length
    }
    if (this.carried.length === 0) this.lineOf(part, this.base + from)
    else {
      const offset = this.base + from - this.carriedBytes
      this.carried.push(part)
      this.lineOf(this.takeCarried(), offset)
    }
    return end + 1
  }

  private takeCarried(): Uint8Array {
    const bytes = joined(this.carried)
    this.carried = []
    this.carriedBytes = 0
    return bytes
  }

  private lineOf(bytes: Uint8Array, offset: number): void {
    const body = bodyOf(bytes)
    if (body < 0) {
      // A blank line tells nothing; what a program prints between a record and its payload does not part them.
      if (bytes.length > 0) this.sink.foreign()
      return
    }
    const line = { offset, bytes, body }
    const name = bytes[body] === BRACE ? eventName(bytes, body) : null
    this.afterRecord = name !== null
    this.wanted = name !== null && this.sink.record(line, name)
    if (name === null) this.sink.text(line)
  }

  private endPayload(end: number): void {
    if (this.start >= 0) {
      const bytes = this.keptBytes > MOST_KEPT ? null : joined(this.kept)
      const { start } = this
      this.start = -1
      this.afterRecord = false
      this.kept = []
      this.keptBytes = 0
      if (this.wanted) this.sink.payload({ start, end }, bytes)
    }
  }
}

/** Whether a line among these bytes, the first of a file, is torch's. */
export function looksLikeLog(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length;) {
    const end = lineEnd(bytes, at)
    if (bodyOf(bytes.subarray(at, end < 0 ? bytes.length : end)) >= 0) return true
    if (end < 0) return false
    at = end + 1
  }
  return false
}

/** The text of a payload's lines. */
export function payloadText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  return text
    .replace(/^\t/, '')
    .replace(/\r?\n$/, '')
    .replaceAll('\n\t', '\n')
}

/** Whether a payload is whole: `has_payload` is the md5 of its text. */
export function isWhole(text: string, md5: string): boolean {
  return createHash('md5').update(text, 'utf8').digest('hex') === md5
}

/** The next line break; -1 where none is. Most lines of payloads are shorter than what a call of indexOf costs. */
function lineEnd(chunk: Uint8Array, from: number): number {
  const near = Math.min(chunk.length, from + 64)
  for (let at = from; at < near; at++) if (chunk[at] === NEWLINE) return at
  return chunk.indexOf(NEWLINE, near)
}

/**
 * Where the body behind torch's prefix begins; -1 where the line has none:
 * `[rank0]:V1123 07:22:21.771000 29059 torch/_dynamo/utils.py:2350] `.
 */
function bodyOf(bytes: Uint8Array): number {
  let at = 0
  if (bytes[0] === OPEN) {
    at = bytes.indexOf(CLOSE) + 1
    if (at === 0 || at > LONGEST_NAME) return -1
    while (bytes[at] === 0x3a || bytes[at] === SPACE) at++
  }
  const level = bytes[at] ?? 0
  if (level < 0x41 || level > 0x5a || !isDigit(bytes[at + 1]) || !isDigit(bytes[at + 4]) || bytes[at + 5] !== SPACE)
    return -1
  const end = bytes.subarray(at, at + LONGEST_PREFIX).indexOf(CLOSE)
  if (end < 0 || bytes[at + end + 1] !== SPACE) return -1
  return at + end + 2
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** The first key of a record's JSON, which names its event; null where it is not JSON of torch. */
function eventName(bytes: Uint8Array, body: number): string | null {
  if (bytes[body + 1] !== QUOTE) return null
  let name = ''
  for (let at = body + 2; at < body + LONGEST_NAME; at++) {
    const byte = bytes[at]
    if (byte === undefined) return null
    if (byte === QUOTE) return name
    name += String.fromCharCode(byte)
  }
  return null
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
