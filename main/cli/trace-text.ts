/** A trace as text for the terminal. */
import type { Trace, TraceCompile, TraceLog } from '../../shared/trace'

export function traceText({ logs, compiles, chains }: Trace): string {
  const several =
    compiles.some(({ log }) => log !== compiles[0]?.log) || new Set(compiles.map(({ pid }) => pid)).size > 1
  const lines = chains.flatMap((chain) => chain.compiles.flatMap((index) => compileLines(compiles[index], several)))
  return [...lines, ...logs.map((log) => logLine(log, logs)), countLine({ logs, compiles, chains }), ''].join('\n')
}

function compileLines(compile: TraceCompile | undefined, several: boolean): readonly string[] {
  if (compile === undefined) return []
  const { id, function: name, file, line, guards, guardLatencyUs, reasons, failure, rank, pid } = compile
  const who = several ? (rank === null ? `${pid} ` : `rank ${rank} `) : ''
  const place = name === '' ? 'a function that the log does not name' : `${name} (${file}:${line})`
  const about = [
    ...(guards === null ? [] : [`${guards} guards`]),
    ...(guardLatencyUs === null ? [] : [`${guardLatencyUs} us cold`]),
  ].join(', ')
  return [
    `[${who}${id}] ${place}${about === '' ? '' : `: ${about}`}`,
    ...reasons.flatMap((reason) =>
      reason.split('\n').map((text, i) => `    ${i === 0 ? '' : '    '}${text.trimEnd()}`),
    ),
    ...(failure === null ? [] : [`    came to nothing: ${failure.split('\n')[0] ?? ''}`]),
  ]
}

function logLine(log: TraceLog, logs: readonly TraceLog[]): string {
  const counts = [
    ...(log.sameRunAs === null
      ? [log.records === 0 ? 'lines of TORCH_LOGS' : `${log.records} records`]
      : [`lines of TORCH_LOGS, of the run of ${logs[log.sameRunAs]?.path ?? ''}`]),
    ...(log.torch === '' ? [] : [`torch ${log.torch}`]),
    ...(log.processes.length > 1 ? [`${log.processes.length} processes`] : []),
    ...(log.unknown.length > 0
      ? [`events not known: ${log.unknown.map(({ name, count }) => `${name} (${count})`).join(', ')}`]
      : []),
    ...(log.badRecords > 0 ? [`${log.badRecords} records that are not readable`] : []),
    ...(log.badPayloads > 0 ? [`${log.badPayloads} payloads that are not whole`] : []),
    ...(log.foreignLines > 0 ? [`${log.foreignLines} lines that are not torch's`] : []),
    ...(log.torn ? ['ends in the middle of a line'] : []),
  ]
  return `${log.path}: ${counts.join(', ')}`
}

function countLine({ compiles, chains }: Trace): string {
  const again = compiles.filter(({ reasons }) => reasons.length > 0).length
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
  return `${count(compiles.length, 'compile')} of ${count(chains.length, 'function')}, ${count(again, 'recompile')}`
}
