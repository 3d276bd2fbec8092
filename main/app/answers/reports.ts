/** What leaves the window as a file: reports and profiles. */
import { chooseSavePath } from '../dialogs'
import { exportProfile } from '../export-profile'
import { exportReport, reportText } from '../export-report'
import type { Handlers } from '../handlers'
import { printPage } from '../print-page'
import type { WindowParts } from '../window-parts'

type ReportHandlers = Pick<Handlers, 'exportProfile' | 'reportSize' | 'exportReport'>

export function reportHandlers({ documents, traces, window }: WindowParts): ReportHandlers {
  return {
    exportProfile: (id, blob, format) =>
      exportProfile(documents, { id, blob, format }, (path) => chooseSavePath(window(), 'Export the profile', path)),
    reportSize: async (id, ask) => {
      const text = await reportText({ documents, traces }, id, ask)
      return text.ok ? { ok: true, value: Buffer.byteLength(text.value) } : text
    },
    exportReport: (id, ask) =>
      exportReport({ documents, traces }, id, ask, {
        choose: (path) => chooseSavePath(window(), 'Export the report', path),
        print: printPage,
      }),
  }
}
