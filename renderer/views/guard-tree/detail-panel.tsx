/** Everything known about the selected node. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { NodeDetail } from '../../../shared/tree'
import { CopyButton } from '../../components/copy-button'
import { DetailAside } from './detail-aside'
import { useServices } from '../../components/services'
import { AboutNode } from './about-node'
import { ByteRangeLine } from './byte-range-line'
import { EditSection } from './edit-section'
import { GuardDetail } from './guard-detail'
import { nodeIcon } from './node-icon'
import { Section } from './section'
import type { TreeStore } from './tree-store'
import { UserStack } from './user-stack'

interface DetailPanelProps {
  readonly store: TreeStore
  readonly document: string
  readonly blob: number
  readonly offset: number
  readonly fileSize: number
}

export function DetailPanel({ store, document, blob, offset, fileSize }: DetailPanelProps) {
  const services = useServices()
  const selected = useStore(store, (state) => state.selected)
  const { detail, error, waiting } = useStore(services.detail)
  useEffect(
    () => services.detail.getState().request(document, blob, selected),
    [services, document, blob, selected, store],
  )
  useEffect(() => () => services.detail.getState().clear(), [services, document, blob])
  return (
    <DetailAside waiting={waiting} error={error}>
      {detail !== null && (
        <Detail detail={detail} document={document} blob={blob} offset={offset} fileSize={fileSize} />
      )}
    </DetailAside>
  )
}

function Detail({
  detail,
  document,
  blob,
  offset,
  fileSize,
}: {
  readonly detail: NodeDetail
  readonly document: string
  readonly blob: number
  readonly offset: number
  readonly fileSize: number
}) {
  const { guard, valueRange } = detail
  return (
    <>
      <header className="detail-head">
        <span className={`node-icon ${detail.family}`}>{nodeIcon(detail.kind, detail.family)}</span>
        <h2>{detail.className}</h2>
        <CopyButton text={detail.printed.join('\n')} what="the node as printed" />
      </header>
      {detail.source !== null && detail.source !== '' && (
        <Section title="Source" action={<CopyButton text={detail.source} what="the source" />}>
          <pre className="box">{detail.source}</pre>
          {detail.sourceClasses.length > 0 && (
            <ol className="chain" aria-label="Source classes, from the base">
              {detail.sourceClasses.map((name, at) => (
                <li key={at}>{name}</li>
              ))}
            </ol>
          )}
        </Section>
      )}
      {detail.expected.length > 0 && (
        <Section title="Expected">
          <table className="facts">
            <tbody>
              {detail.expected.map(({ name, value }, at) => (
                <tr key={at}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {detail.accessor !== null && (
        <Section title="Accessor">
          <pre className="line">{detail.accessor}</pre>
        </Section>
      )}
      {detail.type !== null && (
        <Section title="Type">
          <pre className="line">{detail.type}</pre>
        </Section>
      )}
      {detail.valueText !== null && (
        <Section title="Value">
          <pre className="box">{detail.valueText}</pre>
        </Section>
      )}
      <AboutNode detail={detail} />
      <EditSection key={`${detail.node} ${detail.className}`} detail={detail} document={document} blob={blob} />
      {guard !== null && <UserStack frames={guard.userStack} />}
      {guard !== null && <GuardDetail guard={guard} />}
      {(valueRange !== null || (guard?.range ?? null) !== null) && (
        <Section title="In the file">
          {guard?.range != null && (
            <ByteRangeLine label="guard" range={guard.range} offset={offset} fileSize={fileSize} />
          )}
          {valueRange !== null && (
            <ByteRangeLine label="value" range={valueRange} offset={offset} fileSize={fileSize} />
          )}
        </Section>
      )}
      <Section title="As torch prints it">
        <pre className="box printed" tabIndex={0}>
          {detail.printed.join('\n')}
        </pre>
      </Section>
    </>
  )
}
