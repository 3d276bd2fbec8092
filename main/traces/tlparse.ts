/** What tlparse writes beside its pages, as the torch log that it was made of: records in one file, payloads in others. */
import { createHash } from 'node:crypto'
import { READ } from './events'
import { isObject, type Json, jsonObject, numberIn, textIn } from './fields'

/** A record whose payload lies in a file of its own. */
export interface PartedRecord {
  /** What torch writes before a record. */
  readonly prefix: string
  /** The event and what stands beside it. */
  readonly body: Json
  /** Path below the folder; null where the record has no payload. */
  readonly payload: string | null
}

/** A log that is put together as it is read. */
export interface PartedLog {
  /** Of a record each, with its key. */
  chunks(): Iterable<{ readonly bytes: Uint8Array; readonly key: number }>
  range(start: number, end: number): Uint8Array
}

/** What tlparse puts beside the event of a record. */
const BESIDE: ReadonlySet<string> = new Set(['lineno', 'pathname', 'payload_filename', 'thread', 'timestamp'])
const IDS: ReadonlySet<string> = new Set([
  'attempt',
  'compiled_autograd_id',
  'frame_compile_id',
  'frame_id',
  'has_payload',
  'process',
  'rank',
])

/** A record, and what finds it again. */
export interface FoundRecord {
  readonly record: PartedRecord
  readonly key: number
}

/** A line of `raw.jsonl` and where it begins. */
export interface JsonLine {
  readonly text: string
  readonly at: number
}

/** The records of `raw.jsonl`, found again by their lines; the first line holds the names of files, which records give by number. */
export function* recordsOfJsonl(lines: Iterable<JsonLine>): Iterable<FoundRecord> {
  let names: readonly unknown[] = []
  const told = new Set<number>()
  for (const { text, at } of lines) {
    const json = text === '' ? null : jsonObject(text)
    if (json === null) continue
    if (Array.isArray(json['string_table'])) {
      names = json['string_table']
      continue
    }
    const record = recordIn(json)
    if (record === null) continue
    const { prefix } = record
    const pid = numberIn(json, 'thread') ?? 0
    if (!told.has(pid))
      yield* names.map((name, i) => ({ record: { prefix, body: { str: [name, i] }, payload: null }, key: at }))
    told.add(pid)
    yield { record, key: at }
  }
}

/** The record in a line; null where it holds none. */
export function recordOfLine(text: string): PartedRecord | null {
  const json = jsonObject(text)
  return json === null ? null : recordIn(json)
}

function recordIn(json: Json): PartedRecord | null {
  const event = Object.keys(json).find((key) => !BESIDE.has(key) && !IDS.has(key) && key !== 'stack')
  if (event === undefined) return null
  // the others are counted
  if (!READ.has(event)) return { prefix: prefixText(json), body: { [event]: {} }, payload: null }
  const beside = Object.keys(json).filter((key) => IDS.has(key) && key !== 'has_payload')
  return {
    prefix: prefixText(json),
    body: Object.fromEntries([event, ...beside].map((key) => [key, json[key]])),
    payload: textIn(json, 'payload_filename') || null,
  }
}

/** `V1123 07:22:21.771000 29059 torch/_dynamo/utils.py:2350] ` of what tlparse made of it. */
function prefixText(json: Json): string {
  const [, month, day, time = ''] = /^\d+-(\d\d)-(\d\d)T([\d:.]+)/.exec(textIn(json, 'timestamp')) ?? []
  const place = `${textIn(json, 'pathname').trim() || 'torch'}:${numberIn(json, 'lineno') ?? 0}`
  return `V${time === '' ? NO_TIME : `${month}${day} ${time}`} ${numberIn(json, 'thread') ?? 0} ${place.replaceAll(/[\s\]]/g, '_')}] `
}

/** In the place of a time that is not told: there is no such month. */
export const NO_TIME = '0000 00:00:00.000000'

/** Artifacts that are read, by the event that wrote them. */
const ARTIFACTS: readonly (readonly [RegExp, (encoding: string) => Json])[] = [
  [/\/dynamo_cpp_guards_str_\d+\.txt$/, () => ({ dynamo_cpp_guards_str: {} })],
  [/\/recompile_reasons_\d+\.json$/, () => ({ artifact: { name: 'recompile_reasons', encoding: 'json' } })],
  [/\/torch_version_\d+\.json$/, () => ({ artifact: { name: 'torch_version', encoding: 'json' } })],
]

/** The artifacts that `compile_directory.json` lists: less than the log told, but its trees and reasons. */
export function* recordsOfDirectory(text: string): Iterable<PartedRecord> {
  for (const [key, compile] of Object.entries(jsonObject(text) ?? {})) {
    if (!isObject(compile) || !Array.isArray(compile['artifacts'])) continue
    const [, autograd, frame, number, attempt = '0'] =
      /^\[(?:!(\d+)\/?)?(?:(\d+|-)\/(\d+|-))?(?:_(\d+))?\]$/.exec(key) ?? []
    for (const artifact of compile['artifacts']) {
      const url = isObject(artifact) ? textIn(artifact, 'url') : ''
      const event = ARTIFACTS.find(([name]) => name.test(url))?.[1]('json')
      if (event === undefined) continue
      const ids = Object.entries({ compiled_autograd_id: autograd, frame_id: frame, frame_compile_id: number, attempt })
      const known = ids.flatMap(([name, id]) => (id === undefined || id === '-' ? [] : [[name, Number(id)] as const]))
      yield {
        prefix: `V${NO_TIME} 0 torch:0] `,
        body: { ...event, ...Object.fromEntries(known) },
        payload: url,
      }
    }
  }
}

/**
 * `records` are read once; `again` gives one by its key when a text of it is asked for. `payload` gives the text of a file
 * of the folder; null where it is gone.
 */
export function partedLog(
  records: Iterable<FoundRecord>,
  again: (key: number) => PartedRecord | null,
  payload: (path: string) => string | null,
): PartedLog {
  /** Where each record begins in the log, once it was come to, and its key. */
  const starts: number[] = []
  const keys: number[] = []
  let at = 0
  return {
    *chunks() {
      for (const { record, key } of records) {
        const bytes = bytesOf(record, payload)
        starts.push(at)
        keys.push(key)
        at += bytes.length
        yield { bytes, key }
      }
    },
    range(start, end) {
      const i = lastUpTo(starts, start)
      const key = keys[i]
      const record = key === undefined ? null : again(key)
      const from = starts[i] ?? 0
      return record === null ? new Uint8Array() : bytesOf(record, payload).slice(start - from, end - from)
    },
  }
}

/** Index of the last number that is not above a limit. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

const bytesOf = (record: PartedRecord, payload: (path: string) => string | null): Uint8Array =>
  encoder.encode(recordText(record, payload))

const encoder = new TextEncoder()

function recordText({ prefix, body, payload: path }: PartedRecord, payload: (path: string) => string | null): string {
  const text = path === null ? null : payload(path)
  if (text === null) return `${prefix}${JSON.stringify(body)}\n`
  const md5 = createHash('md5').update(text, 'utf8').digest('hex')
  return `${prefix}${JSON.stringify({ ...body, has_payload: md5 })}\n\t${text.replaceAll('\n', '\n\t')}\n`
}
