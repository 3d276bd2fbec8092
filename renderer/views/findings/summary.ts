/** Findings by severity and code, and what they come to in a sentence. */
import type { ListedFinding, Severity } from '../../../shared/findings'
import { plural } from '../../components/format'

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

/** Findings of one severity and code: there may be one for each guard. */
export interface FindingGroup {
  readonly key: string
  readonly findings: readonly ListedFinding[]
}

export function groupsOf(findings: readonly ListedFinding[], severity: Severity): readonly FindingGroup[] {
  const groups = new Map<string, ListedFinding[]>()
  for (const finding of findings) {
    if (finding.severity !== severity) continue
    const group = groups.get(finding.code)
    if (group === undefined) groups.set(finding.code, [finding])
    else group.push(finding)
  }
  return [...groups].map(([code, of]) => ({ key: `${severity} ${code}`, findings: of }))
}

export function countOf(findings: readonly ListedFinding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length
}

/** `1 error, 3 notes`; of `of` alone. */
export function countWords(findings: readonly ListedFinding[], of: readonly Severity[] = SEVERITIES): string {
  return of
    .map((severity) => [severity, countOf(findings, severity)] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => plural(count, severity))
    .join(', ')
}

/** How the history names the repair of findings. */
export function repairLabel(findings: readonly ListedFinding[]): string {
  const codes = [...new Set(findings.filter(({ repair }) => repair.length > 0).map(({ code }) => code))]
  return `repair ${codes.slice(0, 3).join(', ')}${codes.length > 3 ? ` and ${codes.length - 3} more` : ''}`
}
