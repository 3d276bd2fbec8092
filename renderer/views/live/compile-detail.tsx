/** The compile in front: why it was made, what could not be saved of it, its call and its tree. */
import { FolderOpen, GitCompareArrows } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { CopyButton } from '../../components/copy-button'
import { grouped, plural } from '../../components/format'
import { useServices } from '../../components/services'
import { CallSection } from './call-section'
import { LineList } from './line-list'
import type { Compile, LiveSession } from './live-session'
import type { LiveProcessStore, Standings } from './live-store'
import { compareCompiles, openCompile } from './open-compile'
import { type FunctionGroup, earlierOf, groupsOf, nameOf } from './rows'
import { clockText, latencyText, secondsText } from './words'

interface CompileDetailProps {
  readonly store: LiveProcessStore
  readonly session: LiveSession
}

export function CompileDetail({ store, session }: CompileDetailProps) {
  const selected = useStore(store, (state) => state.selected)
  const standing = useStore(store, (state) => state.standings.get(state.selected ?? -1))
  const groups = useMemo(() => groupsOf(session.compiles), [session.compiles])
  const group = groups.find(({ compiles }) => compiles.some(({ entry }) => entry === selected))
  const compile = group?.compiles.find(({ entry }) => entry === selected)
  if (group === undefined || compile === undefined) return <aside className="live-detail" aria-label="Compile" />
  return (
    <aside className="live-detail" aria-label="Compile">
      <Head group={group} compile={compile} />
      <div className="live-facts">
        <span>
          <b>{plural(compile.guards, 'guard')}</b>
        </span>
        {compile.latencyUs !== null && (
          <span title="torch’s own measure, cold">checked in {latencyText(compile.latencyUs)}</span>
        )}
        <span>compiled at {clockText(compile.time)}</span>
        {compile.captured !== null && <span>saved in {secondsText(compile.captured.seconds)}</span>}
        {compile.thread !== 'MainThread' && <span>thread {compile.thread}</span>}
      </div>
      <Parts key={compile.entry} compile={compile} group={group} standing={standing} />
    </aside>
  )
}

function Head({ group, compile }: { readonly group: FunctionGroup; readonly compile: Compile }) {
  const services = useServices()
  const [before] = earlierOf(group, compile)
  const blob = compile.captured?.files.blob ?? null
  return (
    <header className="live-detail-head">
      <h2 title={`${group.file}:${group.line}`}>
        {group.name} <span>{nameOf(compile)}</span>
      </h2>
      {before !== undefined && blob !== null && (
        <button
          type="button"
          className="chip menu-chip"
          onClick={() => void compareCompiles(services, compile, before)}
        >
          <GitCompareArrows size={13} aria-hidden /> Why: compare with {nameOf(before)}
        </button>
      )}
      <button
        type="button"
        className="chip menu-chip"
        disabled={blob === null}
        title={blob ?? undefined}
        onClick={() => void openCompile(services, compile)}
      >
        <FolderOpen size={13} aria-hidden /> Open
      </button>
    </header>
  )
}

type Part = 'about' | 'call' | 'tree'

function Parts({
  compile,
  group,
  standing,
}: {
  readonly compile: Compile
  readonly group: FunctionGroup
  readonly standing: Standings[number] | undefined
}) {
  const [part, setPart] = useState<Part>('about')
  const lines = compile.tree === null ? null : compile.tree.trim().split('\n')
  const tab = (name: Part, words: ReactNode) => (
    <button type="button" className="chip" aria-pressed={part === name} onClick={() => setPart(name)}>
      {words}
    </button>
  )
  return (
    <>
      <div className="live-parts" role="group" aria-label="Of this compile">
        {tab('about', 'About')}
        {tab('call', 'Its call')}
        {tab('tree', <>Tree{lines !== null && <span className="chip-count">{grouped(lines.length)} lines</span>}</>)}
        <span className="space" />
        {part === 'tree' && compile.tree !== null && <CopyButton text={compile.tree} what="the tree" />}
      </div>
      {part === 'about' && <About compile={compile} group={group} standing={standing} />}
      {part === 'call' && <CallSection compile={compile} />}
      {part === 'tree' &&
        (lines === null ? (
          <p className="quiet-line">
            {compile.captured === null
              ? 'torch is printing it…'
              : `Its text was let go for those that came later. It is in ${compile.captured.files.about}.`}
          </p>
        ) : (
          <LineList
            label="The guard tree as torch prints it"
            role="group"
            lines={lines.map((text, key) => ({ key, text, kind: '' }))}
            follows={false}
          />
        ))}
    </>
  )
}

function About({
  compile,
  group,
  standing,
}: {
  readonly compile: Compile
  readonly group: FunctionGroup
  readonly standing: Standings[number] | undefined
}) {
  const services = useServices()
  const { reasons, captured, frame } = compile
  const earlier = earlierOf(group, compile)
  return (
    // what scrolls is reached by keys
    <div className="live-about" tabIndex={0} role="group" aria-label="About this compile">
      {standing !== undefined && <StandingSection standing={standing} />}
      <section>
        <h3>{reasons.length > 0 ? 'Compiled again, in torch’s words' : 'Why'}</h3>
        {reasons.length === 0 && (
          <p className="live-quiet">The first compile of this function, or torch gave no reason.</p>
        )}
        {reasons.map((reason, i) => (
          <pre key={i} className="live-words">
            {reason}
          </pre>
        ))}
        {captured?.files.blob != null && earlier.length > 0 && (
          <p className="live-compare">
            Compare with
            {earlier.slice(0, MOST_EARLIER).map((other) => (
              <button
                key={other.entry}
                type="button"
                className="text-button"
                onClick={() => void compareCompiles(services, compile, other)}
              >
                {nameOf(other)}
              </button>
            ))}
            {earlier.length > MOST_EARLIER && <span>and {grouped(earlier.length - MOST_EARLIER)} before</span>}
          </p>
        )}
      </section>
      {captured === null && <p className="live-quiet">torch is saving it…</p>}
      {captured?.error != null && (
        <section>
          <h3>Not saved</h3>
          <p className="live-failed">{captured.error}</p>
        </section>
      )}
      {captured !== null && captured.dropped.length > 0 && <Dropped dropped={captured.dropped} />}
      <section>
        <h3>Where</h3>
        <p className="live-path">
          {frame.file}:{frame.line}
        </p>
        {captured?.files.blob != null && <p className="live-path">{captured.files.blob}</p>}
      </section>
    </div>
  )
}

const MOST_EARLIER = 12
const MOST_DROPPED = 200

function Dropped({ dropped }: { readonly dropped: NonNullable<Compile['captured']>['dropped'] }) {
  return (
    <section>
      <h3>{plural(dropped.length, 'guard')} that cannot be saved</h3>
      <table className="live-dropped">
        <thead>
          <tr>
            <th scope="col">guard</th>
            <th scope="col">of</th>
            <th scope="col">why</th>
          </tr>
        </thead>
        <tbody>
          {dropped.slice(0, MOST_DROPPED).map(({ name, createFn, types, why }, i) => (
            <tr key={i}>
              <th scope="row" title={types.join(', ')}>
                {createFn}
              </th>
              <td>{name}</td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {dropped.length > MOST_DROPPED && <p className="live-quiet">and {grouped(dropped.length - MOST_DROPPED)} more</p>}
    </section>
  )
}

function StandingSection({
  standing: { check, globalState, reasons, unknown },
}: {
  readonly standing: Standings[number]
}) {
  const words =
    check === true
      ? 'It would take its call now.'
      : check === false
        ? 'It would refuse its call now.'
        : globalState === false
          ? 'Its global state fails now.'
          : 'Whether it would take its call now is not known.'
  const tone = check === false || globalState === false ? 'failed' : check === true ? 'passed' : 'unknown'
  return (
    <section>
      <h3>Now, by torch’s own check</h3>
      <p className={`live-now ${tone}`}>{words}</p>
      {reasons.map((reason, i) => (
        <pre key={i} className="live-words">
          {reason}
        </pre>
      ))}
      {unknown !== null && <p className="live-quiet">{unknown}</p>}
    </section>
  )
}
