/** Prints a page that stands alone as a PDF: in a window that is never shown, runs no script and reaches nothing. */
import { BrowserWindow, session } from 'electron'
import { SCHEME } from './page'

const PAGE = `${SCHEME}://report/`

let serial = 0

export async function printPage(html: string): Promise<Uint8Array> {
  // a session of its own, in memory: neither the window's files nor what it may do
  const own = session.fromPartition(`report-${++serial}`)
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.setPermissionCheckHandler(() => false)
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url !== PAGE }))
  own.protocol.handle(SCHEME, ({ url }) =>
    url === PAGE
      ? new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
      : new Response('refused', { status: 403 }),
  )
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      images: false,
      spellcheck: false,
      devTools: false,
    },
  })
  try {
    await window.loadURL(PAGE)
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
    })
  } finally {
    window.destroy()
    own.protocol.unhandle(SCHEME)
  }
}

const FOOTER =
  '<div style="width:100%;padding:0 12mm;font-size:7px;text-align:right;color:#666"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'
