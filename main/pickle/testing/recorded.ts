/** What CPython says of its own pickles; made by scripts/record-pickles.py. */
import type { Json } from './describe'

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

export function bytesOf(record: PickleRecord): Uint8Array {
  return new Uint8Array(Buffer.from(record.pickle, 'base64'))
}
