/** What each precision setting costs and buys in the process: error against time, as a table and a chart. */
import { LoaderCircle, Play } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { LiveResult } from '../../../shared/live-process'
import { errorText } from '../devices/words'
import { type LiveSession, isThere } from './live-session'
import type { LiveProcessStore } from './live-store'
import { ProbeChart } from './probe-chart'

interface ProbePaneProps {
  readonly store: LiveProcessStore
  readonly session: LiveSession
}

type Rows = LiveResult<'probe'>

const SIZES = [128, 256, 512, 1024, 2048, 4096]
const RUNS = 5

export function ProbePane({ store, session }: ProbePaneProps) {
  const probe = useStore(store, (state) => state.probe)
  const devices = useStore(store, (state) => state.devices)
  const [size, setSize] = useState(512)
  const ready = isThere(session) && session.torch !== null
  const running = probe?.status === 'running'
  return (
    <div className="live-probe">
      <div className="live-probe-head">
        <button
          type="button"
          className="chip"
          disabled={!ready || running}
          onClick={() => void store.getState().runProbe(size, RUNS)}
        >
          {running ? <LoaderCircle size={13} className="spin" aria-hidden /> : <Play size={13} aria-hidden />}
          {running ? 'Measuring…' : 'Measure'}
        </button>
        <label>
          size
          <select value={size} onChange={(event) => setSize(Number(event.target.value))}>
            {SIZES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <span>
          {ready
            ? `matmul, conv and rnn under each setting${devices.length > 0 ? ` on ${devices.map(({ device }) => device).join(', ')}` : ''}. Measured in a second process of the same Python and torch: the settings of this one stay as they are.`
            : 'It is measured in a process that has imported torch.'}
        </span>
      </div>
      <div role="status">{probe?.status === 'failed' && <p className="live-failed">{probe.message}</p>}</div>
      {probe?.status === 'done' && <Measured rows={probe.rows} />}
    </div>
  )
}

function Measured({ rows }: { readonly rows: Rows }) {
  return (
    <div className="live-probe-body">
      <table className="error-table">
        <thead>
          <tr>
            <th scope="col">device</th>
            <th scope="col">operation</th>
            <th scope="col">setting</th>
            <th scope="col" className="number">
              error
            </th>
            <th scope="col" className="number">
              time
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ device, op, setting, error, milliseconds, failed }) => (
            <tr key={`${device} ${op} ${setting}`}>
              <th scope="row">{device}</th>
              <td>{op}</td>
              <td>{setting}</td>
              {error === null ? (
                <td colSpan={2} className="gpu-failed">
                  {failed ?? 'not measured'}
                </td>
              ) : (
                <>
                  <td className="number">{errorText(error)}</td>
                  <td className="number">{milliseconds === null ? '' : `${milliseconds.toPrecision(3)} ms`}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <ProbeChart rows={rows} />
    </div>
  )
}
