/** A report as the schema says it, for those who make one and those who render it. */
import type * as z from 'zod/mini'
import type { ReportSchema, SummaryRowSchema } from './schema'

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Deep<T[Key]> }
    : T

export type Report = Deep<z.infer<typeof ReportSchema>>
export type SummaryRow = Deep<z.infer<typeof SummaryRowSchema>>
export type ReportSource = NonNullable<Report['source']>
export type ReportBlob = Report['blobs'][number]
export type ReportTree = NonNullable<ReportBlob['tree']>
export type ReportNode = ReportTree['nodes'][number]
export type ReportFinding = NonNullable<ReportBlob['findings']>[number]
export type ReportReplay = NonNullable<ReportBlob['replay']>
export type ReplayedRow = ReportReplay['rows'][number]
export type ReportProfile = NonNullable<ReportBlob['profile']>
export type ReportCosts = ReportProfile['cold']
export type ReportState = NonNullable<ReportBlob['global_state']>
export type ReportShapes = NonNullable<ReportBlob['shapes']>
export type ReportCheck = NonNullable<Report['checks']>[number]
export type ReportComparison = NonNullable<Report['comparison']>
export type ComparedPair = ReportComparison['pairs'][number]
export type ReportDifference = ComparedPair['differences'][number]
export type ReportRecompilation = NonNullable<Report['recompilations']>[number]
export type ReportTrace = NonNullable<Report['trace']>
export type TracedFunction = ReportTrace['functions'][number]
export type ReportCompile = TracedFunction['compiles'][number]
export type ReportPrecision = NonNullable<Report['precision']>
export type ReportAnswer = ReportComparison['same']
