/** Error against time on logarithmic scales: a colour for each setting, a form for each operation. */
import type { LiveResult } from '../../../shared/live-process'
import { errorText } from '../devices/words'

type Row = LiveResult<'probe'>[number]
interface Point {
  readonly row: Row
  readonly x: number
  readonly y: number
}

const BOX = { width: 430, height: 250, left: 52, right: 12, top: 12, bottom: 34 }
const TONES: { readonly [setting: string]: string } = { ieee: 'value', tf32: 'tensor', bf16: 'state' }

export function ProbeChart({ rows }: { readonly rows: LiveResult<'probe'> }) {
  const measured = rows.filter(({ error, milliseconds }) => (error ?? 0) > 0 && (milliseconds ?? 0) > 0)
  if (measured.length === 0) return null
  const times = decades(measured.map(({ milliseconds }) => milliseconds ?? 1))
  const errors = decades(measured.map(({ error }) => error ?? 1))
  const across = (value: number): number => BOX.left + share(times, value) * (BOX.width - BOX.left - BOX.right)
  const down = (value: number): number =>
    BOX.height - BOX.bottom - share(errors, value) * (BOX.height - BOX.top - BOX.bottom)
  const points = measured.map((row): Point => ({ row, x: across(row.milliseconds ?? 1), y: down(row.error ?? 1) }))
  const settings = [...new Set(measured.map(({ setting }) => setting))]
  return (
    <figure className="probe-chart">
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label={summary(measured)}>
        {ticks(times).map((at) => (
          <g key={`x${at}`}>
            <line x1={across(at)} x2={across(at)} y1={BOX.top} y2={BOX.height - BOX.bottom} />
            <text x={across(at)} y={BOX.height - BOX.bottom + 14} textAnchor="middle">
              {at >= 1 ? at : at.toPrecision(1)}
            </text>
          </g>
        ))}
        {ticks(errors).map((at) => (
          <g key={`y${at}`}>
            <line x1={BOX.left} x2={BOX.width - BOX.right} y1={down(at)} y2={down(at)} />
            <text x={BOX.left - 6} y={down(at) + 4} textAnchor="end">
              {at.toExponential(0)}
            </text>
          </g>
        ))}
        <text x={(BOX.left + BOX.width - BOX.right) / 2} y={BOX.height - 4} textAnchor="middle">
          time in ms
        </text>
        {points.map(({ row, x, y }) => (
          <g
            key={`${row.device} ${row.op} ${row.setting}`}
            transform={`translate(${x} ${y})`}
            className={`point ${TONES[row.setting] ?? 'type'} ${row.device.startsWith('cpu') ? 'hollow' : ''}`}
          >
            <title>{`${row.device} ${row.op} ${row.setting}: ${errorText(row.error ?? 0)}, ${(row.milliseconds ?? 0).toPrecision(3)} ms`}</title>
            <Form of={row.op} />
          </g>
        ))}
      </svg>
      <figcaption>
        {settings.map((setting) => (
          <span key={setting} className={TONES[setting] ?? 'type'}>
            <i className="swatch" aria-hidden /> {setting}
          </span>
        ))}
        <span>● matmul ■ conv ▲ rnn, hollow on the CPU; error up, time to the right</span>
      </figcaption>
    </figure>
  )
}

function Form({ of }: { readonly of: Row['op'] }) {
  if (of === 'matmul') return <circle r={5} />
  return of === 'conv' ? <rect x={-4.5} y={-4.5} width={9} height={9} /> : <path d="M0 -6 L5.5 4.5 L-5.5 4.5 Z" />
}

/** Whole powers of ten around the values. */
function decades(values: readonly number[]): readonly [number, number] {
  const logs = values.map(Math.log10)
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))]
  return [low, Math.max(high, low + 1)]
}

const share = ([low, high]: readonly [number, number], value: number): number =>
  (Math.log10(value) - low) / (high - low)

function ticks([low, high]: readonly [number, number]): readonly number[] {
  const step = Math.max(1, Math.ceil((high - low) / 6))
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => 10 ** (low + i * step))
}

function summary(rows: readonly Row[]): string {
  const words = rows.map(
    ({ device, op, setting, error, milliseconds }) =>
      `${device} ${op} ${setting} ${errorText(error ?? 0)} in ${(milliseconds ?? 0).toPrecision(3)} ms`,
  )
  return `Error against time: ${words.join('; ')}`
}
