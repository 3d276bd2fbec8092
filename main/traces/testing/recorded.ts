/** Logs that torch wrote, for tests: TORCH_TRACE beside what TORCH_LOGS printed of the same run. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { LogCollector } from '../collect'
import { type ReadTrace, traceOf } from '../trace'

const FIXTURES = new URL('../../../fixtures/traces/', import.meta.url)

export const RUNS = [
  { name: 'demo', trace: 'demo/torch_trace.log.gz', logs: 'demo/torch_logs.txt.gz' },
  { name: '2.8.0', trace: '2.8.0/trace.log.gz', logs: '2.8.0/logs.txt.gz' },
  { name: '2.13.0', trace: '2.13.0/trace.log.gz', logs: '2.13.0/logs.txt.gz' },
  { name: '2.14.1', trace: '2.14.1/trace.log.gz', logs: '2.14.1/logs.txt.gz' },
  { name: '2.15.0', trace: '2.15.0/trace.log.gz', logs: '2.15.0/logs.txt.gz' },
] as const

export function recordedBytes(file: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(new URL(file, FIXTURES))))
}

/** A log read in chunks of `step` bytes. */
export function readBytes(bytes: Uint8Array, step = bytes.length): ReadTrace {
  const collector = new LogCollector()
  for (let at = 0; at < bytes.length; at += step) collector.push(bytes.subarray(at, at + step))
  return traceOf([{ log: collector.end('log'), collector }])
}
