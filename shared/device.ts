/** GPUs as NVML and the CUDA driver tell of them, and what a probe measured on one. */
import * as z from 'zod/mini'
import type { OperationError } from './emulated'

/** What was read, or why it was not, in the library's own words. */
export type Reading<T> = { readonly value: T } | { readonly value: null; readonly why: string }

export interface GpuProcess {
  readonly pid: number
  readonly name: Reading<string>
  /** Bytes. */
  readonly memory: Reading<number>
  readonly kind: 'compute' | 'graphics' | 'both'
}

/** A number of the CUDA driver about the device. */
export interface DeviceAttribute {
  readonly name: string
  readonly value: number
  /** `bytes`, `bits`, or empty. */
  readonly unit: '' | 'bytes' | 'bits'
}

/** A precision of the matrix units; `has` is null where the compute capability is not known. */
export interface DevicePrecision {
  readonly name: string
  /** The first compute capability that has it. */
  readonly from: string
  readonly has: boolean | null
}

export interface GpuReport {
  readonly pciBusId: string
  /** Its number in the CUDA driver; null where CUDA does not see it. */
  readonly ordinal: number | null
  readonly name: Reading<string>
  readonly capability: Reading<string>
  /** Bytes. */
  readonly memory: Reading<{ readonly used: number; readonly total: number }>
  /** Percent of the last sample in which a kernel ran, or memory was read or written. */
  readonly use: Reading<{ readonly gpu: number; readonly memory: number }>
  /** Degrees Celsius. */
  readonly temperature: Reading<number>
  /** Watts. */
  readonly power: Reading<number>
  readonly powerLimit: Reading<number>
  /** MHz. */
  readonly clocks: Readonly<Record<'sm' | 'memory', { readonly now: Reading<number>; readonly most: Reading<number> }>>
  readonly processes: Reading<readonly GpuProcess[]>
  readonly attributes: readonly DeviceAttribute[]
  readonly precisions: readonly DevicePrecision[]
}

export interface DeviceReport {
  readonly driver: Reading<string>
  /** The CUDA version that the driver supports, `12.9`. */
  readonly cuda: Reading<string>
  readonly gpus: readonly GpuReport[]
  /** Where there are none, or one of the two libraries gave nothing: one line; else null. */
  readonly note: string | null
}

export const PROBE_PRECISIONS = ['fp32', 'tf32'] as const
export type ProbePrecision = (typeof PROBE_PRECISIONS)[number]

export interface ProbeMeasured extends OperationError {
  /** Median over the runs, milliseconds by the device's own events. */
  readonly ms: number
}

export interface ProbeRow {
  readonly precision: ProbePrecision
  readonly measured: Reading<ProbeMeasured>
  /** The same outputs by emulation. */
  readonly emulated: OperationError
}

export interface ProbeResult {
  /** Of the square matrices. */
  readonly size: number
  readonly runs: number
  /** So many outputs were held against float64. */
  readonly sampled: number
  readonly rows: readonly ProbeRow[]
}

function reading<T>(value: z.ZodMiniType<T>): z.ZodMiniType<Reading<T>> {
  return z.union([z.object({ value }), z.object({ value: z.null(), why: z.string() })]) as never
}

const NumberReading = reading(z.number())
const TextReading = reading(z.string())
const ClockSchema = z.object({ now: NumberReading, most: NumberReading })

const GpuSchema: z.ZodMiniType<GpuReport> = z.object({
  pciBusId: z.string(),
  ordinal: z.nullable(z.int()),
  name: TextReading,
  capability: TextReading,
  memory: reading(z.object({ used: z.number(), total: z.number() })),
  use: reading(z.object({ gpu: z.number(), memory: z.number() })),
  temperature: NumberReading,
  power: NumberReading,
  powerLimit: NumberReading,
  clocks: z.object({ sm: ClockSchema, memory: ClockSchema }),
  processes: reading(
    z.array(
      z.object({
        pid: z.int(),
        name: TextReading,
        memory: NumberReading,
        kind: z.enum(['compute', 'graphics', 'both']),
      }),
    ),
  ),
  attributes: z.array(z.object({ name: z.string(), value: z.number(), unit: z.enum(['', 'bytes', 'bits']) })),
  precisions: z.array(z.object({ name: z.string(), from: z.string(), has: z.nullable(z.boolean()) })),
}) as never

export const DeviceReportSchema: z.ZodMiniType<DeviceReport> = z.object({
  driver: TextReading,
  cuda: TextReading,
  gpus: z.array(GpuSchema),
  note: z.nullable(z.string()),
}) as never

export const ProbeResultSchema: z.ZodMiniType<ProbeResult> = z.object({
  size: z.int(),
  runs: z.int(),
  sampled: z.int(),
  rows: z.array(
    z.object({
      precision: z.enum(PROBE_PRECISIONS),
      measured: reading(z.object({ maxAbs: z.number(), relative: z.number(), ms: z.number() })),
      emulated: z.object({ maxAbs: z.number(), relative: z.number() }),
    }),
  ),
}) as never
