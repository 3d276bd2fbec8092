/** What can be asked of a report: its parts, its format, what is left out of it. */

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

export const WHOLE_REPORT: ReportOptions = {
  parts: REPORT_PARTS,
  paths: true,
  stacks: true,
  title: '',
  theme: 'system',
}
