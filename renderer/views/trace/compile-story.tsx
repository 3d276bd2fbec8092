/** Why a compile was made: each entry that refused, what it wanted and what came, what would spare it, what changed. */
import { Lightbulb, ListTree } from 'lucide-react'
import { useStore } from 'zustand'
import type {
  ChainStory,
  GuardChange,
  RecompileReason,
  ShapeOrigin,
  Trace,
  TraceCompile,
  TracedLine,
} from '../../../shared/trace'
import { FailedLine } from '../../components/failed-line'
import { plural } from '../../components/format'
import type { TraceStore } from './trace-store'

interface StoryProps {
  readonly trace: Trace
  readonly store: TraceStore
  readonly compile: number
}

export function CompileStory({ trace, store, compile }: StoryProps) {
  const about = trace.compiles[compile]
  const story = useStore(store, ({ stories }) => stories.get(about?.chain ?? -1))
  const error = useStore(store, (state) => state.storyError)
  if (about === undefined) return null
  if (error !== null && story === undefined)
    return <FailedLine error={error} words="Read again" onAgain={() => void store.getState().select(compile)} />
  const recompile = story?.recompiles.find((one) => one.compile === compile)
  const dead = story?.dead.find((one) => one.compile === compile)
  return (
    <section className="compile-story" tabIndex={-1} aria-label="Why it was compiled">
      <h2>
        <code>{about.id}</code> <span>{about.function}</span>
        <span className="compile-where" title={about.file}>
          {about.file === '' ? '' : `${about.file}:${about.line}`}
        </span>
      </h2>
      <p className="compile-lead">{leadOf(about, story)}</p>
      {about.failure !== null && <p className="compile-failure">{about.failure.split('\n')[0]}</p>}
      {dead !== undefined && <p className="compile-dead">Never hit again: {dead.why}.</p>}
      {adviceOf(recompile?.reasons ?? []).map((advice) => (
        <p key={advice} className="compile-advice">
          <Lightbulb size={14} aria-hidden /> {advice}
        </p>
      ))}
      <ul>
        {recompile?.reasons.map((reason, i) => (
          <Reason
            key={i}
            reason={reason}
            text={about.reasons[i] ?? ''}
            trace={trace}
            store={store}
            chain={about.chain}
          />
        ))}
      </ul>
      {recompile?.changed != null && recompile.changed.length > 0 && <Changes changes={recompile.changed} />}
    </section>
  )
}

function leadOf({ reasons, attempts }: TraceCompile, story: ChainStory | undefined): string {
  const again = attempts > 1 ? ` Tracing began ${attempts} times.` : ''
  if (reasons.length === 0) return `The first compile of this function.${again}`
  const hit = story?.limitHit === true ? ' The function hit the recompile limit.' : ''
  return `Compiled again: ${reasons.length === 1 ? 'one entry' : `${reasons.length} entries`} refused the call.${again}${hit}`
}

const adviceOf = (reasons: readonly RecompileReason[]): readonly string[] => [
  ...new Set(reasons.map(({ advice }) => advice)),
]

interface ReasonProps {
  readonly reason: RecompileReason
  readonly text: string
  readonly trace: Trace
  readonly store: TraceStore
  readonly chain: number
}

function Reason({ reason, text, trace, store, chain }: ReasonProps) {
  const { entry, source, asked, expected, actual, user, origin, node } = reason
  const of = trace.chains[chain]?.compiles.find((index) => trace.compiles[index]?.id === entry)
  const name = source === '' ? asked : `${source}: ${asked}`
  return (
    <li className="refusal failed">
      <p className="refusal-head">
        <b>{entry}</b>
        {node === null || of === undefined ? (
          <span className="finding-guard">{name}</span>
        ) : (
          <button
            type="button"
            className="finding-guard"
            title={`Show in the tree of ${entry}`}
            onClick={() => void store.getState().select(of, node)}
          >
            <ListTree size={13} aria-hidden /> {name}
          </button>
        )}
      </p>
      {(expected !== null || actual !== null) && (
        <dl className="compile-values">
          <dt>expected</dt>
          <dd>{expected ?? 'not in the log'}</dd>
          <dt>it was</dt>
          <dd>{actual ?? 'not in the log'}</dd>
        </dl>
      )}
      {user !== null && !isIn(user, origin) && <UserLine line={user} />}
      {origin !== null && <Origin origin={origin} />}
      <details>
        <summary>In torch’s words</summary>
        <p className="refusal-part">{text}</p>
      </details>
    </li>
  )
}

/** The line that made the size a guard is told with it. */
const isIn = ({ line, function: name }: TracedLine, origin: ShapeOrigin | null): boolean => {
  const inner = origin?.userStack.at(-1)
  return inner?.line === line && inner.function === name
}

/** What made the size a guard: the line, its callers on demand. */
function Origin({ origin: { expression, isStatic, userStack } }: { readonly origin: ShapeOrigin }) {
  const [inner, ...outer] = [...userStack].reverse()
  return (
    <div className="compile-origin">
      <p>
        <code>{expression}</code> {isStatic ? 'made it one number' : 'was added'}
        {inner === undefined ? '' : ' by'}
      </p>
      {inner !== undefined && <UserLine line={inner} />}
      {outer.length > 0 && (
        <details>
          <summary>{plural(outer.length, 'caller')}</summary>
          {outer.map((frame, i) => (
            <UserLine key={i} line={frame} />
          ))}
        </details>
      )}
    </div>
  )
}

function UserLine({ line: { file, line, function: name, code } }: { readonly line: TracedLine }) {
  return (
    <p className="compile-user">
      <span className="compile-where">
        {file}:{line} in {name}
      </span>
      <code>{code}</code>
    </p>
  )
}

const SIGNS = { came: '+', went: '−', differs: '≠' } as const
const WORDS = { came: 'new', went: 'gone', differs: 'changed' } as const
const MOST = 40

function Changes({ changes }: { readonly changes: readonly GuardChange[] }) {
  return (
    <details className="compile-changes">
      <summary>{plural(changes.length, 'guard')} otherwise than in the compile before</summary>
      <ul>
        {changes.slice(0, MOST).map(({ change, source, guard, before, after }, i) => (
          <li key={i}>
            <b title={WORDS[change]}>{SIGNS[change]}</b> {guard} {source}
            <span>{change === 'differs' ? `${before} → ${after}` : before || after}</span>
          </li>
        ))}
        {changes.length > MOST && <li>and {plural(changes.length - MOST, 'more guard')}</li>}
      </ul>
    </details>
  )
}
