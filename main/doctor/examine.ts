/** Examines a blob: every finding, the worst first. */
import type { Finding, Severity } from '../../shared/findings'
import { EXAMINATIONS } from './findings'
import type { Patient } from './patient'

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** What is found in a blob: errors, then warnings, then notes. Nothing in the file is executed. */
export function examine(patient: Patient): readonly Finding[] {
  return worstFirst(EXAMINATIONS.flatMap((examination) => examination(patient)))
}

export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
}
