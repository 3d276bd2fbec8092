/** The matmul that is run on a device, and how its error compares with the emulated one. */
import { LoaderCircle, Play } from 'lucide-react'
import { useStore } from 'zustand'
import type { ProbeResult, ProbeRow } from '../../../shared/device'
import { grouped } from '../../components/format'
import type { DevicesStore } from './devices-store'
import { errorText } from './words'

interface ProbeSectionProps {
  readonly store: DevicesStore
  /** In the CUDA driver; null where it does not see the device. */
  readonly ordinal: number | null
}

export function ProbeSection({ store, ordinal }: ProbeSectionProps) {
  const probing = useStore(store, (state) => (ordinal === null ? undefined : state.probes.get(ordinal)))
  const running = probing?.status === 'running'
  return (
    <>
      <h3>
        Probe <span className="gpu-count">a matmul in fp32 and in tf32, without torch</span>
        {ordinal !== null && (
          <button
            type="button"
            className="chip"
            disabled={running}
            onClick={() => void store.getState().probe(ordinal)}
          >
            {running ? <LoaderCircle size={13} className="spin" aria-hidden /> : <Play size={13} aria-hidden />}
            {running ? 'Running…' : 'Run probe'}
          </button>
        )}
      </h3>
      {ordinal === null && <p className="gpu-quiet">The CUDA driver does not see this device.</p>}
      <div role="status">
        {probing?.status === 'failed' && <p className="gpu-failed">{probing.message}</p>}
        {probing?.status === 'done' && <ProbeTable result={probing.result} />}
      </div>
    </>
  )
}

function ProbeTable({ result }: { readonly result: ProbeResult }) {
  const { size, runs, sampled, rows } = result
  return (
    <>
      <table className="error-table">
        <thead>
          <tr>
            <th scope="col">Precision</th>
            <th scope="col" className="number">
              Relative error
            </th>
            <th scope="col" className="number">
              Largest error
            </th>
            <th scope="col" className="number">
              Emulated
            </th>
            <th scope="col" className="number">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.precision}>
              <th scope="row">{row.precision}</th>
              <Measured row={row} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="gpu-note">
        {size} × {size}, {grouped(sampled)} outputs against float64; the time is the median of {runs} runs of a plain
        kernel, not of cuBLAS.
      </p>
    </>
  )
}

function Measured({ row: { measured, emulated } }: { readonly row: ProbeRow }) {
  if (measured.value === null) {
    return (
      <td colSpan={4} className="gpu-failed">
        {measured.why}
      </td>
    )
  }
  const { relative, maxAbs, ms } = measured.value
  return (
    <>
      <td className="number">{errorText(relative)}</td>
      <td className="number">{errorText(maxAbs)}</td>
      <td className="number">{errorText(emulated.relative)}</td>
      <td className="number">{ms.toPrecision(3)} ms</td>
    </>
  )
}
