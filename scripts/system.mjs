/** What the machine must have for Electron's window: shared libraries and a screen; installs them where that is ours to do. */
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
  if (isRoot() && existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`[system] installing ${wanted.join(' ')}\n`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] }
    await run('apt-get', ['update', '-qq'], quiet)
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted.map(available)], quiet)
    wanted = lacking()
    if (wanted.length === 0) return true
  }
  process.stderr.write(
    `[system] Electron's window needs packages that are not installed: apt install ${wanted.join(' ')}\n`,
  )
  return false
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
