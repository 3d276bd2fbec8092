/** What the machine must have: libraries and a screen for Electron's window, a compiler for the tests; installs them where that is ours to do. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from './process.mjs'

/** Debian's names; Ubuntu 24.04 has some of them with `t64` behind. */
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libatk-bridge2.0-0']
const SCREEN = ['xvfb', 'xauth']

/** Whether there is a screen to open a window on. */
export function hasScreen() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Chromium's sandbox does not run as root. */
export function isRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/**
 * Sees to it that `exe` finds its libraries, and that there is a virtual screen where `screen` is wanted.
 * Root on Debian or Ubuntu installs what is missing; anyone else gets one line that says what to install, and false.
 */
export async function prepareSystem(exe, { screen = false } = {}) {
  if (process.platform !== 'linux') return true
  const lacking = () => missing(exe, screen)
  let wanted = lacking()
  if (wanted.length === 0) return true
  if (await install(wanted)) {
    wanted = lacking()
    if (wanted.length === 0) return true
  }
  process.stderr.write(
    `[system] Electron's window needs packages that are not installed: apt install ${wanted.join(' ')}\n`,
  )
  return false
}

/** Sees to it that there is a C compiler: tests compile a stand-in for the libraries of a GPU's driver. */
export async function prepareCompiler() {
  if (process.platform === 'win32' || has('cc')) return true
  const wanted = ['gcc', 'libc6-dev']
  if ((await install(wanted)) && has('cc')) return true
  process.stderr.write(`[system] the tests need a C compiler, cc: on Debian, apt install ${wanted.join(' ')}\n`)
  return false
}

/** Sees to it that there is what a desktop has to open a file with its program, and what looks into a package. */
export async function prepareDesktop() {
  const wanted = [
    ['gio', 'libglib2.0-bin'],
    ['update-mime-database', 'shared-mime-info'],
    ['desktop-file-validate', 'desktop-file-utils'],
    ['readelf', 'binutils'],
  ]
  const lacking = () => wanted.filter(([command]) => !has(command)).map(([, name]) => name)
  if (lacking().length === 0) return true
  if ((await install(lacking())) && lacking().length === 0) return true
  process.stderr.write(
    `[system] the package is tested with what is not installed: apt install ${lacking().join(' ')}\n`,
  )
  return false
}

/** False where it is not ours to do. */
async function install(packages) {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return false
  process.stderr.write(`[system] installing ${packages.join(' ')}\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] }
  await run('apt-get', ['update', '-qq'], quiet)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages.map(available)], quiet)
  return true
}

function missing(exe, screen) {
  const ldd = spawnSync('ldd', [exe], { encoding: 'utf8' })
  const libraries = /not found/.test(ldd.stdout ?? '') ? LIBRARIES : []
  const virtual = screen && !hasScreen() && !has('xvfb-run') ? SCREEN : []
  return [...libraries, ...virtual]
}

function available(name) {
  const newer = `${name}t64`
  return spawnSync('apt-cache', ['show', newer], { stdio: 'ignore' }).status === 0 ? newer : name
}

function has(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0
}
