/**
 * `npm run package [-- ARG...]`: builds, then packs for this system around the Electron that was found. ARG is
 * electron-builder's: `--linux deb`, `--dir` where nothing is asked. docs/packages.md says what each target wants.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { resolveRuntime } from './electron-runtime.mjs'
import { root, runTool } from './process.mjs'

/** electron-builder's targets that fpm makes. */
const BY_FPM = ['deb', 'rpm', 'pacman', 'apk', 'freebsd', 'p5p', 'sh']

const status = await build()
if (status !== 0) process.exit(status)
try {
  const asked = process.argv.slice(2)
  const what = asked.length > 0 ? asked : ['--dir']
  // the Electron here is this system's: for another, electron-builder fetches the one that package.json names
  const here = isForHere(what) ? await resolveRuntime() : null
  const config = here === null ? [] : [`-c.electronDist=${here.dist}`, `-c.electronVersion=${here.version}`]
  // a fuse that Electron has since 29: file:// pages are none of ours, and gain nothing
  if (here === null || Number.parseInt(here.version, 10) >= 29)
    config.push('-c.electronFuses.grantFileProtocolExtraPrivileges=false')
  // nothing leaves this machine that was not asked to
  if (!what.some((word) => /^(-p|--publish)/.test(word))) config.push('--publish=never')
  const env = { ...toolsHere(what), ...process.env }
  process.exit(await runTool('electron-builder', [...what, ...config], { env }))
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

/** Whether all that is asked for is of this system. */
function isForHere(what) {
  const flags = { linux: /^(-l|--linux)$/, darwin: /^(-m|-o|--mac|--macos)$/, win32: /^(-w|--win|--windows)$/ }
  return Object.entries(flags).every(([system, flag]) => system === process.platform || !what.some((w) => flag.test(w)))
}

/** Tools of this machine that spare electron-builder a download; a variable that is set already is the person's word. */
function toolsHere(what) {
  const here = {}
  const fpm = what.filter((word) => BY_FPM.includes(word.toLowerCase()))
  if (fpm.length > 0 && fpm.every((word) => word.toLowerCase() === 'deb') && find('dpkg-deb') !== null) {
    here.CUSTOM_FPM_PATH = join(root, 'scripts', 'fpm-deb.mjs')
  }
  const sevenZip = find('7za') ?? find('7z')
  if (sevenZip !== null) here.ELECTRON_BUILDER_7ZIP_PATH = sevenZip
  return here
}

function find(command) {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}
