/** What can be asked of a report: its parts, its format, what is left out of it. */

import type { PrecisionState } from './precision'

/** In the order in which they stand. */
export const REPORT_PARTS = [
  'summary',
  'checks',
  'findings',
  'comparison',
  'recompilations',
  'trace',
  'replay',
  'profile',
  'global-state',
  'shapes',
  'precision',
  'tree',
] as const
export type ReportPart = (typeof REPORT_PARTS)[number]

export const REPORT_FORMATS = ['html', 'md', 'json', 'pdf'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** `system`: as the one who reads it has it; the page has a switch. */
export const REPORT_THEMES = ['system', 'dark', 'light'] as const
export type ReportTheme = (typeof REPORT_THEMES)[number]

export interface ReportOptions {
  readonly parts: readonly ReportPart[]
  /** Whether file names keep their folders. */
  readonly paths: boolean
  /** Whether the lines of the user's code stand behind guards. */
  readonly stacks: boolean
  /** Empty for one made of the file's name. */
  readonly title: string
  readonly theme: ReportTheme
}

/** What the window asks to have in a report. */
export interface ReportAsk {
  readonly format: ReportFormat
  readonly options: ReportOptions
  /** Null for all blobs of the file. */
  readonly blob: number | null
  /** The calls that are put to the guards, each as JSON. */
  readonly scenarios: readonly string[]
  /** What the blob is compared with, as what came before. */
  readonly against: { readonly document: string; readonly blob: number } | null
  /** The precision settings in front; null where they are not asked for. */
  readonly precision: PrecisionState | null
  /** Whether the document has edits that are not saved. */
  readonly edited: boolean
}
