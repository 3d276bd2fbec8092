/** The scenarios' answers of torch in the live process beside those made here, where they part first. */
import { LoaderCircle, ShieldAlert } from 'lucide-react'
import { useStore } from 'zustand'
import type { Answer } from '../../../shared/replay'
import { grouped, plural } from '../../components/format'
import { useServices } from '../../components/services'
import { isThere } from '../live/live-session'
import { type LiveCheckStore, type LiveRow, type Parting, partingOf } from './live-check-store'
import type { ReplayStore } from './replay-store'
import { Verdict } from './verdict'

interface LiveCheckTabProps {
  readonly store: LiveCheckStore
  readonly replay: ReplayStore
}

const MOST = 500

const PARTINGS: { readonly [P in NonNullable<Parting>]: string } = {
  check: 'the check differs',
  parts: 'other code parts',
  executed: 'other number of guards',
  'unknown here': 'not known here',
  'unknown in torch': 'torch was not asked',
}
const ORDER: readonly Parting[] = ['check', 'parts', 'executed', 'unknown here', 'unknown in torch', null]

export function LiveCheckTab({ store, replay }: LiveCheckTabProps) {
  const { process, settings } = useServices()
  const session = useStore(process, (state) => state.session)
  const { doing, rows, error, by, run } = useStore(store)
  const scenarios = useStore(replay, (state) => state.scenarios)
  if (!isThere(session)) {
    return (
      <div className="compare">
        <p className="quiet-line">
          No live process is connected.{' '}
          <button type="button" className="text-button" onClick={() => settings.getState().setView('live')}>
            Start one
          </button>
        </p>
      </div>
    )
  }
  const list = (rows ?? [])
    .map((row) => ({ row, parting: partingOf(row) }))
    .sort((a, b) => ORDER.indexOf(a.parting) - ORDER.indexOf(b.parting))
  const isOld = (row: LiveRow): boolean => scenarios.find(({ key }) => key === row.key)?.text !== row.text
  return (
    <div className="compare live-check">
      <div className="compare-head">
        <button type="button" className="chip" disabled={doing !== null} onClick={() => void run()}>
          {doing === null ? (
            <ShieldAlert size={13} aria-hidden />
          ) : (
            <LoaderCircle size={13} className="spin" aria-hidden />
          )}
          {doing === null ? 'Check in the live process' : doing === 'loading' ? 'Loading the blob…' : 'Checking…'}
        </button>
        <span className="quiet-line" role="status">
          {rows === null
            ? 'Loading the blob executes what is in it: you are asked first, once for each file and process.'
            : `${sentence(list.map(({ parting }) => parting))} ${by}.`}
        </span>
      </div>
      {error !== null && (
        <p className="detail-error live-check-error" role="alert">
          {error}
        </p>
      )}
      {rows !== null && (
        <div className="compare-body">
          <table className="compare-table live-check-table">
            <thead>
              <tr>
                <th scope="col">scenario</th>
                <th scope="col">here</th>
                <th scope="col">torch</th>
                <th scope="col">guards run</th>
                <th scope="col">they part in</th>
                <th scope="col">code parts</th>
              </tr>
            </thead>
            <tbody>
              {list.slice(0, MOST).map(({ row, parting }) => (
                <Row
                  key={row.key}
                  row={row}
                  parting={parting}
                  old={isOld(row)}
                  onChoose={() => {
                    const at = scenarios.findIndex(({ key }) => key === row.key)
                    if (at >= 0) replay.getState().choose(at)
                  }}
                />
              ))}
            </tbody>
          </table>
          {list.length > MOST && <p className="quiet-line">and {plural(list.length - MOST, 'scenario')} more</p>}
        </div>
      )}
    </div>
  )
}

interface RowProps {
  readonly row: LiveRow
  readonly parting: Parting
  /** Whether the scenario is another by now. */
  readonly old: boolean
  readonly onChoose: () => void
}

function Row({ row, parting, old, onChoose }: RowProps) {
  const { name, here, torch } = row
  const theirs = torch.verbose
  const answer: Answer = torch.check === null ? 'unknown' : torch.check ? 'true' : 'false'
  const grave = parting === 'check' || parting === 'parts' || parting === 'executed'
  const counts = [here?.executed, theirs?.num_guards_executed]
  const [a, b] = counts.map((count) => (count === undefined ? '–' : grouped(count)))
  const parts = theirs?.verbose_code_parts ?? []
  const notes = [torch.unknown, ...torch.notes].filter((note) => note !== null && note !== '').join('; ')
  return (
    <tr className={grave ? 'parts' : ''}>
      <th scope="row">
        <button type="button" className="text-button" onClick={onChoose} title={name}>
          {name}
        </button>
        {old && <span className="live-old"> changed since</span>}
      </th>
      <td>
        <Verdict answer={here?.check ?? null} />
      </td>
      <td>
        <Verdict answer={answer} />
      </td>
      <td className="live-counts">{a === b ? a : `${a}, torch ${b}`}</td>
      <td className={grave ? 'live-failed' : parting === null ? '' : 'unknown-line'}>
        {parting === null ? 'nothing' : PARTINGS[parting]}
      </td>
      <td className="code-cell" title={[...parts, notes].join('\n')}>
        {parting === 'parts' ? (
          <>
            <span className="live-side">here</span> {here?.parts.join(' ')} <span className="live-side">torch</span>{' '}
            {parts.join(' ')}
          </>
        ) : (
          parts.join(' ')
        )}
        {notes !== '' && <span className="live-notes"> {notes}</span>}
      </td>
    </tr>
  )
}

function sentence(partings: readonly Parting[]): string {
  const count = (of: (parting: Parting) => boolean): number => partings.filter(of).length
  const differ = count((one) => one === 'check' || one === 'parts' || one === 'executed')
  const unknown = count((one) => one === 'unknown here' || one === 'unknown in torch')
  const of = plural(partings.length, 'scenario')
  const first =
    differ > 0
      ? `They part on ${differ} of ${of}`
      : unknown === 0
        ? `They agree on ${of}`
        : `They part on none of ${of}`
  return `${first}${unknown > 0 ? `, ${unknown} unknown` : ''}:`
}
