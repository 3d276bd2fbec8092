/** The package on the system: a person without rights who starts it, its window driven over a debugging port, what the kernel lets it do. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, chromium } from '@playwright/test'

export const HOME = '/opt/Guardscope'
export const PROGRAM = join(HOME, 'guardscope')

/** The user nobody, who is on every system, and for whom Chromium's sandbox is real. */
const NOBODY = { uid: 65_534, gid: 65_534 }

export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

interface As {
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number
  readonly gid?: number
}

/** Runs a command to its end, as root where nobody else is named. */
export function outcome(command: string, args: readonly string[], as: As = {}): Outcome {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28, ...as } as const
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  if (error !== undefined) throw error
  return { status, stdout, stderr }
}

/** What a command prints that must succeed. */
export function output(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = outcome(command, args)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stdout}${stderr}`)
  return stdout
}

/** Somebody with a home below `folder`, a screen and no rights. */
export class Person {
  readonly home: string
  /** What they start a program with; `terminal` without the screen. */
  readonly window: As
  readonly terminal: As

  constructor(folder: string) {
    chmodSync(folder, 0o755)
    this.home = join(folder, 'home')
    mkdirSync(this.home)
    this.own(this.home)
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: this.home, LANG: 'C.UTF-8' }
    const { DISPLAY, XAUTHORITY } = process.env
    const key = join(this.home, '.Xauthority')
    // that of xvfb-run is root's alone
    if (XAUTHORITY !== undefined && existsSync(XAUTHORITY)) this.own(key, XAUTHORITY)
    this.terminal = { env, ...NOBODY }
    this.window = { env: { ...env, DISPLAY, XAUTHORITY: key }, ...NOBODY }
  }

  /** Gives them a path, with a copy of `from` there; the path. */
  own(path: string, from?: string): string {
    if (from !== undefined) copyFileSync(from, path)
    chownSync(path, NOBODY.uid, NOBODY.gid)
    return path
  }

  /** Whether the kernel gives them the namespaces of which the sandbox is made: in some containers it does not. */
  hasNamespaces(): boolean {
    return outcome('unshare', ['--user', 'true'], this.terminal).status === 0
  }
}

export interface Driven {
  readonly page: Page
  readonly windows: () => number
  /** Closes the window, with which the app ends; its exit status. */
  readonly close: () => Promise<number | null>
  /** Ends it at once, where a test failed with it. */
  readonly kill: () => void
}

/**
 * Starts the installed app and attaches to its window over Chromium's port: Playwright's own way with Electron looks into
 * the main process, and the fuse of the delivered program forbids that.
 */
export async function startInstalled(person: Person, args: readonly string[]): Promise<Driven> {
  const started = spawn('guardscope', ['--remote-debugging-port=0', ...args], {
    ...person.window,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>((done) => started.on('exit', done))
  const address = await new Promise<string>((heard, failed) => {
    let said = ''
    started.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (found !== undefined) heard(found)
    })
    void ended.then((status) => failed(new Error(`guardscope ended with ${status}: ${said}`)))
  })
  const browser = await chromium.connectOverCDP(address, { noDefaults: true })
  const [context] = browser.contexts()
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (page === undefined) throw new Error('the installed app shows no window')
  const close = async (): Promise<number | null> => {
    await page.close()
    return ended
  }
  return { page, windows: () => context?.pages().length ?? 0, close, kill: () => void started.kill('SIGKILL') }
}

/** The kinds of process that run the program now, each with its mode of seccomp: 2 is filtered. */
export function seccompByKind(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      if (!command.startsWith(PROGRAM)) continue
      const [, mode = ''] = /^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      found.set(/--type=([\w-]+)/.exec(command)?.[1] ?? 'main', mode)
    } catch {
      // it has ended meanwhile
    }
  }
  return found
}
