/** Errors of the fp32 precisions by emulation: what an operation loses when its inputs are rounded, without a device. */
import * as z from 'zod/mini'

/** As `fp32_precision` names them. */
export const EMULATED_PRECISIONS = ['ieee', 'tf32', 'bf16'] as const
export type EmulatedPrecision = (typeof EMULATED_PRECISIONS)[number]

export const EMULATED_OPERATIONS = ['matmul', 'conv', 'rnn'] as const
export type EmulatedOperation = (typeof EMULATED_OPERATIONS)[number]

/** Against the same operation in float64 on the same inputs. */
export interface OperationError {
  readonly maxAbs: number
  /** The Frobenius norm of the difference over that of the float64 result. */
  readonly relative: number
}

export interface EmulatedRow extends OperationError {
  readonly operation: EmulatedOperation
  readonly precision: EmulatedPrecision
}

export interface EmulatedErrors {
  /** What was computed, in a few words for each operation. */
  readonly sizes: Readonly<Record<EmulatedOperation, string>>
  readonly rows: readonly EmulatedRow[]
}

export const EmulatedErrorsSchema: z.ZodMiniType<EmulatedErrors> = z.object({
  sizes: z.object({ matmul: z.string(), conv: z.string(), rnn: z.string() }),
  rows: z.array(
    z.object({
      operation: z.enum(EMULATED_OPERATIONS),
      precision: z.enum(EMULATED_PRECISIONS),
      maxAbs: z.number(),
      relative: z.number(),
    }),
  ),
}) as never
