/** What the scenario in front came to: the answer, why, what was wanted against what came, and the user's line. */
import { useStore } from 'zustand'
import type { Answer, AsSaved, ExplainedRow, ReplayResult } from '../../../shared/replay'
import { plural } from '../../components/format'
import { useServices } from '../../components/services'
import { Section } from '../guard-tree/section'
import { UserStack } from '../guard-tree/user-stack'
import { WORDS } from './verdict'

const MOST_UNKNOWN = 12

export function ResultSection({ result }: { readonly result: ReplayResult }) {
  return (
    <>
      <Headline result={result} />
      <Explained rows={result.explained} />
      <FromYourCode node={result.failed} />
      {result.check === 'unknown' && <Unknowns unknown={result.unknown} />}
      <SavedLine saved={result.asSaved} />
    </>
  )
}

function Headline({ result }: { readonly result: ReplayResult }) {
  const { check, guard, source, parts, part, executed } = result
  const tone = check === 'true' ? 'passed' : check === 'false' ? 'failed' : 'unknown'
  return (
    <section className={`headline ${tone}`} aria-live="polite">
      <p>
        <strong>This call {check === 'unknown' ? 'may pass or fail' : WORDS[check]}.</strong>{' '}
        <span className="headline-count">{plural(executed, 'guard')} ran</span>
      </p>
      {guard !== '' && (
        <p className="headline-guard">
          <code>{guard}</code>
          {source !== '' && <code className="headline-source">{source}</code>}
        </p>
      )}
      {part !== '' && <pre className="headline-part">{part}</pre>}
      {parts.length > 1 && (
        <details className="all-parts">
          <summary>All {parts.length} parts of the guard, as torch prints them</summary>
          <pre className="headline-part">{parts.join('\n')}</pre>
        </details>
      )}
    </section>
  )
}

function Explained({ rows }: { readonly rows: readonly ExplainedRow[] }) {
  if (rows.length === 0) return null
  // expressions need room, and have no name
  const named = rows.some(({ name }) => name !== EXPRESSION)
  // a failing row first among many: what holds is of less interest
  const sorted = rows.length > 8 ? [...rows].sort((a, b) => rank(a) - rank(b)) : rows
  return (
    <Section title="Wanted and got">
      <table className="explained">
        <thead>
          <tr>
            {named && <th scope="col">part</th>}
            <th scope="col">guard</th>
            <th scope="col">this call</th>
            <th scope="col" className="mark-column">
              <span className="unseen">same</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, expected, actual, same }, i) => (
            <tr key={i} className={same === false ? 'differs' : ''}>
              {named && <th scope="row">{name}</th>}
              <td>{expected}</td>
              <td>{actual}</td>
              <td className="mark-column">
                <Mark same={same} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

/** The name of a row that is an expression (expected-rows.ts). */
const EXPRESSION = 'holds'

const rank = ({ same }: ExplainedRow): number => (same === false ? 0 : same === null ? 1 : 2)

/** Not by colour alone: each has a shape of its own. */
function Mark({ same }: { readonly same: boolean | null }) {
  const [sign, tone, words] =
    same === null
      ? (['?', 'unknown', 'not known'] as const)
      : same
        ? (['✓', 'passed', 'same'] as const)
        : (['✗', 'failed', 'differs'] as const)
  return (
    <span className={`outcome ${tone}`} role="img" aria-label={words}>
      {sign}
    </span>
  )
}

/** The line of the user that made the failing guard: its detail is that of the selected node. */
function FromYourCode({ node }: { readonly node: number }) {
  const { detail } = useStore(useServices().detail)
  if (node < 0 || detail?.node !== node || detail.guard === null) return null
  return <UserStack frames={detail.guard.userStack} />
}

function Unknowns({ unknown }: { readonly unknown: ReplayResult['unknown'] }) {
  return (
    <Section title="What is not known">
      {unknown.slice(0, MOST_UNKNOWN).map(({ source, reason }, i) => (
        <p key={i} className="unknown-line">
          {source !== '' && <code>{source}</code>} {reason}
        </p>
      ))}
      {unknown.length > MOST_UNKNOWN && <p className="quiet-line">and {unknown.length - MOST_UNKNOWN} more</p>}
    </Section>
  )
}

const BEFORE_SAVING: Readonly<Record<Answer, string>> = {
  true: 'The manager before saving would have passed this call.',
  false: 'The manager before saving would have refused this call.',
  unknown: 'What the manager before saving would have answered is not known.',
}

/** Where torch's manager before saving would have answered otherwise. */
function SavedLine({ saved }: { readonly saved: AsSaved }) {
  if (saved.why.length === 0) return null
  const why = saved.why.map((line) => (
    <p key={line} className="quiet-line">
      {line}
    </p>
  ))
  // what cannot be told is no finding: it is there for who asks
  if (saved.check === 'unknown')
    return (
      <details className="all-parts">
        <summary>{BEFORE_SAVING.unknown}</summary>
        {why}
      </details>
    )
  return (
    <Section title="Before saving">
      <p className="saved-line">{BEFORE_SAVING[saved.check]}</p>
      {why}
    </Section>
  )
}
