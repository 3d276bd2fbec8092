/** One GPU: what it is, how it does now, which precisions it has, what runs on it. */
import { Check, Minus } from 'lucide-react'
import type { DevicePrecision, GpuReport, Reading } from '../../../shared/device'
import { grouped } from '../../components/format'
import type { DevicesStore } from './devices-store'
import { Gauge } from './gauge'
import { ProbeSection } from './probe-section'
import { ProcessTable } from './process-table'
import { ReadingText } from './reading-text'
import { attributeText, memorySize } from './words'

interface GpuSectionProps {
  readonly store: DevicesStore
  readonly gpu: GpuReport
  /** Its place in the list. */
  readonly at: number
}

export function GpuSection({ store, gpu, at }: GpuSectionProps) {
  const { pciBusId, name, capability, attributes, precisions, processes, ordinal } = gpu
  const title = `gpu-${at}`
  return (
    <section className="gpu" aria-labelledby={title}>
      <header className="gpu-head">
        <h2 id={title}>
          <ReadingText of={name} show={(text) => text} />
        </h2>
        <span>
          compute capability <ReadingText of={capability} show={(text) => <b>{text}</b>} />
        </span>
        <code>{pciBusId.toLowerCase()}</code>
      </header>
      <Gauges gpu={gpu} />
      {attributes.length > 0 && (
        <dl className="gpu-facts">
          {attributes.map((attribute) => (
            <div key={attribute.name}>
              <dt>{attribute.name}</dt>
              <dd>{attributeText(attribute)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Precisions precisions={precisions} />
      <h3>
        Processes {processes.value !== null && <span className="gpu-count">{grouped(processes.value.length)}</span>}
      </h3>
      <ProcessTable processes={processes} />
      <ProbeSection store={store} ordinal={ordinal} />
    </section>
  )
}

function Gauges({ gpu }: { readonly gpu: GpuReport }) {
  const { memory, use, temperature, power, powerLimit, clocks } = gpu
  const draw = power.value !== null && powerLimit.value !== null ? power.value / powerLimit.value : null
  return (
    <div className="gauges">
      <Gauge label="Memory" share={memory.value === null ? null : memory.value.used / memory.value.total}>
        <ReadingText of={memory} show={({ used, total }) => `${memorySize(used)} of ${memorySize(total)}`} />
      </Gauge>
      <Gauge label="Use" share={use.value === null ? null : use.value.gpu / 100}>
        <ReadingText of={use} show={(rates) => `${rates.gpu} %, of memory ${rates.memory} %`} />
      </Gauge>
      <Gauge label="Power" share={draw}>
        <ReadingText of={power} show={(watts) => `${Math.round(watts)} W`} />
        {powerLimit.value !== null && ` of ${Math.round(powerLimit.value)} W`}
      </Gauge>
      <Gauge label="SM clock" share={shareOf(clocks.sm)}>
        <Clock of={clocks.sm} />
      </Gauge>
      <Gauge label="Memory clock" share={shareOf(clocks.memory)}>
        <Clock of={clocks.memory} />
      </Gauge>
      <Gauge label="Temperature" share={temperature.value === null ? null : temperature.value / 100}>
        <ReadingText of={temperature} show={(celsius) => `${celsius} °C`} />
      </Gauge>
    </div>
  )
}

type ClockReadings = GpuReport['clocks']['sm']

function shareOf({ now, most }: ClockReadings): number | null {
  return now.value === null || most.value === null ? null : now.value / most.value
}

function Clock({ of: { now, most } }: { readonly of: ClockReadings }) {
  const mhz = (reading: Reading<number>) => <ReadingText of={reading} show={(value) => `${grouped(value)} MHz`} />
  return (
    <>
      {mhz(now)} of {mhz(most)}
    </>
  )
}

function Precisions({ precisions }: { readonly precisions: readonly DevicePrecision[] }) {
  return (
    <>
      <h3>
        Precisions of its matrix units <span className="gpu-count">by compute capability</span>
      </h3>
      <ul className="precisions">
        {precisions.map(({ name, from, has }) => (
          <li key={name} className={has === true ? 'has' : ''}>
            {has === true ? <Check size={14} aria-hidden /> : <Minus size={14} aria-hidden />}
            <b>{name}</b>
            <span>
              {has === null ? 'not known, ' : has ? '' : 'no, '}from {from}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
