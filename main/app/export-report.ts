/** Makes a report of what is open, and writes it where the person says. */
import { writeFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Reply } from '../../shared/api'
import type { ReportAsk } from '../../shared/report'
import type { DocumentHost } from '../documents/host'
import { toDocumentError } from '../documents/protocol'
import { makeReport } from '../documents/report/report'
import type { TraceHost } from '../documents/trace-host'
import { failed } from '../documents/worker-client'
import { rulesFor } from '../precision/versions'
import type { ReportPrecision } from '../report/model'
import { precisionPart } from '../report/precision-part'
import { renderReport } from '../report/render'

export interface Open {
  readonly documents: DocumentHost
  readonly traces: TraceHost
}

/** The text of the file; of a PDF, of the page it is printed from. `id` null for a report of no file. */
export async function reportText(open: Open, id: string | null, ask: ReportAsk): Promise<Reply<string>> {
  try {
    const precision = precisionOf(ask)
    if (id === null) {
      if (precision === null) return failed('nothing is open to report on')
      const report = makeReport({ options: ask.options, precision })
      return { ok: true, value: renderReport(report, ask.format, ask.options.theme) }
    }
    const path = open.documents.pathOf(id)
    if (path === null) return await open.traces.ask(id, 'report', { ask, precision })
    const against = await againstOf(open.documents, id, ask)
    if (!against.ok) return against
    return await open.documents.ask(id, 'report', { path, ask, precision, against: against.value })
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

function precisionOf({ precision, options }: ReportAsk): ReportPrecision | null {
  if (precision === null || !options.parts.includes('precision')) return null
  const chosen = rulesFor(precision.torch)
  if (chosen === null) throw new Error(`torch ${precision.torch} has no fp32_precision`)
  return precisionPart(chosen.rules, precision)
}

async function againstOf(documents: DocumentHost, id: string, { against, blob, options }: ReportAsk) {
  if (against === null || !options.parts.includes('comparison')) return { ok: true as const, value: null }
  const original = against.document === id && against.blob === (blob ?? 0)
  const digest = await documents.ask(against.document, 'digest', { blob: against.blob, original })
  if (!digest.ok) return digest
  const path = documents.pathOf(against.document) ?? ''
  return { ok: true as const, value: { path, blob: against.blob, digest: digest.value } }
}

export interface Exports {
  readonly choose: (proposed: string) => Promise<string | null>
  readonly print: (page: string) => Promise<Uint8Array>
}

/** Where it went; null where the person chose no place. */
export async function exportReport(
  open: Open,
  id: string | null,
  ask: ReportAsk,
  { choose, print }: Exports,
): Promise<Reply<string | null>> {
  const text = await reportText(open, id, ask)
  if (!text.ok) return text
  try {
    const own = id === null ? null : (open.documents.pathOf(id) ?? open.traces.pathOf(id))
    const path = await choose(`${own ?? 'precision'}.report.${ask.format}`)
    if (path === null) return { ok: true, value: null }
    await write(path, ask.format === 'pdf' ? await print(text.value) : text.value)
    return { ok: true, value: path }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}

/** Whole or not at all. */
async function write(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`)
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new Error(`${basename(path)} could not be written: ${code}`)
  }
}
