/** A report in the format that is asked for. A PDF is printed from the page by who has a window. */
import type { ReportFormat, ReportTheme } from '../../shared/report'
import { reportHtml } from './html/page'
import { reportJson } from './json'
import { reportMarkdown } from './markdown/document'
import type { Report } from './model'

export function renderReport(report: Report, format: ReportFormat, theme: ReportTheme): string {
  switch (format) {
    case 'html':
      return reportHtml(report, { theme })
    case 'pdf':
      return reportHtml(report, { theme: 'light', still: true })
    case 'md':
      return reportMarkdown(report)
    case 'json':
      return reportJson(report)
  }
}
