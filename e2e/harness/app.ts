/** Starts the built app with a profile of its own, and ends it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, test as base } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'

export const ROOT = resolve(__dirname, '../..')
export const SAMPLE = join(ROOT, 'resources/sample.guards_state')

export interface StartedApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** What the page logged as errors so far. */
  readonly errors: readonly string[]
}

export interface Start {
  /** Starts the app on these files; it is closed when the test ends. */
  (files?: readonly string[]): Promise<StartedApp>
}

interface Fixtures {
  /** A folder of the test's own. */
  readonly folder: string
  /** The profile that every start of the test uses. */
  readonly profile: string
  readonly start: Start
}

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'guardscope-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  profile: async ({ folder }, use) => use(join(folder, 'profile')),
  start: async ({ profile }, use) => {
    const started: ElectronApplication[] = []
    await use(async (files = []) => {
      const app = await launch(profile, files)
      started.push(app)
      const errors: string[] = []
      const page = await app.firstWindow()
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      return { app, page, errors }
    })
    for (const app of started) await app.close()
  },
})
export { expect } from '@playwright/test'

/** Environment of a start with this profile; for starts that no window comes of. */
export function environment(profile: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited), GUARDSCOPE_USER_DATA: profile, GUARDSCOPE_TEST: '1' }
}

/** The Electron to run: what the resolver found, or the installed package's own. */
export function executable(): string {
  const found = process.env['ELECTRON_EXEC_PATH']
  return found ?? (require('electron') as unknown as string)
}

/** The arguments of a start, flags first. */
export function startArguments(files: readonly string[]): string[] {
  return [...flags(), ROOT, ...files]
}

/** What Electron wants of the machine. */
export function flags(): string[] {
  const root = process.platform === 'linux' && process.getuid?.() === 0
  return root ? ['--no-sandbox', '--disable-dev-shm-usage'] : []
}

/** Writes a file for a test to open. */
export async function fileWith(folder: string, name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

function launch(profile: string, files: readonly string[]): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: executable(),
    args: startArguments(files),
    env: environment(profile),
    chromiumSandbox: true,
  })
}
