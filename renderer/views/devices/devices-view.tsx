/** The GPUs of this machine, live; where there is none, one line; and the errors of the precisions by emulation. */
import { useStore } from 'zustand'
import { plural } from '../../components/format'
import { useServices } from '../../components/services'
import { EmulatedSection } from './emulated-section'
import { GpuSection } from './gpu-section'
import { LiveSection } from './live-section'
import { ReadingText } from './reading-text'
import { useWatch } from './use-watch'

export function DevicesView() {
  const { devices } = useServices()
  const report = useStore(devices, (state) => state.report)
  const error = useStore(devices, (state) => state.error)
  const again = useWatch(devices)
  const line = error ?? report?.note ?? null
  const gpus = report?.gpus ?? []
  return (
    <div className="devices-view">
      <div className="filter-bar devices-head">
        <h1>Devices</h1>
        {report !== null && gpus.length > 0 && (
          <>
            <span>{plural(gpus.length, 'GPU')}</span>
            <span>
              driver <ReadingText of={report.driver} show={(version) => <b>{version}</b>} />
            </span>
            <span>
              CUDA <ReadingText of={report.cuda} show={(version) => <b>{version}</b>} />
            </span>
          </>
        )}
        <span className="filter-result" role="status">
          {report === null && error === null ? 'Looking for GPUs…' : (line ?? '')}
        </span>
        {line !== null && (
          <button type="button" className="text-button" onClick={again}>
            Look again
          </button>
        )}
      </div>
      <div className="devices">
        {gpus.map((gpu, at) => (
          // two whose place on the bus is not told are two
          <GpuSection key={`${at} ${gpu.pciBusId}`} store={devices} gpu={gpu} at={at} />
        ))}
        <LiveSection />
        <EmulatedSection store={devices} />
      </div>
    </div>
  )
}
