/** What torch writes before each line of its logs (TorchLogsFormatter.format, torch/_logging/_internal.py). */
import type { LogLine } from './reader'

export interface Prefix {
  readonly pid: number
  /** `[rank3]:` of TORCH_LOGS; records of TORCH_TRACE say it in their JSON. */
  readonly rank: number | null
  /** `V`, `I`, `W`, `E` or `C`. */
  readonly level: string
  /** `1123 07:22:21.771000`. */
  readonly time: string
  /** `torch/_dynamo/guards.py:4483`. */
  readonly place: string
}

const PREFIX = /^(?:\[\D*(\d+)\]:? *)?([A-Z])(\d{4} [\d:.]+) +(\d+) (\S+)\] $/

const decoder = new TextDecoder()

/** Null where the line is not quite torch's. */
export function prefixOf({ bytes, body }: LogLine): Prefix | null {
  const match = PREFIX.exec(decoder.decode(bytes.subarray(0, body)))
  if (match === null) return null
  const [, rank, level = '', time = '', pid = '', place = ''] = match
  return { pid: Number(pid), rank: rank === undefined ? null : Number(rank), level, time, place }
}

export const bodyText = ({ bytes, body }: LogLine): string => decoder.decode(bytes.subarray(body))
