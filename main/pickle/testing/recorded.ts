/** What CPython says of its own pickles: recorded in testdata, and asked anew where python3 is there. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Json } from './describe'

/** See scripts/record-pickles.py. */
export interface PickleRecord {
  readonly pickle: string
  readonly protocol: number
  readonly by: string
  readonly value: Json
  readonly opcodes: Readonly<Record<string, number>> | null
}

export interface Recording {
  readonly opcodes: readonly (readonly [name: string, code: number, protocol: number])[]
  readonly samples: readonly PickleRecord[]
  readonly random: readonly PickleRecord[]
  readonly large: readonly PickleRecord[]
}

const testdata = new URL('../testdata/pickles.json.gz', import.meta.url)
const script = new URL('../../../scripts/record-pickles.py', import.meta.url)

export function readRecording(): Recording {
  return JSON.parse(gunzipSync(readFileSync(testdata)).toString()) as Recording
}

/** Fresh random pickles from this machine's python3; none where there is no python3. */
export function freshRecords(seed: number, count: number): readonly PickleRecord[] {
  const found = spawnSync('python3', ['-W', 'ignore', script.pathname, '--seed', String(seed), '--count', String(count)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (found.error !== undefined) return []
  if (found.status !== 0) throw new Error(found.stderr)
  return (JSON.parse(found.stdout) as { random: PickleRecord[] }).random
}

export function bytesOf(record: PickleRecord): Uint8Array {
  return new Uint8Array(Buffer.from(record.pickle, 'base64'))
}
