/** This blob against another, or against the manager before saving, on the same scenarios. */
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { plural } from '../../components/format'
import { useDocuments, useServices } from '../../components/services'
import { otherBlobs } from '../../stores/other-blobs'
import { type CompareStore, createCompareStore, type Other, type Pair, pairs } from './compare-store'
import type { ReplayStore } from './replay-store'
import { Verdict } from './verdict'

interface CompareTabProps {
  readonly store: ReplayStore
  readonly document: string
  readonly blob: number
}

const SAVED: Other = { kind: 'before saving' }

export function CompareTab({ store, document, blob }: CompareTabProps) {
  const { api } = useServices()
  const compare = useMemo(() => createCompareStore(api, store), [api, store])
  const documents = useDocuments((state) => state.documents)
  const others = useMemo(
    () => [
      SAVED,
      ...otherBlobs(documents, document, blob).map((other): Other => ({
        kind: 'blob',
        ...other,
        original: other.document === document && other.blob === blob,
      })),
    ],
    [documents, document, blob],
  )
  const { scenarios, guardState, revision } = useStore(store)
  const { other, rows, error } = useStore(compare)
  useEffect(() => void compare.getState().compare(), [compare, revision, guardState])
  const list = pairs(scenarios, other, rows)
  return (
    <div className="compare">
      <div className="compare-head">
        <label>
          This blob against
          <select
            value={others.findIndex((choice) => keyOf(choice) === keyOf(other))}
            onChange={(event) => choose(compare, others[Number(event.target.value)])}
          >
            {others.map((choice, i) => (
              <option key={keyOf(choice)} value={i}>
                {labelOf(choice)}
              </option>
            ))}
          </select>
        </label>
        <span className="quiet-line">{sentence(list)}</span>
        {others.length === 1 && <span className="quiet-line">Open another file to compare with its blobs.</span>}
      </div>
      {error !== null && <p className="detail-error">{error}</p>}
      <div className="compare-body">
        <table className="compare-table">
          <thead>
            <tr>
              <th scope="col">scenario</th>
              <th scope="col">here</th>
              <th scope="col">there</th>
              <th scope="col">why here</th>
              <th scope="col">why there</th>
            </tr>
          </thead>
          <tbody>
            {list.slice(0, MOST).map((pair) => (
              <Row key={pair.index} pair={pair} onChoose={() => store.getState().choose(pair.index)} />
            ))}
          </tbody>
        </table>
        {list.length > MOST && <p className="quiet-line">and {plural(list.length - MOST, 'scenario')} more</p>}
      </div>
    </div>
  )
}

const MOST = 500

function Row({ pair, onChoose }: { readonly pair: Pair; readonly onChoose: () => void }) {
  const { name, here, there, hereWhy, thereWhy, parts } = pair
  return (
    <tr className={parts === null ? '' : 'parts'}>
      <th scope="row">
        <button type="button" className="text-button" onClick={onChoose} title={name}>
          {name}
        </button>
      </th>
      <td>
        <Verdict answer={here} />
      </td>
      <td>
        <Verdict answer={there} />
      </td>
      <td className="code-cell" title={hereWhy}>
        {hereWhy}
      </td>
      <td className="code-cell" title={thereWhy}>
        {thereWhy}
      </td>
    </tr>
  )
}

function choose(compare: CompareStore, other: Other | undefined): void {
  if (other !== undefined) void compare.getState().compare(other)
}

const keyOf = (other: Other): string => (other.kind === 'blob' ? `${other.document}/${other.blob}` : other.kind)

const labelOf = (other: Other): string => (other.kind === 'blob' ? other.label : 'its manager before saving')

function sentence(list: readonly Pair[]): string {
  const answers = list.filter(({ parts }) => parts === 'answer').length
  const reasons = list.filter(({ parts }) => parts === 'reason').length
  if (list.some(({ there }) => there === undefined)) return 'Checking…'
  const of = `of ${plural(list.length, 'scenario')}`
  if (answers + reasons === 0)
    return list.length === 1 ? 'They agree.' : `They agree on all ${plural(list.length, 'scenario')}.`
  return `They part on ${answers} ${of}${reasons > 0 ? `, and refuse ${reasons} for another reason` : ''}.`
}
