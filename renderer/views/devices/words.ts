/** Numbers of devices as the view says them. */
import type { DeviceAttribute } from '../../../shared/device'
import { grouped } from '../../components/format'

const GIB = 2 ** 30

/** `22.0 GiB`, `512 MiB`: in powers of two, as the driver's own tools have it. */
export function memorySize(bytes: number): string {
  if (bytes >= GIB) return `${(bytes / GIB).toFixed(1)} GiB`
  const [value, unit] = bytes >= 2 ** 20 ? [bytes / 2 ** 20, 'MiB'] : [bytes / 2 ** 10, 'KiB']
  return `${grouped(Math.round(value))} ${unit}`
}

export function attributeText({ value, unit }: DeviceAttribute): string {
  return unit === 'bytes' ? memorySize(value) : unit === 'bits' ? `${grouped(value)} bits` : grouped(value)
}

/** `2.82e-4`; a result that is no number says so. */
export function errorText(value: number): string {
  if (Number.isNaN(value)) return 'not a number'
  return value === 0 ? '0' : value.toExponential(2)
}
