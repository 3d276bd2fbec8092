/** What the window's page cannot do, tried from inside the page. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './harness/app'

test('the page knows nothing of Node and reaches the bridge only', async ({ start }) => {
  const { app, page } = await start()
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as unknown as { guardscope: object }).guardscope).sort(),
    origin: location.origin,
  }))
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences()
    return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag }
  })
  expect([seen, preferences]).toEqual([
    {
      node: [],
      bridge: [
        'appState',
        'applySettings',
        'cancel',
        'changeScenario',
        'changeSettings',
        'chooseFiles',
        'chooseFolder',
        'chooseGuards',
        'clearRecent',
        'closeDocument',
        'compareGlobalState',
        'deleteProblems',
        'devices',
        'diffBlobs',
        'diffTrees',
        'documentText',
        'dragOut',
        'editBlob',
        'editChoices',
        'emulatedErrors',
        'exportProfile',
        'exportReport',
        'findings',
        'forgetEdits',
        'forgetRecent',
        'globalState',
        'guardFilters',
        'jumpHistory',
        'keepMine',
        'keepScenarios',
        'keepSession',
        'literalAt',
        'liveAsk',
        'liveLoad',
        'liveProfile',
        'liveStart',
        'liveStop',
        'missingFiles',
        'newWindow',
        'nodeDetail',
        'noteProblem',
        'onCommand',
        'onFileOnDisk',
        'onLive',
        'onLiveState',
        'onOpenPaths',
        'onPreferences',
        'onProgress',
        'onRecent',
        'openBlob',
        'openDocument',
        'openPage',
        'openSample',
        'openTrace',
        'ownScenario',
        'parseExpressions',
        'parseLiteral',
        'pathForFile',
        'pinRecent',
        'precisionActions',
        'precisionBlobs',
        'precisionOf',
        'precisionPreview',
        'precisionPython',
        'precisionStart',
        'previewEdits',
        'probeDevice',
        'problems',
        'profile',
        'readClipboard',
        'readDocumentText',
        'readScenarios',
        'recompilations',
        'reloadDocument',
        'replay',
        'replayAll',
        'reportSize',
        'saveDocument',
        'saveScenarios',
        'savedScenarios',
        'savings',
        'settingsText',
        'showProblemFolder',
        'stopWork',
        'suggest',
        'sweep',
        'tellDone',
        'timeLocals',
        'traceNode',
        'traceStory',
        'traceTree',
        'treeText',
        'unsavedEdits',
        'writeClipboard',
        'writeDetails',
      ],
      origin: 'app://guardscope',
    },
    { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
  ])
})

test('the policy stands in the page and in the header, and stops scripts, frames and the network', async ({
  start,
}) => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    response.setHeader('access-control-allow-origin', '*').end('here')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { page } = await start()
  const result = await page.evaluate(async (remote) => {
    const { headers } = await fetch('index.html')
    const policies = [
      headers.get('content-security-policy'),
      document.querySelector('meta[http-equiv=Content-Security-Policy]')?.getAttribute('content'),
    ]
    const violations = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => violations.add(event.effectiveDirective))
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.ranInline = true'
    const frame = document.createElement('iframe')
    frame.src = remote
    const image = document.createElement('img')
    image.src = remote
    document.body.append(inline, frame, image)
    let evaluated = true
    try {
      new Function('return 1')()
    } catch {
      evaluated = false
    }
    const fetched = await fetch(remote).then(
      () => true,
      () => false,
    )
    await new Promise((done) => setTimeout(done, 100))
    return {
      strict: policies.map((policy) => policy?.startsWith("default-src 'none'; script-src 'self';")),
      ranInline: 'ranInline' in globalThis,
      evaluated,
      fetched,
      violations: [...violations].sort(),
    }
  }, url)
  server.close()
  expect([result, asked]).toEqual([
    {
      strict: [true, true],
      ranInline: false,
      evaluated: false,
      fetched: false,
      violations: ['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem'],
    },
    0,
  ])
})

test('the page stays: no navigation, no second window, no way out of its folder', async ({ start }) => {
  const { app, page } = await start()
  const tried = await page.evaluate(async () => {
    const opened = window.open('app://guardscope/index.html') ?? window.open('https://example.org/')
    const link = document.createElement('a')
    link.href = 'https://example.org/'
    document.body.append(link)
    link.click()
    location.href = 'file:///etc/passwd'
    const outside = await Promise.all(
      ['/..%2f..%2fpackage.json', '/%2e%2e/main/index.js', '/..%5cmain%5cindex.js'].map(
        async (path) => (await fetch(path)).status,
      ),
    )
    await new Promise((done) => setTimeout(done, 200))
    return { opened: opened !== null, outside }
  })
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((it) => it.webContents.getURL()),
  )
  expect([tried, windows]).toEqual([{ opened: false, outside: [403, 404, 403] }, ['app://guardscope/index.html']])
})

test('permissions are refused, asked for or checked', async ({ start }) => {
  const { page } = await start()
  const answers = await page.evaluate(async () => {
    const refused = (asking: Promise<unknown>): Promise<string> =>
      asking.then(
        () => 'granted',
        () => 'refused',
      )
    const checked = await Promise.all(
      ['geolocation', 'notifications', 'clipboard-read', 'camera'].map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
      ),
    )
    return {
      camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
      notification: await Notification.requestPermission(),
      clipboard: await refused(navigator.clipboard.readText()),
      checked,
    }
  })
  expect(answers).toEqual({
    camera: 'refused',
    notification: 'denied',
    clipboard: 'refused',
    checked: ['denied', 'denied', 'denied', 'denied'],
  })
})

test('a message that does not fit the contract is refused', async ({ start }) => {
  const { page } = await start()
  const answers = await page.evaluate(() => {
    const api = (globalThis as unknown as { guardscope: Record<string, (...request: unknown[]) => Promise<unknown>> })
      .guardscope
    const word = (asking: Promise<unknown> | undefined): Promise<string> =>
      asking?.then(
        () => 'done',
        (error: Error) => error.message.replace(/^.*RefusedMessage: /, ''),
      ) ?? Promise.resolve('no such method')
    return Promise.all([
      word(api['openDocument']?.('a', { path: '/etc/passwd' })),
      word(api['openBlob']?.('a', -1)),
      word(api['changeSettings']?.({ theme: 'pink' })),
      word(api['writeClipboard']?.(5)),
    ])
  })
  expect(answers).toEqual(
    ['openDocument', 'openBlob', 'changeSettings', 'writeClipboard'].map(
      (it) => `${it}: the request does not fit its schema`,
    ),
  )
})

test('another page with the same bridge is not answered', async ({ start }) => {
  const { app } = await start()
  const answer = await app.evaluate(async ({ BrowserWindow, app: main }) => {
    const preload = `${main.getAppPath()}/out/preload/preload.js`
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } })
    await other.loadURL('app://guardscope/index.html')
    const asking = 'window.guardscope.appState().then(() => "answered", (error) => String(error))'
    const word = (await other.webContents.executeJavaScript(asking)) as string
    other.destroy()
    return word
  })
  expect(answer).toContain('appState: the sender is not the window')
})
