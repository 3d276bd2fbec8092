/** The parts of a report that are of one blob, in Markdown; the tree stands last, for it may have to be cut. */
import type { ReplayedRow, ReportBlob, ReportProfile, ReportTree } from '../model'
import { treeLines } from '../tree-text'
import { costWords, count, grouped, methodWords, micro } from '../words'
import { code, fence, plain } from './escape'
import { answerWord } from './file-parts'
import { folded, lines, table } from './table'

export function blobParts({ findings, replay, profile, global_state: state, shapes }: ReportBlob): readonly string[] {
  return [
    ...(findings === undefined
      ? []
      : [
          findings.length === 0
            ? '### Findings\n\nNothing was found.'
            : `### Findings\n\n${table(
                ['severity', 'code', 'guard', 'what torch will do, and why'],
                findings.map(({ severity, code: id, guard, message, mended_by: mended }) => [
                  severity === 'error' ? '**error**' : severity,
                  code(id),
                  guard === null ? '' : code(`${guard.create_fn} ${guard.name}`),
                  lines([plain(message), ...mended.map((one) => `mended by: ${plain(one)}`)]),
                ]),
              )}`,
        ]),
    ...(replay === undefined
      ? []
      : [
          `### Replay\n\nCalls of ${code(replay.scenarios)} put to the guards.\n\n${table(
            ['scenario', 'answer', 'guard that failed', 'why'],
            replay.rows.map((row) => [
              code(row.scenario),
              answerWord(row.answer),
              row.guard === '' ? '' : code(`${row.guard} ${row.source}`),
              lines(whyOf(row)),
            ]),
          )}`,
        ]),
    ...(profile === undefined ? [] : [profilePart(profile)]),
    ...(state === undefined
      ? []
      : [
          `### Global state\n\n${state.guarded ? 'A GLOBAL_STATE guard holds it.' : 'No guard holds it.'}${state.note === '' ? '' : ` ${plain(state.note)}.`}${
            state.keys.length === 0
              ? ''
              : `\n\n${folded(
                  count(state.keys.length, 'key'),
                  table(
                    ['key', 'value'],
                    state.keys.map(({ name, value }) => [code(name), code(value)]),
                  ),
                )}`
          }`,
        ]),
    ...(shapes === undefined || shapes.expressions.length + shapes.relations.length === 0
      ? []
      : [
          `### Shape expressions\n\n${[...shapes.expressions, ...shapes.relations].map((text) => `* ${code(text)}`).join('\n')}`,
        ]),
  ]
}

function whyOf({
  error,
  part,
  explained,
  unknown,
  answer,
  before_saving: before,
  before_saving_why: why,
}: ReplayedRow): string[] {
  const broken = explained.filter(({ same }) => same !== true)
  return [
    error === null ? '' : plain(error),
    code(part),
    ...broken.map(({ name, expected, actual }) => `${plain(name)}: wanted ${code(expected)}, came ${code(actual)}`),
    ...unknown.map(({ source, reason }) => (source === '' ? plain(reason) : `${code(source)}: ${plain(reason)}`)),
    before === null || before === answer
      ? ''
      : `before saving: ${String(before)}${why.map((one) => `; ${plain(one)}`).join('')}`,
  ]
}

function profilePart({ measured_by: by, scenario, cold, warm, rows }: ReportProfile): string {
  const costly = [...rows].sort((a, b) => b.cold_ns - a.cold_ns || a.node - b.node).slice(0, 10)
  return [
    `### What the check costs`,
    `Measured by ${plain(by)}, with the call ${code(scenario)}.`,
    `* cold: ${plain(costWords(cold))}\n* warm: ${plain(costWords(warm))}`,
    table(
      ['row', 'num cold', 'num warm'],
      costly.map(({ name, cold_ns: c, warm_ns: w }) => [code(name), micro(c), micro(w)]),
    ),
    plain(methodWords(cold, warm)),
  ].join('\n\n')
}

/** The tree as torch prints it, in at most so many characters; what is cut is told. */
export function treePart(tree: ReportTree, most: number): string {
  const all = treeLines(tree)
  const kept: string[] = []
  let length = 0
  for (const line of all) {
    length += line.length + 1
    if (length > most) break
    kept.push(line)
  }
  const left = all.length - kept.length
  const cut = left === 0 ? '' : `\n\n${grouped(left)} more lines: the HTML and JSON reports have them.`
  return folded(`Guard tree (${count(tree.nodes.length, 'node')})`, `${fence(kept)}${cut}`)
}
