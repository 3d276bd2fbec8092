/** Reads the compiles out of a torch log: TORCH_TRACE records, TORCH_LOGS lines, or both mixed. */
import type { TraceLog } from '../../shared/trace'
import { type Draft, Drafts, type IdParts, parseId } from './drafts'
import { isKnown, READ } from './events'
import { isObject, type Json, jsonObject, numberIn, textIn } from './fields'
import { failureIn, readMetrics, recompileLimitIn } from './metrics'
import { bodyText, type Prefix, prefixOf } from './prefix'
import { headOf, idsOf } from './record-parts'
import { isWhole, type LogLine, LogReader, type LogSink, payloadText, type PayloadRange } from './reader'
import { reasonsIn } from './reason-texts'
import { SHAPE_EVENTS } from './shapes'
import { TextLines } from './text-lines'

/** What a record wants to do with its payload. */
type OnPayload = (text: string, range: PayloadRange) => void

/** Feeds on the bytes of one log. */
export class LogCollector implements LogSink {
  readonly drafts = new Drafts()
  private readonly reader = new LogReader(this)
  private readonly texts = new TextLines(this.drafts)
  private readonly counts = new Map<string, number>()
  /** torch writes a file's name once and its number from then on, each process for itself. */
  private readonly strings = new Map<number, Map<number, string>>()
  private readonly processes = new Map<number, number | null>()
  private records = 0
  private foreignLines = 0
  private badRecords = 0
  private badPayloads = 0
  private torch = ''
  private bytes = 0
  private waiting: { readonly md5: string; readonly take: OnPayload } | null = null

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length
    this.reader.push(chunk)
  }

  /** What the log is, once all of it was pushed. */
  end(path: string): TraceLog {
    const torn = this.reader.end()
    this.texts.end()
    const counted = [...this.counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    return {
      path,
      bytes: this.bytes,
      records: this.records,
      events: counted.filter(({ name }) => isKnown(name)),
      unknown: counted.filter(({ name }) => !isKnown(name)),
      foreignLines: this.foreignLines,
      badRecords: this.badRecords,
      badPayloads: this.badPayloads,
      torn,
      processes: [...this.processes].map(([pid, rank]) => ({ pid, rank })),
      torch: this.torch,
      sameRunAs: null,
    }
  }

  record(line: LogLine, name: string): boolean {
    this.records++
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    this.waiting = null
    if (!READ.has(name)) return false
    const prefix = prefixOf(line)
    const json = prefix === null ? null : (shortOf(line, name) ?? jsonObject(bodyText(line)))
    if (prefix === null || json === null) {
      this.badRecords++
      return false
    }
    const rank = numberIn(json, 'rank') ?? prefix.rank
    if (rank !== null || !this.processes.has(prefix.pid)) this.processes.set(prefix.pid, rank)
    return this.read(name, json, prefix, rank, line)
  }

  payload(range: PayloadRange, bytes: Uint8Array | null): void {
    const { waiting } = this
    this.waiting = null
    if (waiting === null) return
    const text = bytes === null ? null : payloadText(bytes)
    if (text === null || !isWhole(text, waiting.md5)) this.badPayloads++
    if (text !== null) waiting.take(text, range)
  }

  text(line: LogLine): void {
    const prefix = prefixOf(line)
    if (prefix === null) {
      this.foreignLines++
      return
    }
    if (!this.processes.has(prefix.pid)) this.processes.set(prefix.pid, prefix.rank)
    this.texts.line(line, prefix, bodyText(line))
  }

  foreign(): void {
    this.foreignLines++
  }

  /** True where the record's payload is waited for. */
  private read(name: string, json: Json, prefix: Prefix, rank: number | null, line: LogLine): boolean {
    const body = json[name]
    if (name === 'str') {
      if (Array.isArray(body) && typeof body[0] === 'string' && typeof body[1] === 'number')
        this.stringsOf(prefix.pid).set(body[1], body[0])
      return false
    }
    if (!isObject(body)) return false
    const artifact = name === 'artifact' ? textIn(body, 'name') : ''
    if (artifact === 'torch_version')
      return this.wait(json, (text) => {
        this.torch = textIn(jsonObject(text) ?? {}, 'pytorch_version') || this.torch
      })
    if (name === 'artifact' && artifact !== 'recompile_reasons') return false
    const draft = this.draftOf(json, body, name, prefix)
    if (draft === null) return false
    draft.rank = rank ?? draft.rank
    if (SHAPE_EVENTS.has(name)) keepShape(draft, line, numberIn(json, 'attempt') ?? 0)
    switch (name) {
      case 'dynamo_start':
        this.start(draft, body, prefix.pid)
        return false
      case 'compilation_metrics':
        finish(draft, body)
        return false
      case 'create_symbol':
        draft.symbols.set(textIn(body, 'source'), textIn(body, 'val'))
        return false
      case 'dynamo_cpp_guards_str':
        return this.wait(json, (text, range) => {
          draft.tree = { ...range, prefixed: false }
          draft.latencyUs = latencyIn(text) ?? draft.latencyUs
        })
      case 'create_unbacked_symbol':
      case 'guard_added':
      case 'guard_added_fast':
      case 'propagate_real_tensors_provenance':
      case 'symbolic_shape_specialization':
        return false
      case 'dynamo_guards':
        return this.wait(json, (_, range) => {
          draft.codeParts = { ...range, prefixed: false }
        })
      default:
        return this.wait(json, (text) => {
          draft.reasons = reasonsIn(text)
        })
    }
  }

  private wait(json: Json, take: OnPayload): boolean {
    const md5 = textIn(json, 'has_payload')
    if (md5 !== '') this.waiting = { md5, take }
    return md5 !== ''
  }

  /** The compile that a record is about; null where it names none. */
  private draftOf(json: Json, body: Json, name: string, { pid, time }: Prefix): Draft | null {
    const parts = partsOf(json) ?? parseId(textIn(body, 'compile_id'))?.parts ?? null
    if (parts === null) return null
    const there = this.drafts.find(pid, parts)
    const attempt = numberIn(json, 'attempt') ?? 0
    const isStart = name === 'dynamo_start' && attempt === 0
    const begins = there !== undefined && (isStart || name === 'artifact') && (there.started || there.metrics !== null)
    return this.drafts.of(pid, parts, time, begins)
  }

  private start(draft: Draft, body: Json, pid: number): void {
    draft.started = true
    draft.attempts++
    const { stack } = body
    const frame: unknown = Array.isArray(stack) ? stack[stack.length - 1] : null
    if (!isObject(frame)) return
    draft.function = textIn(frame, 'name')
    draft.line = numberIn(frame, 'line') ?? 0
    draft.file = this.stringsOf(pid).get(numberIn(frame, 'filename') ?? -1) ?? ''
  }

  /** The names of files that a process gave numbers to. */
  filesOf(pid: number): ReadonlyMap<number, string> {
    return this.stringsOf(pid)
  }

  private stringsOf(pid: number): Map<number, string> {
    let strings = this.strings.get(pid)
    if (strings === undefined) {
      strings = new Map()
      this.strings.set(pid, strings)
    }
    return strings
  }
}

/** Of a record on shapes, whose stacks are read when they are asked for: what stands before them and behind them. */
function shortOf({ bytes, body }: LogLine, name: string): Json | null {
  if (!SHAPE_EVENTS.has(name)) return null
  const ids = idsOf(bytes)
  const head = ids === null ? null : name === 'create_symbol' ? headOf(bytes, body) : { [name]: {} }
  return ids === null || head === null ? null : { ...head, ...ids }
}

/** A compile that has more would be shown by no one. */
const MOST_SHAPES = 50_000

function keepShape(draft: Draft, { offset, bytes, body }: LogLine, attempt: number): void {
  if (attempt > draft.shapesAttempt) draft.shapes = []
  draft.shapesAttempt = Math.max(attempt, draft.shapesAttempt)
  if (draft.shapes.length < 2 * MOST_SHAPES) draft.shapes.push(offset + body, offset + bytes.length)
}

function partsOf(json: Json): IdParts | null {
  const parts = {
    autograd: numberIn(json, 'compiled_autograd_id'),
    frame: numberIn(json, 'frame_id'),
    number: numberIn(json, 'frame_compile_id'),
  }
  return parts.autograd === null && (parts.frame === null || parts.number === null) ? null : parts
}

function finish(draft: Draft, metrics: Json): void {
  draft.metrics = readMetrics(metrics)
  draft.failure = failureIn(metrics)
  draft.recompileLimit = recompileLimitIn(metrics)
  draft.guards = numberIn(metrics, 'guard_count')
  draft.latencyUs ??= numberIn(metrics, 'guard_latency_us')
  draft.function = textIn(metrics, 'co_name') || draft.function
  draft.file = textIn(metrics, 'co_filename') || draft.file
  draft.line = numberIn(metrics, 'co_firstlineno') ?? draft.line
}

/** `Guard latency = 54.73 us`, which ends the printed tree. */
function latencyIn(text: string): number | null {
  const match = /\nGuard latency = ([\d.]+) us\s*$/.exec(text.slice(-64))
  return match === null ? null : Number(match[1])
}
