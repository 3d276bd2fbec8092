/** A blob in short, as the first row of a report says it: nothing of its text is made for it. */
import { countBy } from '../../../shared/counted'
import type { BlobInfo } from '../../../shared/document'
import type { Finding } from '../../../shared/findings'
import type { ReportAnswer, SummaryRow } from '../../report/model'
import type { TorchVersion } from '../../state/dialect'
import { examineBlob } from '../doctor'
import type { GuardDocument } from '../document'
import { errorLine } from '../error-line'

/** `torch`: the version that is to load it; null for the one that saved it. A blob that cannot be read says why. */
export function summaryRow(document: GuardDocument, blob: BlobInfo, torch: TorchVersion | null): SummaryRow {
  const { index, path, function: name, recompilation, length } = blob
  const at = {
    blob: index,
    path,
    function: name,
    recompilation: recompilation < 0 ? null : recompilation,
    bytes: length,
  }
  try {
    const { state } = document.tree(index).builder
    const findings = examineBlob(document, index, torch)
    const count = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length
    return {
      ...at,
      error: null,
      torch: state.version,
      guards: state.guards.length,
      guard_types: countBy(state.guards.map(({ createFn }) => createFn)),
      nodes: document.nodes(index).length,
      loads: loads(findings),
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      codes: [...new Set(findings.map(({ code }) => code))],
    }
  } catch (error) {
    return { ...at, ...UNREAD, error: errorLine(error) }
  }
}

const UNREAD = {
  torch: '',
  guards: 0,
  guard_types: [],
  nodes: 0,
  loads: 'unknown' as const,
  errors: 0,
  warnings: 0,
  notes: 0,
  codes: [],
}

/** Errors with which torch refuses a file; the other errors are code that it would run. */
const REFUSED = new Set([
  'does-not-load',
  'missing-value',
  'unresolvable',
  'missing-grad',
  'other-version',
  'local-class',
  'global-state-unread',
  'global-state-aborts',
  'shape-code-gone',
])
/** Findings with which it depends on the process, or on code that is not known here. */
const OPEN = new Set(['unknown-guard', 'version-not-tried', 'main-class', 'load-calls-other'])

function loads(findings: readonly Finding[]): ReportAnswer {
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.some(({ code }) => REFUSED.has(code))) return false
  return errors.length > 0 || findings.some(({ code }) => OPEN.has(code)) ? 'unknown' : true
}
