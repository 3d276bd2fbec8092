/** What a report of what is in front can have in it, and what it has unless a person says otherwise. */
import type { ReportAsk, ReportFormat, ReportPart, ReportTheme } from '../../../shared/report'
import { REPORT_PARTS } from '../../../shared/report'
import type { PrecisionState } from '../../../shared/precision'

/** What is in front, as far as a report is concerned. */
export type Front =
  | {
      readonly kind: 'document'
      readonly document: string
      readonly blob: number
      /** Blobs of the file. */
      readonly blobs: number
      readonly recompiled: boolean
      readonly measured: boolean
      /** The calls of the replay, as JSON. */
      readonly calls: readonly string[]
      /** How many other blobs it can be compared with. */
      readonly others: number
      readonly edited: boolean
    }
  | { readonly kind: 'trace'; readonly document: string }
  | { readonly kind: 'none' }

export interface Choice {
  readonly format: ReportFormat
  readonly theme: ReportTheme
  readonly parts: ReadonlySet<ReportPart>
  readonly paths: boolean
  readonly stacks: boolean
  readonly title: string
  /** All blobs of the file, and not the one in front alone. */
  readonly all: boolean
  readonly against: ReportAsk['against']
}

export interface OfferedPart {
  readonly part: ReportPart
  readonly label: string
  /** Why it cannot be had now; null where it can. */
  readonly lacks: string | null
}

/** In the order in which they are offered. */
export function offeredParts(front: Front, all: boolean): readonly OfferedPart[] {
  const precision: OfferedPart = { part: 'precision', label: 'Precision settings', lacks: null }
  if (front.kind === 'none') return [precision]
  if (front.kind === 'trace')
    return [{ part: 'trace', label: 'Compiles and why each was made', lacks: null }, precision]
  const { blobs, recompiled, measured, calls, others } = front
  const several = all && blobs > 1 ? 'of one blob alone' : null
  const count = calls.length === 1 ? 'one call' : `${calls.length} calls`
  return [
    { part: 'summary', label: 'Summary', lacks: null },
    { part: 'findings', label: 'Findings', lacks: null },
    { part: 'replay', label: `Replay of ${count}`, lacks: several },
    ...(recompiled && all ? [{ part: 'recompilations' as const, label: 'Recompilations', lacks: null }] : []),
    { part: 'comparison', label: 'Comparison', lacks: several ?? (others === 0 ? 'open another blob' : null) },
    { part: 'profile', label: 'Costs', lacks: measured ? null : 'measured in Overhead' },
    { part: 'global-state', label: 'Global state', lacks: null },
    { part: 'shapes', label: 'Shape expressions', lacks: null },
    precision,
    { part: 'tree', label: 'Guard tree', lacks: null },
  ]
}

/** All that is of the file; the settings of the process and another file only where they are asked for. */
export function firstChoice(view: string): Choice {
  const without: readonly ReportPart[] = ['comparison', ...(view === 'precision' ? [] : ['precision' as const])]
  return {
    format: 'html',
    theme: 'system',
    parts: new Set(REPORT_PARTS.filter((part) => !without.includes(part))),
    paths: true,
    stacks: true,
    title: '',
    all: false,
    against: null,
  }
}

/** What is asked for; null where nothing is chosen that can be had. */
export function askOf(front: Front, choice: Choice, precision: PrecisionState | null): ReportAsk | null {
  const { format, theme, paths, stacks, title, all, against } = choice
  const offered = offeredParts(front, all).filter(({ part, lacks }) => lacks === null && isChosen(front, choice, part))
  if (offered.length === 0) return null
  const parts = offered.map(({ part }) => part)
  const isDocument = front.kind === 'document'
  return {
    format,
    options: { parts, paths, stacks, title, theme },
    blob: isDocument && !all ? front.blob : null,
    scenarios: isDocument && parts.includes('replay') ? front.calls : [],
    against: parts.includes('comparison') ? against : null,
    precision: parts.includes('precision') ? precision : null,
    edited: isDocument && front.edited,
  }
}

/** Where there is nothing else to have it is had. */
export const isChosen = (front: Front, { parts }: Choice, part: ReportPart): boolean =>
  front.kind === 'none' || parts.has(part)
