/** The findings, by severity: each with its guard, what torch will do, and what mends it. */
import { CircleAlert, Info, ListTree, TriangleAlert, Wrench } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { BlobFindings, GuardName, ListedFinding, Severity } from '../../../shared/findings'
import type { Json } from '../../../shared/replay'
import { grouped } from '../../components/format'
import { FlipPreview } from '../replay/preview/flip-preview'
import { FIRST, type FindingsStore } from './findings-store'
import { type FindingGroup, SEVERITIES, countOf, groupsOf } from './summary'

const HEADS = {
  error: { icon: CircleAlert, words: 'Errors', about: 'it does not load, or runs code that torch did not write' },
  warning: { icon: TriangleAlert, words: 'Warnings', about: 'it can answer wrongly, or what it does is not known' },
  note: { icon: Info, words: 'Notes', about: 'worth knowing' },
} as const satisfies Readonly<Record<Severity, unknown>>

interface FindingListProps {
  readonly store: FindingsStore
  readonly document: string
  readonly blob: number
  readonly found: BlobFindings
  readonly onShow: (node: number) => void
}

export function FindingList({ found, ...list }: FindingListProps) {
  const scroller = useRef<HTMLElement>(null)
  const before = useRef(found)
  useEffect(() => {
    // the button that was pressed may be gone with its finding: keys go on from the list
    if (before.current !== found && document.activeElement === document.body) scroller.current?.focus()
    before.current = found
  }, [found])
  return (
    <section ref={scroller} className="findings" tabIndex={-1} aria-label="Findings">
      {SEVERITIES.filter((severity) => countOf(found.findings, severity) > 0).map((severity) => {
        const { icon: Icon, words, about } = HEADS[severity]
        return (
          <section key={severity} className={`finding-section ${severity}`} aria-labelledby={`findings-${severity}`}>
            <h2 id={`findings-${severity}`}>
              <Icon size={15} aria-hidden /> {words}{' '}
              <span className="finding-count">{grouped(countOf(found.findings, severity))}</span>
              <span className="finding-about">{about}</span>
            </h2>
            {groupsOf(found.findings, severity).map((group) => (
              <Group key={group.key} group={group} {...list} />
            ))}
          </section>
        )
      })}
    </section>
  )
}

type GroupProps = Omit<FindingListProps, 'found'> & { readonly group: FindingGroup }

function Group({ group, ...props }: GroupProps) {
  const { store } = props
  const shown = useStore(store, (state) => state.shown.get(group.key) ?? FIRST)
  const list = useRef<HTMLUListElement>(null)
  const { findings } = group
  const left = findings.length - shown
  const more = (): void => {
    store.getState().showMore(group.key)
    // where all are shown the button goes: keys go on from the first that came
    requestAnimationFrame(() => (list.current?.children[shown] as HTMLElement | undefined)?.focus())
  }
  return (
    <>
      <ul ref={list}>
        {findings.slice(0, shown).map((finding, at) => (
          <Row key={at} finding={finding} {...props} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" className="finding-more" onClick={more}>
          {grouped(left)} more of <code>{findings[0]?.code}</code>
        </button>
      )}
    </>
  )
}

type RowProps = Omit<FindingListProps, 'found'> & { readonly finding: ListedFinding }

function Row({ store, document, blob, finding, onShow }: RowProps) {
  const [previews, setPreviews] = useState(false)
  const busy = useStore(store, (state) => state.asking || state.repairing)
  const refused = useStore(store, ({ refusal }) => (refusal?.of === finding ? refusal.reason : null))
  const { code, guard, node, message, words, repair } = finding
  return (
    <li className="finding" tabIndex={-1}>
      <p className="finding-head">
        <code>{code}</code>
        {guard !== null &&
          (node === null ? (
            <span className="finding-guard">{guardWords(guard)}</span>
          ) : (
            <button
              type="button"
              className="finding-guard"
              disabled={busy}
              title="Show in the tree"
              onClick={() => onShow(node)}
            >
              <ListTree size={13} aria-hidden /> {guardWords(guard)}
            </button>
          ))}
      </p>
      <p className="finding-message">{message}</p>
      {words.length > 0 && (
        <p className="finding-repair">
          <button
            type="button"
            className="chip"
            disabled={busy}
            aria-label={`Repair ${code}: ${words.join('; ')}`}
            onClick={() => void store.getState().repair(finding)}
          >
            <Wrench size={13} aria-hidden /> Repair
          </button>
          <span>{words.join('; ')}</span>
          <button
            type="button"
            className="text-button"
            aria-expanded={previews}
            aria-label={`Preview the repair of ${code}`}
            onClick={() => setPreviews(!previews)}
          >
            Preview
          </button>
        </p>
      )}
      {previews && <FlipPreview document={document} blob={blob} edits={repair as readonly Json[]} />}
      {refused !== null && (
        <p className="finding-refusal" role="alert">
          Not repaired: {refused}
        </p>
      )}
    </li>
  )
}

function guardWords({ name, create_fn: createFn }: GuardName): string {
  return name === '' ? createFn : `${createFn} on ${name}`
}
