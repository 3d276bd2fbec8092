/** A torch log as a report is made of it. */
import { renderReport } from '../../report/render'
import type { TraceFile } from '../trace-file'
import type { TraceQuestions } from '../trace-protocol'
import { makeReport, type ReportedTrace } from './report'

/** With the stories of the functions that were compiled more than once. */
export async function reportedTrace(file: TraceFile): Promise<ReportedTrace> {
  const stories = []
  for (const [index, { compiles }] of file.trace.chains.entries())
    if (compiles.length > 1) stories.push(await file.story(index))
  return { path: file.path, trace: file.trace, stories }
}

/** What the window asks a log's thread for. */
export async function traceReportText(
  file: TraceFile,
  { ask, precision }: TraceQuestions['report']['ask'],
): Promise<string> {
  const { options, format } = ask
  const trace = await reportedTrace(file)
  return renderReport(
    makeReport({ options, trace, ...(precision === null ? {} : { precision }) }),
    format,
    options.theme,
  )
}
