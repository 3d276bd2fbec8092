/** Figures and names as the page writes them. */
import type { TraceChain, TraceCompile, TracedLine, TraceLog } from '../../../shared/trace'

export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

export const microseconds = (value: number): string => `${value < 100 ? value.toFixed(1) : Math.round(value)} µs`

export function duration(us: number): string {
  return us < 1e6 ? `${Math.round(us / 1000)} ms` : `${(us / 1e6).toFixed(1)} s`
}

export const nameOf = ({ function: name }: Pick<TraceChain, 'function'>): string => name || 'not named in the log'

export const placeOf = ({ file, line }: Pick<TraceChain, 'file' | 'line'>): string =>
  file === '' ? '' : `${file}:${line}`

export const userLine = ({ file, line, function: name }: TracedLine): string => `${file}:${line} in ${name}`

/** Which process, where there are several. */
export const processOf = ({ rank, pid }: TraceCompile): string => (rank === null ? `process ${pid}` : `rank ${rank}`)

/** What was passed over in a log. */
export function notesOf(log: TraceLog): readonly string[] {
  return [
    ...(log.unknown.length > 0
      ? [`events not known: ${log.unknown.map((one) => `${one.name} (${one.count})`).join(', ')}`]
      : []),
    ...(log.badRecords > 0 ? [`${count(log.badRecords, 'record')} not readable`] : []),
    ...(log.badPayloads > 0 ? [`${count(log.badPayloads, 'payload')} not whole`] : []),
    ...(log.foreignLines > 0 ? [`${count(log.foreignLines, 'line')} not of torch`] : []),
    ...(log.torn ? ['ends in the middle of a line'] : []),
  ]
}
