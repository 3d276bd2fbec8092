/** What the scenario in front came to: the answer, why, what was wanted against what came, and the user's line. */
import { useStore } from 'zustand'
import type { Answer, AsSaved, ReplayResult } from '../../../shared/replay'
import { ExplainedTable } from '../../components/explained-table'
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
      {result.explained.length > 0 && (
        <Section title="Wanted and got">
          <ExplainedTable rows={result.explained} />
        </Section>
      )}
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
