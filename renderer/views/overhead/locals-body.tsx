/** The ways to a frame's locals side by side, by the number of guards: the time of a check, and how it compares. */
import { Fragment } from 'react'
import { useStore } from 'zustand'
import { figuresOf, type WayFigures } from '../../../shared/locals'
import { LOCALS_WAYS, type LocalsTimes, type LocalsWayName } from '../../../shared/overhead'
import { plural } from '../../components/format'
import { useServices } from '../../components/services'
import { isThere } from '../live/live-session'
import { time } from './words'

const WAYS: Readonly<Record<LocalsWayName, { readonly label: string; readonly title: string }>> = {
  index: { label: 'By index', title: 'As the locals lie in the frame: the FrameLocals accessor of torch' },
  name: { label: 'By name', title: 'In the scenario’s locals: the FrameLocals accessor of this engine' },
  dict: { label: 'Dict made', title: 'In a dict that is made of the locals for each check, then looked up by name' },
  ready: {
    label: 'Dict at hand',
    title: 'In a dict that is there already, by name: check() and profile_guard_manager',
  },
}

export function LocalsBody({ document }: { readonly document: string }) {
  const { locals, process } = useServices()
  const { here, torch, asking, error, measure } = useStore(locals)
  const session = useStore(process, (state) => state.session)
  const version = isThere(session) ? (session.torch?.version ?? null) : null
  return (
    <section className="helps locals" tabIndex={0} aria-label="Ways to a frame’s locals">
      <p className="locals-head">
        <span>
          A guard on each of so many locals; the median of a check, and against the way by index.
          {version === null ? ' Without a live process torch is not measured.' : ''}
        </span>
        <button type="button" className="chip" disabled={asking} onClick={() => void measure(document, version)}>
          {asking ? 'Measuring…' : here === null ? 'Measure' : 'Measure again'}
        </button>
      </p>
      {error !== null && (
        <p className="detail-error" role="alert">
          {error}
        </p>
      )}
      {here !== null && <Table of="This engine" all={here} />}
      {torch !== null && <Table of={`torch ${torch.version}`} all={torch.times} />}
      {here !== null && (
        <p className="helps-note">
          In this engine: its own steps, each with a test of the kind. In torch: calls of a function that a manager is
          put before, less those before one without guards; with the dict at hand, checks asked from Python. A call goes
          by index; torch’s own profile_guard_manager has the dict at hand.
        </p>
      )}
    </section>
  )
}

function Table({ of, all }: { readonly of: string; readonly all: readonly LocalsTimes[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {LOCALS_WAYS.map((way) => (
            <Fragment key={way}>
              <th scope="col" className="figure" title={WAYS[way].title}>
                {WAYS[way].label}
              </th>
              {way !== 'index' && (
                <th scope="col" className="figure" title={`${WAYS[way].label}, over by index in the same turn`}>
                  Over index
                </th>
              )}
            </Fragment>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map((times) => {
          const figures = new Map(figuresOf(times).map((one) => [one.way, one]))
          return (
            <tr key={times.guards}>
              <th scope="row">{plural(times.guards, 'guard')}</th>
              {LOCALS_WAYS.map((way) => (
                <Figures key={way} way={way} figures={figures.get(way) ?? null} />
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Figures({ way, figures }: { readonly way: LocalsWayName; readonly figures: WayFigures | null }) {
  const ratio = figures?.ratio ?? null
  return (
    <>
      <td className="figure">
        {figures === null ? (
          ''
        ) : (
          <>
            {time(figures.time)} <span className="locals-spread">± {time(figures.spread)}</span>
          </>
        )}
      </td>
      {way !== 'index' && (
        <td
          className="figure"
          title={figures !== null && ratio === null ? 'The times drown in their spread' : undefined}
        >
          {ratio === null ? (
            figures !== null && '–'
          ) : (
            <>
              {ratio.middle.toFixed(1)} <span className="locals-spread">± {ratio.spread.toFixed(1)}</span>
            </>
          )}
        </td>
      )}
    </>
  )
}
