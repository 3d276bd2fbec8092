/** How what is asked of a report is checked as it arrives. */
import * as z from 'zod/mini'
import { PrecisionStateSchema } from './precision-schema'
import { REPORT_FORMATS, REPORT_PARTS, REPORT_THEMES, type ReportAsk } from './report'

const Index = z.int().check(z.minimum(0))

export const ReportAskSchema: z.ZodMiniType<ReportAsk> = z.strictObject({
  format: z.enum(REPORT_FORMATS),
  options: z.strictObject({
    parts: z.array(z.enum(REPORT_PARTS)),
    paths: z.boolean(),
    stacks: z.boolean(),
    title: z.string().check(z.maxLength(1000)),
    theme: z.enum(REPORT_THEMES),
  }),
  blob: z.nullable(Index),
  scenarios: z.array(z.string().check(z.maxLength(64 * 1024 * 1024))).check(z.maxLength(10_000)),
  against: z.nullable(z.strictObject({ document: z.string().check(z.minLength(1), z.maxLength(200)), blob: Index })),
  precision: z.nullable(PrecisionStateSchema),
  edited: z.boolean(),
})
