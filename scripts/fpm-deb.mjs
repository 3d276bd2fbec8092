#!/usr/bin/env node
/**
 * Stands in for fpm where electron-builder makes a deb and the machine has dpkg-deb: of fpm's command line what is asked of
 * it there. electron-builder would download fpm, which brings a Ruby of its own; scripts/package.mjs names this instead.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const list = { type: 'string', multiple: true, default: [] }
const known = {
  s: { ...text, short: 's' },
  t: { ...text, short: 't' },
  d: { ...list, short: 'd' },
  force: { type: 'boolean' },
  debug: { type: 'boolean' },
  log: text,
  'deb-recommends': list,
  'deb-compression': { ...text, default: 'xz' },
  'deb-priority': { ...text, default: 'optional' },
  architecture: text,
  'after-install': text,
  'after-remove': text,
  description: { ...text, default: '' },
  version: text,
  iteration: text,
  package: text,
  name: text,
  maintainer: text,
  vendor: text,
  url: text,
  license: text,
  category: { ...text, default: 'misc' },
}

let folder = null
try {
  const { values, positionals } = parseArgs({ options: known, allowPositionals: true })
  if (values.s !== 'dir' || values.t !== 'deb')
    throw new Error(`makes a deb of folders, not ${values.t} of ${values.s}`)
  folder = mkdtempSync(join(tmpdir(), 'fpm-deb-'))
  for (const mapping of positionals) place(mapping, folder)
  allowReading(folder)
  const scripts = join(folder, 'DEBIAN')
  const files = filesBelow(folder)
  mkdirSync(scripts)
  const size = files.reduce((sum, path) => sum + statSync(path).size, 0)
  writeFileSync(join(scripts, 'control'), control(values, Math.ceil(size / 1024)))
  // what `dpkg --verify` holds the installed files against
  const sums = files.map((path) => `${md5(path)}  ${relative(folder, path)}\n`)
  writeFileSync(join(scripts, 'md5sums'), sums.join(''))
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    if (values[option] === undefined) continue
    cpSync(values[option], join(scripts, name))
    chmodSync(join(scripts, name), 0o755)
  }
  const named = values['deb-compression']
  const compression = { gz: 'gzip', zst: 'zstd' }[named] ?? named
  const args = ['--root-owner-group', `-Z${compression}`, '--build', folder, values.package]
  const { status, stderr, error } = spawnSync('dpkg-deb', args, { encoding: 'utf8' })
  if (status !== 0) throw error ?? new Error(stderr.trim())
} catch (error) {
  process.stderr.write(`fpm-deb: ${error.message}\n`)
  process.exitCode = 1
} finally {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
}

/** `from=to`: a file under another name, or what is in a folder. */
function place(mapping, root) {
  const at = mapping.lastIndexOf('=')
  if (at < 0) throw new Error(`${mapping} names no place in the package`)
  const [from, to] = [resolve(mapping.slice(0, at)), join(root, mapping.slice(at + 1))]
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
}

/** Whatever the mask was under which it was built, anyone reads it and its owner alone writes. */
function allowReading(path) {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return
  chmodSync(path, stat.isDirectory() || (stat.mode & 0o111) !== 0 ? 0o755 : 0o644)
  if (stat.isDirectory()) for (const name of readdirSync(path)) allowReading(join(path, name))
}

function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const below = join(path, entry.name)
    if (entry.isDirectory()) return filesBelow(below)
    return entry.isFile() ? [below] : []
  })
}

function md5(path) {
  return createHash('md5').update(readFileSync(path)).digest('hex')
}

function control(values, kilobytes) {
  const [synopsis = '', ...more] = values.description.split('\n').map((line) => line.trim())
  const rows = [
    ['Package', values.name],
    ['Version', values.iteration === undefined ? values.version : `${values.version}-${values.iteration}`],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Installed-Size', String(kilobytes)],
    ['Depends', values.d.join(', ')],
    ['Recommends', values['deb-recommends'].join(', ')],
    ['Section', values.category],
    ['Priority', values['deb-priority']],
    ['Homepage', values.url],
    ['Description', [synopsis || values.name, ...more.map((line) => ` ${line || '.'}`)].join('\n')],
  ]
  return rows.map(([name, value]) => (value ? `${name}: ${value}\n` : '')).join('')
}
