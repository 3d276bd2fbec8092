/** Why the function of the blob in front was compiled again: each time, the guard of each earlier compilation that refused. */
import { GitCompareArrows, ListTree } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Compilation, Recompilations, Recompiled, Refusal } from '../../../shared/recompilations'
import { ExplainedTable } from '../../components/explained-table'
import { FailedLine } from '../../components/failed-line'
import { plural } from '../../components/format'
import { useDocuments, useServices } from '../../components/services'
import { versionOf } from '../../stores/open-document'
import type { Against, DiffStore } from './diff-store'
import { layBeside, showInTree } from './show-in-tree'

interface RecompilationListProps {
  readonly store: DiffStore
  readonly here: Against
}

export function RecompilationList({ store, here }: RecompilationListProps) {
  const { document, blob } = here
  const documents = useDocuments((state) => state.documents)
  const { recompilations, whyError, explain, again } = useStore(store)
  useEffect(() => {
    const state = documents.find(({ id }) => id === document)?.state
    const blobs = state?.status === 'ready' ? state.info.blobs : []
    void explain(blobs.flatMap(({ index }) => versionOf(documents, document, index)))
  }, [explain, documents, document])
  if (whyError !== null) return <FailedLine error={whyError} words="Compare again" onAgain={() => void again()} />
  if (recompilations === null) return <p className="quiet-line">Putting each call to those before it…</p>
  if (recompilations.recompiled.length === 0) return <p className="quiet-line">{onceWords(recompilations)}</p>
  return (
    <section className="recompilations" tabIndex={-1} aria-label="Recompilations">
      {recompilations.recompiled.map((one) => (
        <Section key={one.of.blob} one={one} document={document} inFront={one.of.blob === blob} />
      ))}
    </section>
  )
}

/** `recompiled was compiled 5 times.` */
export function countWords(recompilations: Recompilations | null): string {
  if (recompilations === null || recompilations.compilations < 2) return ''
  const { function: name, compilations } = recompilations
  return `${name === '' ? 'This function' : name} was compiled ${compilations} times.`
}

function onceWords({ function: name }: Recompilations): string {
  const subject = name === '' ? 'The function of this blob' : name
  return `${subject} was compiled once in this file: there is no recompilation to explain.`
}

const nameOf = ({ number }: Compilation): string => `0/${number}`

interface SectionProps {
  readonly one: Recompiled
  readonly document: string
  readonly inFront: boolean
}

function Section({ one: { of, refusals }, document, inFront }: SectionProps) {
  const head = `recompilation-${of.blob}`
  return (
    <section className="recompilation" aria-labelledby={head}>
      <h2 id={head}>
        {nameOf(of)} was compiled because {refusals.length === 1 ? 'this refused' : 'these refused'} its call
        {inFront && <span className="recompilation-front">in front</span>}
      </h2>
      <ul>
        {refusals.map((refusal) => (
          <Row key={refusal.before.blob} refusal={refusal} of={of} document={document} />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  readonly refusal: Refusal
  readonly of: Compilation
  readonly document: string
}

function Row({ refusal, of, document }: RowProps) {
  const services = useServices()
  const { before, check, refused, guard, source, node, explained, unknown, sentences, count } = refusal
  const left = count - sentences.length
  const name = source === '' ? guard : `${guard} on ${source}`
  return (
    <li className={`refusal ${check === 'false' ? 'failed' : check === 'true' ? 'passed' : 'unknown'}`}>
      <p className="refusal-head">
        <b>{nameOf(before)}</b>
        {guard === '' ? (
          <span>{PASSED[check]}</span>
        ) : node === null ? (
          <span className="finding-guard">{name}</span>
        ) : (
          <button
            type="button"
            className="finding-guard"
            title={`Show in the tree of ${nameOf(before)}`}
            onClick={() => void showInTree(services, { document, blob: before.blob, node })}
          >
            <ListTree size={13} aria-hidden /> {name}
          </button>
        )}
        <span className="space" />
        <button
          type="button"
          className="chip"
          aria-label={`Compare ${nameOf(before)} with ${nameOf(of)}`}
          onClick={() => void layBeside(services, { document, blob: before.blob }, { document, blob: of.blob })}
        >
          <GitCompareArrows size={13} aria-hidden /> Compare {nameOf(before)} with {nameOf(of)}
        </button>
      </p>
      {refused.map((part, i) => (
        <p key={i} className="refusal-part">
          {part}
        </p>
      ))}
      {explained.some(({ same }) => same !== true) && (
        <ExplainedTable rows={explained.filter(({ same }) => same !== true)} />
      )}
      {unknown.length > 0 && (
        <p className="refusal-unknown">
          Not in the file of {nameOf(of)}, so perhaps refused before that: {unknown.join(', ')}
        </p>
      )}
      {sentences.length > 0 && (
        <details>
          <summary>
            {plural(count, 'thing')} that {nameOf(of)} wants otherwise
          </summary>
          <ul className="refusal-sentences">
            {sentences.map((sentence, i) => (
              <li key={i}>{sentence}</li>
            ))}
            {left > 0 && <li>and {plural(left, 'more thing')}: compare the two</li>}
          </ul>
        </details>
      )}
    </li>
  )
}

const PASSED = {
  true: 'would have taken the call as it was saved',
  false: 'refused the call',
  unknown: 'whether it would have taken the call as it was saved is not known',
} as const
