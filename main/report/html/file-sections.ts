/** The parts of a report that are of a file as a whole. */
import { heldWords } from '../../../shared/precision-held'
import type {
  Report,
  ReportCheck,
  ReportCompile,
  ReportComparison,
  ReportDifference,
  ReportPrecision,
  ReportRecompilation,
  ReportTrace,
  SummaryRow,
  TracedFunction,
} from '../model'
import { count, grouped, guardedWords, kindName, loadWords, saidOf, tellsActual } from '../words'
import { html } from '../../html/escape'
import { hierarchy } from './hierarchy'
import { answerWord, type Cell, cell, code, facts, list, more, num, raw, section, table, word } from './table'

export interface Section {
  readonly id: string
  readonly title: string
  readonly count: string
  readonly html: string
}

export function fileSections(report: Report): readonly Section[] {
  const { summary, checks, comparison, recompilations, trace, precision } = report
  return [
    ...(summary === undefined ? [] : [summarySection(report, summary)]),
    ...(checks === undefined ? [] : [checksSection(checks)]),
    ...(comparison === undefined ? [] : [comparisonSection(comparison)]),
    ...(recompilations === undefined ? [] : [recompilationsSection(recompilations)]),
    ...(trace === undefined ? [] : [traceSection(trace)]),
    ...(precision === undefined ? [] : [precisionSection(precision)]),
  ]
}

function summarySection({ source }: Report, rows: readonly SummaryRow[]): Section {
  const file =
    source === null
      ? ''
      : facts([
          ['file', source.path],
          ['kind', kindName(source.kind)],
          ['torch', source.torch],
          ['python', source.python],
          ['size', `${grouped(source.bytes)} bytes`],
          ...source.notes.map(({ severity, message }) => [severity, message] as const),
        ])
  const cells = rows.map((row): readonly Cell[] => [
    cell(String(row.blob)),
    row.function === '' && row.path === '' ? cell('') : code(row.function || row.path),
    cell(row.recompilation === null ? '' : String(row.recompilation)),
    ...(row.error === null
      ? [
          cell(row.torch),
          word(loadWords(row.loads), row.loads === 'unknown' ? 'unknown' : row.loads ? 'pass' : 'fail'),
          num(grouped(row.guards)),
          num(grouped(row.nodes)),
          cell(foundWords(row)),
        ]
      : [cell(''), word('not read', 'fail'), num(''), num(''), cell(row.error)]),
  ])
  const columns = ['blob', 'function', 'recompilation', 'torch', 'load', 'num guards', 'num nodes', 'findings']
  const kinds = rows.flatMap((row) =>
    row.guard_types.length === 0
      ? []
      : [kindsHtml(rows.length === 1 ? 'Guards by kind' : `Guards of blob ${row.blob}`, row)],
  )
  return {
    id: 'summary',
    title: 'Summary',
    count: rows.length === 1 ? '' : count(rows.length, 'blob'),
    html: `${file}<h3>${rows.length === 1 ? 'Blob' : 'Blobs'}</h3>${table(columns, cells)}${kinds.join('')}`,
  }
}

function kindsHtml(title: string, { guard_types: types }: SummaryRow): string {
  const most = Math.max(...types.map((type) => type.count))
  const rows = types.map(({ name, count: n }) => [
    code(name),
    num(grouped(n)),
    raw(
      `<svg viewBox="0 0 300 8" role=presentation><rect class="h3" x="0" y="0" height="8" rx="2" width="${Math.max(1, Math.round((n / most) * 300))}"/></svg>`,
    ),
  ])
  return more(title, table(['kind', 'num guards', 'share'], rows))
}

const foundWords = ({ errors, warnings, notes }: SummaryRow): string =>
  [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(notes > 0 ? [count(notes, 'note')] : []),
  ].join(', ') || 'none'

function checksSection(checks: readonly ReportCheck[]): Section {
  const rows = checks.map(({ check, passed, lines }) => [
    code(check),
    passed ? word('passed', 'pass') : word('failed', 'fail'),
    raw(lines.map((line) => `<p>${html(line)}</p>`).join('')),
  ])
  const failed = checks.filter(({ passed }) => !passed).length
  return {
    id: 'checks',
    title: 'Checks',
    count: failed === 0 ? 'all passed' : `${failed} failed`,
    html: table(['check', 'result', 'why'], rows),
  }
}

function comparisonSection({ against, same, pairs }: ReportComparison): Section {
  const told = pairs.map((pair) => {
    const { title, before, after, guards_before: from, guards_after: to, differences } = pair
    const guards =
      from === null
        ? `there are ${count(to ?? 0, 'guard')}, and no such blob in the other file`
        : to === null
          ? `there were ${count(from, 'guard')}, and the blob is gone`
          : `${grouped(from)} guards before, ${grouped(to)} now`
    const head = pairs.length === 1 && before !== null && after !== null ? '' : `<h3>${html(title)}</h3>`
    const none = before === null || after === null ? '' : '<p class=quiet>No difference.</p>'
    return `${head}<p class="quiet small">${guards}</p>${differences.length === 0 ? none : differenceTable(differences)}`
  })
  const certain = pairs.reduce((sum, { differences }) => sum + differences.filter((one) => one.certain).length, 0)
  return {
    id: 'comparison',
    title: 'Comparison',
    count: same === true ? 'the same' : same === 'unknown' ? 'no certain difference' : count(certain, 'difference'),
    html: `<p class=lead>Against <code>${html(against)}</code>, which comes before: what was removed is there alone.</p>${told.join('')}`,
  }
}

function differenceTable(differences: readonly ReportDifference[]): string {
  return table(
    ['change', 'source', 'guard', 'what'],
    differences.map(({ change, kind, source, guard, what }) => [
      word(kind === 'text' ? 'text only' : change, change),
      code(source),
      code(guard),
      code(what),
    ]),
  )
}

function recompilationsSection(rows: readonly ReportRecompilation[]): Section {
  const cells = rows.map((row) => [
    code(row.function),
    { ...cell(`0/${row.of}`), kind: 'keep' as const },
    { ...cell(`0/${row.before}`), kind: 'keep' as const },
    answerWord(row.check),
    raw(
      [
        ...row.refused.map((part) => `<p><code>${html(part)}</code></p>`),
        ...(row.unknown.length === 0 ? [] : [`<p class=quiet>not in the file: ${html(row.unknown.join(', '))}</p>`]),
        ...row.sentences.map((sentence) => `<p class=quiet>${html(sentence)}</p>`),
      ].join(''),
    ),
  ])
  return {
    id: 'recompilations',
    title: 'Recompilations',
    count: count(rows.length, 'pair'),
    html: `<p class=lead>The call that each was compiled for, put to those that were there before.</p>${table(['function', 'compile', 'before it', 'takes the call', 'why'], cells)}`,
  }
}

function traceSection({ functions, logs }: ReportTrace): Section {
  const compiles = functions.reduce((sum, one) => sum + one.compiles.length, 0)
  const logRows = logs.map((log) => [
    code(log.path),
    num(grouped(log.records)),
    cell(log.torch),
    num(String(log.processes)),
    cell(
      [
        ...(log.bad_records > 0 ? [`${count(log.bad_records, 'record')} not readable`] : []),
        ...(log.bad_payloads > 0 ? [`${count(log.bad_payloads, 'payload')} not whole`] : []),
        ...(log.foreign_lines > 0 ? [`${count(log.foreign_lines, 'line')} not of torch`] : []),
        ...(log.torn ? ['ends in the middle of a line'] : []),
      ].join(', '),
    ),
  ])
  return {
    id: 'trace',
    title: 'Compiles',
    count: `${count(compiles, 'compile')} of ${count(functions.length, 'function')}`,
    html: `${functions.map(functionHtml).join('')}${more('Logs', table(['log', 'num records', 'torch', 'num processes', 'remarks'], logRows))}`,
  }
}

function functionHtml(traced: TracedFunction): string {
  const { function: name, file, line, compiles, never_hit_again: dead, recompile_limit: limit } = traced
  const place = file === '' ? '' : `<span class=n>${html(file)}:${line}</span>`
  const notes = [
    ...dead.map(({ id, why }) => `${id} is never hit again: ${why}`),
    ...(traced.recompile_limit_hit ? [`the recompile limit${limit === null ? '' : ` of ${limit}`} was hit`] : []),
  ]
  return `<h3><code>${html(name || 'a function that the log does not name')}</code>${place}</h3>${table(
    ['compile', 'num guards', 'num cold check', 'why it was made'],
    compiles.map((compile) => [
      { ...code(compile.rank === null ? compile.id : `rank ${compile.rank} ${compile.id}`), kind: 'keep' as const },
      num(compile.guards === null ? '' : grouped(compile.guards)),
      num(compile.guard_latency_us === null ? '' : `${compile.guard_latency_us} µs`),
      raw(reasonsHtml(compile)),
    ]),
  )}${notes.length === 0 ? '' : list(notes.map((note) => `<span class=unknown>${html(note)}</span>`))}`
}

function reasonsHtml({ reasons, failure }: ReportCompile): string {
  const told = reasons.map(({ text, actual, user, advice }) => {
    const said = saidOf(text)
    const came = actual === null || tellsActual(said) ? '' : `<p class=quiet>it was <code>${html(actual)}</code></p>`
    const from =
      user === null
        ? ''
        : `<p class=quiet>${html(`${user.file}:${user.line} in ${user.function}`)}${user.code === '' ? '' : `: <code>${html(user.code)}</code>`}</p>`
    return `<p><code>${html(said)}</code></p>${came}${from}${advice === '' ? '' : `<p>→ ${html(advice)}</p>`}`
  })
  return [...told, ...(failure === null ? [] : [`<p class=fail>came to nothing: ${html(failure)}</p>`])].join('')
}

function precisionSection(precision: ReportPrecision): Section {
  const { torch, nodes, legacy, global_state: keys, python, python_notes: notes } = precision
  const rows = nodes.map((node) => [
    code(node.name),
    code(node.set),
    code(node.in_force),
    cell(node.from),
    cell(guardedWords(node.guarded)),
  ])
  const remarks = nodes.flatMap((node) => node.notes.map((note) => `<code>${html(node.name)}</code>: ${html(note)}`))
  const lines =
    python.length === 0
      ? '<p class=quiet>Nothing is set: torch starts so.</p>'
      : `<pre>${python.map(html).join('\n')}</pre>${list(notes.map(html))}`
  return {
    id: 'precision',
    title: 'Precision',
    count: `torch ${torch}`,
    html: [
      hierarchy(precision),
      table(['node', 'set', 'in force', 'from', 'by GLOBAL_STATE'], rows),
      remarks.length === 0 ? '' : list(remarks),
      '<h3>The Python that brings a process there</h3>',
      lines,
      '<h3>Legacy getters</h3>',
      table(
        ['getter', 'reads', 'why'],
        legacy.map(({ name, reads, why }) => [code(name), code(reads), cell(why)]),
      ),
      keys.length === 0
        ? ''
        : `<h3>Keys of GLOBAL_STATE</h3>${table(
            ['key', 'value'],
            keys.map(({ key, ...held }) => [code(key), code(heldWords(held))]),
          )}`,
    ].join(''),
  }
}

export const rendered = ({ id, title, count: n, html: inner }: Section): string => section(id, title, n, inner)
