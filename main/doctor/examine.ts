/** Examines a blob: every finding, the worst first. */
import type { Finding, Severity } from '../../shared/findings'
import { visible } from '../../shared/visible'
import { EXAMINATIONS } from './findings'
import type { Patient } from './patient'

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** What is found in a blob: errors, then warnings, then notes. Nothing in the file is executed. */
export function examine(patient: Patient): readonly Finding[] {
  return worstFirst(EXAMINATIONS.flatMap((examination) => examination(patient)))
}

export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  // names of the file stand in a message: it is one line all the same
  return findings
    .map((finding) => ({ ...finding, message: visible(finding.message) }))
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
}
