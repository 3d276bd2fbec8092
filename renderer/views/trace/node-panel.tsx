/** All that a log tells of the selected node of a guard tree, and the calls that its guard refused. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { FAMILIES } from '../../../shared/tree'
import type { Trace, TracedNode, TracedRecompile } from '../../../shared/trace'
import { CopyButton } from '../../components/copy-button'
import { DetailAside } from '../guard-tree/detail-aside'
import { nodeIcon } from '../guard-tree/node-icon'
import { Section } from '../guard-tree/section'
import type { TreeStore } from '../guard-tree/tree-store'
import { UserStack } from '../guard-tree/user-stack'
import { NodeShapes } from './node-shapes'
import { refusalsBy } from './refusals'
import type { TraceStore } from './trace-store'

interface NodePanelProps {
  readonly trace: Trace
  readonly store: TraceStore
  readonly tree: TreeStore
  readonly document: string
  readonly compile: number
}

export function NodePanel({ trace, store, tree, document, compile }: NodePanelProps) {
  const asked = store.getState().node
  const selected = useStore(tree, (state) => state.selected)
  const { detail, error, waiting } = useStore(asked)
  const chain = trace.compiles[compile]?.chain ?? -1
  const story = useStore(store, ({ stories }) => stories.get(chain))
  useEffect(() => asked.getState().request(document, compile, selected), [asked, document, compile, selected])
  useEffect(() => () => asked.getState().clear(), [asked, document, compile])
  const family = FAMILIES[tree.getState().tree.family[selected] ?? 0] ?? 'none'
  return (
    <DetailAside waiting={waiting} error={error}>
      {detail !== null && (
        <>
          <header className="detail-head">
            <span className={`node-icon ${family}`}>{nodeIcon(detail.kind, family)}</span>
            <h2>{detail.className}</h2>
            <CopyButton text={detail.printed.join('\n')} what="the node as printed" />
          </header>
          <Refusals trace={trace} store={store} of={refusalsBy(trace, story, compile, detail.node)} />
          <Told node={detail} />
        </>
      )}
    </DetailAside>
  )
}

function Told({ node }: { readonly node: TracedNode }) {
  const { source, expected, accessor, type, tagSafe, codeParts, userStack, stack, shapes, printed } = node
  return (
    <>
      {source !== '' && (
        <Section title="Source" action={<CopyButton text={source} what="the source" />}>
          <pre className="box">{source}</pre>
        </Section>
      )}
      {expected.length > 0 && (
        <Section title="Expected">
          <table className="facts">
            <tbody>
              {expected.map(({ name, value }, at) => (
                <tr key={at}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {accessor !== null && (
        <Section title="Accessor">
          <pre className="line">{accessor}</pre>
        </Section>
      )}
      {type !== null && (
        <Section title="Type">
          <pre className="line">{type}</pre>
        </Section>
      )}
      {tagSafe !== null && (
        <Section title="Tag safe">
          <p>{tagSafe[0] ? (tagSafe[1] ? 'Yes, and a root of it' : 'Yes') : 'No'}</p>
        </Section>
      )}
      <UserStack frames={userStack} />
      <NodeShapes all={shapes} />
      {codeParts.length > 0 && (
        <Section
          title="Code parts"
          action={<CopyButton text={codeParts.map(({ code }) => code).join('\n')} what="the code parts" />}
        >
          <ol className="code-parts" aria-label="Code parts">
            {codeParts.map(({ code, comment }, at) => (
              <li key={at}>
                {code}
                {comment !== '' && <span className="code-comment">{comment}</span>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      {stack.length > 0 && (
        <details className="tracer-stack">
          <summary>Where torch made it</summary>
          <ol>
            {[...stack].reverse().map(({ file, line, function: name }, at) => (
              <li key={at}>
                {file}:{line} in {name}
              </li>
            ))}
          </ol>
        </details>
      )}
      {printed.length > 0 && (
        <Section title="As torch prints it">
          <pre className="box printed" tabIndex={0}>
            {printed.join('\n')}
          </pre>
        </Section>
      )}
    </>
  )
}

function Refusals({
  trace,
  store,
  of,
}: {
  readonly trace: Trace
  readonly store: TraceStore
  readonly of: ReturnType<typeof refusalsBy>
}) {
  if (of.length === 0) return null
  const show = (compile: TracedRecompile['compile']): void => void store.getState().select(compile)
  return (
    <Section title="Refused">
      <ul className="node-refusals">
        {of.map(({ compile, reason }, at) => (
          <li key={at}>
            <button type="button" className="text-button" onClick={() => show(compile)}>
              {trace.compiles[compile]?.id}
            </button>
            <span>
              {reason.asked}
              {reason.actual === null ? '' : `: it was ${reason.actual}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
