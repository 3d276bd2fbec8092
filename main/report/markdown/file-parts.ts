/** The parts of a report that are of a file as a whole, in Markdown. */
import { heldWords } from '../../../shared/precision-held'
import type {
  Report,
  ReportAnswer,
  ReportCheck,
  ReportCompile,
  ReportComparison,
  ReportPrecision,
  ReportRecompilation,
  ReportTrace,
  SummaryRow,
} from '../model'
import { count, grouped, guardedWords, kindName, loadWords, saidOf, tellsActual } from '../words'
import { code, fence, plain } from './escape'
import { folded, lines, table } from './table'

export function fileParts(report: Report): readonly string[] {
  const { summary, checks, comparison, recompilations, trace, precision } = report
  return [
    ...(summary === undefined ? [] : [summaryPart(report, summary)]),
    ...(checks === undefined ? [] : [checksPart(checks)]),
    ...(comparison === undefined ? [] : [comparisonPart(comparison)]),
    ...(recompilations === undefined ? [] : [recompilationsPart(recompilations)]),
    ...(trace === undefined ? [] : [traceMarkdown(trace)]),
    ...(precision === undefined ? [] : [precisionMarkdown(precision)]),
  ]
}

export const answerWord = (answer: ReportAnswer | null): string =>
  answer === null ? 'not read' : `**${String(answer)}**`

function summaryPart({ source }: Report, rows: readonly SummaryRow[]): string {
  const head =
    source === null
      ? []
      : [
          `${code(source.path)}: ${plain(kindName(source.kind))}, ${grouped(source.bytes)} bytes${source.torch === '' ? '' : `, torch ${plain(source.torch)}`}${source.python === '' ? '' : `, Python ${plain(source.python)}`}.`,
          ...source.notes.map(({ severity, message }) => `* ${severity}: ${plain(message)}`),
        ]
  const cells = rows.map((row) => [
    String(row.blob),
    code(row.function || row.path),
    row.recompilation === null ? '' : String(row.recompilation),
    plain(row.torch),
    row.error === null ? loadWords(row.loads) : 'not read',
    row.error === null ? grouped(row.guards) : '',
    row.error === null ? foundWords(row) : plain(row.error),
  ])
  // of many blobs the table above has to do
  const kinds = rows.slice(0, rows.length > MOST_KINDS ? 0 : rows.length).flatMap((row) =>
    row.guard_types.length === 0
      ? []
      : [
          folded(
            rows.length === 1 ? 'Guards by kind' : `Guards of blob ${row.blob}`,
            table(
              ['kind', 'num guards'],
              row.guard_types.map(({ name, count: n }) => [code(name), grouped(n)]),
            ),
          ),
        ],
  )
  const columns = ['blob', 'function', 'recompilation', 'torch', 'load', 'num guards', 'findings']
  return ['## Summary', ...head, table(columns, cells), ...kinds].join('\n\n')
}

/** Blobs of which the guards are told by kind. */
const MOST_KINDS = 3

const foundWords = ({ errors, warnings, notes }: SummaryRow): string =>
  [
    ...(errors > 0 ? [`**${count(errors, 'error')}**`] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(notes > 0 ? [count(notes, 'note')] : []),
  ].join(', ') || 'none'

function checksPart(checks: readonly ReportCheck[]): string {
  const rows = checks.map(({ check, passed, lines: why }) => [
    code(check),
    passed ? 'passed' : '**failed**',
    lines(why.map(plain)),
  ])
  return `## Checks\n\n${table(['check', 'result', 'why'], rows)}`
}

function comparisonPart({ against, same, pairs }: ReportComparison): string {
  const told = pairs.map((pair) => {
    const { title, before, after, guards_before: from, guards_after: to, differences } = pair
    const guards =
      from === null
        ? `${count(to ?? 0, 'guard')}, and no such blob in the other file.`
        : to === null
          ? `There were ${count(from, 'guard')}, and the blob is gone.`
          : `${grouped(from)} guards before, ${grouped(to)} now.`
    const rows = differences.map(({ kind, change, source, guard, what }) => [
      kind === 'text' ? 'text only' : change,
      code(source),
      code(guard),
      code(what),
    ])
    return [
      ...(pairs.length === 1 && before !== null && after !== null ? [] : [`### ${plain(title)}`]),
      guards,
      ...(rows.length > 0
        ? [table(['change', 'source', 'guard', 'what'], rows)]
        : before === null || after === null
          ? []
          : ['No difference.']),
    ].join('\n\n')
  })
  const words = same === true ? 'the same' : same === 'unknown' ? 'no certain difference' : 'they differ'
  return [`## Comparison`, `Against ${code(against)}, which comes before: ${words}.`, ...told].join('\n\n')
}

function recompilationsPart(rows: readonly ReportRecompilation[]): string {
  const cells = rows.map((row) => [
    code(row.function),
    `0/${row.of}`,
    `0/${row.before}`,
    answerWord(row.check),
    lines([
      ...row.refused.map(code),
      ...(row.unknown.length === 0 ? [] : [`not in the file: ${row.unknown.map(code).join(', ')}`]),
      ...row.sentences.map(plain),
    ]),
  ])
  return `## Recompilations\n\n${table(['function', 'compile', 'before it', 'takes the call', 'why'], cells)}`
}

function traceMarkdown({ functions, logs }: ReportTrace): string {
  const told = functions.map((one) => {
    const place = one.file === '' ? '' : ` (${code(`${one.file}:${one.line}`)})`
    const rows = one.compiles.map((compile) => [
      plain(compile.rank === null ? compile.id : `rank ${compile.rank} ${compile.id}`),
      compile.guards === null ? '' : grouped(compile.guards),
      compile.guard_latency_us === null ? '' : `${compile.guard_latency_us} µs`,
      lines(reasons(compile)),
    ])
    const notes = [
      ...one.never_hit_again.map(({ id, why }) => `* ${plain(id)} is never hit again: ${plain(why)}`),
      ...(one.recompile_limit_hit ? ['* the recompile limit was hit'] : []),
    ]
    return [
      `### ${code(one.function) || 'a function that the log does not name'}${place}`,
      table(['compile', 'num guards', 'num cold check', 'why it was made'], rows),
      ...(notes.length === 0 ? [] : [notes.join('\n')]),
    ].join('\n\n')
  })
  const logRows = logs.map((log) => [code(log.path), grouped(log.records), plain(log.torch)])
  return ['## Compiles', ...told, folded('Logs', table(['log', 'num records', 'torch'], logRows))].join('\n\n')
}

const reasons = ({ reasons: all, failure }: ReportCompile): readonly string[] => [
  ...all.flatMap(({ text, actual, user, advice }) => [
    code(saidOf(text)),
    actual === null || tellsActual(saidOf(text)) ? '' : `it was ${code(actual)}`,
    user === null
      ? ''
      : code(`${user.file}:${user.line} in ${user.function}${user.code === '' ? '' : `: ${user.code}`}`),
    advice === '' ? '' : `→ ${plain(advice)}`,
  ]),
  failure === null ? '' : `came to nothing: ${plain(failure)}`,
]

function precisionMarkdown({
  torch,
  nodes,
  legacy,
  global_state: keys,
  python,
  python_notes: notes,
}: ReportPrecision): string {
  const depthOf = (name: string | null): number => {
    const node = nodes.find((one) => one.name === name)
    return node === undefined ? 0 : 1 + depthOf(node.parent)
  }
  const rows = nodes.map((node) => [
    `${'&emsp;'.repeat(depthOf(node.parent))}${code(node.name)}`,
    code(node.set),
    code(node.in_force),
    plain(node.from),
    guardedWords(node.guarded),
  ])
  return [
    `## Precision, torch ${plain(torch)}`,
    table(['node', 'set', 'in force', 'from', 'by GLOBAL_STATE'], rows),
    python.length === 0 ? 'Nothing is set: torch starts so.' : fence(python, 'python'),
    ...(notes.length === 0 ? [] : [notes.map((note) => `* ${plain(note)}`).join('\n')]),
    folded(
      'Legacy getters and keys of GLOBAL_STATE',
      table(
        ['', 'reads', ''],
        [
          ...legacy.map(({ name, reads, why }) => [code(name), code(reads), plain(why)]),
          ...keys.map(({ key, ...held }) => [code(key), code(heldWords(held)), '']),
        ],
      ),
    ),
  ].join('\n\n')
}
