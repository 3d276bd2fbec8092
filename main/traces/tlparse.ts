/** What tlparse writes beside its pages, as the torch log that it was made of: records in one file, payloads in others. */
import { createHash } from 'node:crypto'
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
  /** Records. Each is a chunk. */
  readonly size: number
  chunks(): Iterable<Uint8Array>
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

/** The lines of `raw.jsonl`; the first holds the names of files, which records give by number. */
export function* recordsOfJsonl(text: string): Iterable<PartedRecord> {
  let names: readonly unknown[] = []
  const told = new Set<number>()
  for (const line of text.split('\n')) {
    const json = line === '' ? null : jsonObject(line)
    if (json === null) continue
    if (Array.isArray(json['string_table'])) {
      names = json['string_table']
      continue
    }
    const event = Object.keys(json).find((key) => !BESIDE.has(key) && !IDS.has(key) && key !== 'stack')
    if (event === undefined) continue
    const prefix = prefixText(json)
    const pid = numberIn(json, 'thread') ?? 0
    if (!told.has(pid)) yield* names.map((name, i) => ({ prefix, body: { str: [name, i] }, payload: null }))
    told.add(pid)
    const beside = Object.keys(json).filter((key) => IDS.has(key) && key !== 'has_payload')
    yield {
      prefix,
      body: Object.fromEntries([event, ...beside].map((key) => [key, json[key]])),
      payload: textIn(json, 'payload_filename') || null,
    }
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

/** `payload` gives the text of a file of the folder; null where it is gone. */
export function partedLog(records: Iterable<PartedRecord>, payload: (path: string) => string | null): PartedLog {
  const kept = [...records]
  /** Where each record begins, once it was come to. */
  const starts: number[] = []
  const bytesOf = (record: PartedRecord): Uint8Array => encoder.encode(recordText(record, payload))
  return {
    size: kept.length,
    *chunks() {
      let at = 0
      for (const [i, record] of kept.entries()) {
        starts[i] = at
        const bytes = bytesOf(record)
        at += bytes.length
        yield bytes
      }
    },
    range(start, end) {
      let i = starts.length - 1
      while (i > 0 && (starts[i] ?? 0) > start) i--
      const record = kept[i]
      const at = starts[i] ?? 0
      return record === undefined ? new Uint8Array() : bytesOf(record).slice(start - at, end - at)
    },
  }
}

const encoder = new TextEncoder()

function recordText({ prefix, body, payload: path }: PartedRecord, payload: (path: string) => string | null): string {
  const text = path === null ? null : payload(path)
  if (text === null) return `${prefix}${JSON.stringify(body)}\n`
  const md5 = createHash('md5').update(text, 'utf8').digest('hex')
  return `${prefix}${JSON.stringify({ ...body, has_payload: md5 })}\n\t${text.replaceAll('\n', '\n\t')}\n`
}
