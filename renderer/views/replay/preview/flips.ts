/** What a preview comes to: the scenarios that answer otherwise, and one sentence on all of them. */
import type { PreviewRow } from '../../../../shared/preview'
import type { Answer } from '../../../../shared/replay'

/** Those that answer otherwise. */
export const flipsOf = (rows: readonly PreviewRow[]): readonly PreviewRow[] =>
  rows.filter(({ before, after }) => before !== after)

const STILL: Readonly<Record<Answer, string>> = {
  true: 'still passes',
  false: 'still fails',
  unknown: 'is unknown as before',
}

/** `onlyOwn`: the one row is the call that the blob was saved with. */
export function flipWords(rows: readonly PreviewRow[], total: number, onlyOwn: boolean): string {
  const [first] = rows
  if (onlyOwn && first !== undefined) {
    if (first.before === null || first.after === null) return 'The call it was saved with cannot be read.'
    return first.before === first.after
      ? `The call it was saved with ${STILL[first.after]}.`
      : 'The call it was saved with flips.'
  }
  const count = (is: (row: PreviewRow) => boolean): number => rows.filter(is).length
  const flips = count(({ before, after }) => before !== after && before !== 'unknown' && after !== 'unknown')
  const [becomes, known] = [
    count(({ before, after }) => before !== 'unknown' && after === 'unknown'),
    count(({ before, after }) => before === 'unknown' && after !== 'unknown'),
  ]
  const unread = count(({ error }) => error !== null)
  const head =
    flips > 0
      ? `${flips} of ${scenarios(total)} ${flips === 1 ? 'flips' : 'flip'}`
      : total === 1
        ? 'The scenario does not flip'
        : `None of ${scenarios(total)} flips`
  const more = [
    becomes > 0 ? `${becomes} ${becomes === 1 ? 'becomes' : 'become'} unknown` : '',
    known > 0 ? `${known} ${known === 1 ? 'is' : 'are'} unknown no more` : '',
    unread > 0 ? `${unread} cannot be read` : '',
    rows.length < total ? `${total - rows.length} still to be replayed` : '',
  ].filter((words) => words !== '')
  return `${[head, ...more].join(', ')}.`
}

const scenarios = (n: number): string => `${n} ${n === 1 ? 'scenario' : 'scenarios'}`
