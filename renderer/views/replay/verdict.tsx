/** An answer as a word in its colour. */
import type { Answer } from '../../../shared/replay'

export const WORDS: Readonly<Record<Answer, string>> = { true: 'passes', false: 'fails', unknown: 'unknown' }
const CLASSES: Readonly<Record<Answer, string>> = { true: 'passed', false: 'failed', unknown: 'unknown' }

/** `answer` null where the scenario cannot be read; undefined while it is being checked. */
export function Verdict({ answer }: { readonly answer: Answer | null | undefined }) {
  if (answer === undefined) return <span className="verdict">…</span>
  if (answer === null) return <span className="verdict failed">error</span>
  return <span className={`verdict ${CLASSES[answer]}`}>{WORDS[answer]}</span>
}
