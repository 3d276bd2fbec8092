/** The captured compiles of the live process: which fail now by torch's own check, beside what was expected of those that are open. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { BlobCoverage } from '../../../shared/precision'
import { grouped, plural } from '../../components/format'
import { useDocuments, useServices } from '../../components/services'
import type { Compile } from '../live/live-session'
import type { Standings } from '../live/live-store'
import { nameOf } from '../live/rows'
import type { PrecisionStore } from './precision-store'
import { EFFECTS } from './words'

const MOST = 60

type Standing = Standings[number]

interface Line {
  readonly compile: Compile
  readonly standing: Standing
  /** Of its blob where that is open. */
  readonly expected: BlobCoverage | undefined
}

export function StandingsSection({ store }: { readonly store: PrecisionStore }) {
  const { process } = useServices()
  const isLive = useStore(store, ({ source }) => !source.choosesTorch)
  const applied = useStore(store, (state) => state.applied)
  const previewed = useStore(store, (state) => state.previewed)
  const { session, standings, standingsError } = useStore(process)
  const documents = useDocuments((state) => state.documents)
  const expected = (previewed ?? applied)?.blobs
  const lines = useMemo(() => {
    const byPath = new Map(
      (expected ?? []).map((one) => [documents.find(({ id }) => id === one.document)?.path ?? '', one]),
    )
    return (session?.compiles ?? []).flatMap((compile): Line[] => {
      const standing = standings.get(compile.entry)
      if (standing === undefined) return []
      return [{ compile, standing, expected: byPath.get(compile.captured?.files.blob ?? '') }]
    })
  }, [session, standings, documents, expected])
  if (!isLive) return null
  const failing = lines.filter(({ standing }) => toneOf(standing) === 'fail')
  const unknown = lines.filter(({ standing }) => toneOf(standing) === 'unknown').length
  const others = lines.filter((line) => !failing.includes(line) && line.expected !== undefined)
  return (
    <section className="standings">
      <h2>Captured compiles, by torch’s own check now</h2>
      {standingsError !== null && <p className="precision-warning">{standingsError}</p>}
      <p role="status">{summary(lines.length, failing.length, unknown)}</p>
      <ul className="precision-blobs">
        {[...failing, ...others].slice(0, MOST).map((line) => (
          <Entry key={line.compile.entry} line={line} before={previewed !== null} />
        ))}
      </ul>
      {failing.length > MOST && <p className="precision-quiet">and {grouped(failing.length - MOST)} more fail</p>}
    </section>
  )
}

function Entry({ line: { compile, standing, expected }, before }: { readonly line: Line; readonly before: boolean }) {
  const { process, settings } = useServices()
  const tone = toneOf(standing)
  const show = (): void => {
    process.getState().select(compile.entry)
    settings.getState().setView('live')
  }
  const reason = standing.reasons[0]?.trim() ?? standing.unknown ?? ''
  return (
    <li>
      <span className={`precision-mark ${tone}`} aria-hidden>
        {tone === 'unknown' ? '?' : '●'}
      </span>
      <span className="precision-blob" title={reason}>
        <button type="button" className="text-button standing-name" onClick={show}>
          {compile.frame.qualname} {nameOf(compile)}
        </button>{' '}
        {tone === 'unknown' && standing.globalState === true
          ? 'its global state passes, the rest is unknown'
          : WORDS[tone]}
        {reason !== '' && <span className="precision-why">{reason}</span>}
        {expected !== undefined && (
          <span className="precision-why">
            the model {before ? 'expects' : 'expected'}: {EFFECTS[expected.effect].change}
          </span>
        )}
      </span>
    </li>
  )
}

const WORDS = { fail: 'fails now', pass: 'passes', unknown: 'unknown' } as const

function toneOf({ check, globalState }: Standing): keyof typeof WORDS {
  if (check === false || globalState === false) return 'fail'
  return check === true ? 'pass' : 'unknown'
}

function summary(all: number, failing: number, unknown: number): string {
  if (all === 0) return 'Nothing is captured yet.'
  const rest = unknown === 0 ? '' : `, of ${grouped(unknown)} the call is not known`
  if (failing === 0) return `None of ${plural(all, 'compile')} fails${rest}.`
  return `${grouped(failing)} of ${plural(all, 'compile')} ${failing === 1 ? 'fails' : 'fail'} and would be compiled again at the next call${rest}.`
}
