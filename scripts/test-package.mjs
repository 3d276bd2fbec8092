/**
 * `npm run test:package`: what is delivered. The bridge, installed with pip; the deb, made here, installed on this system,
 * driven, its commands run, and removed again. That wants root on a Debian or Ubuntu: elsewhere the bridge alone is tested,
 * one line says so, and with CI set it is a failure.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endToEnd } from './end-to-end.mjs'
import { root, run, runTool } from './process.mjs'
import { isRoot, prepareDesktop } from './system.mjs'

const DIST = join(root, 'dist')

const bridge = await runTool('vitest', ['run', '--project', 'package'])
process.exit(bridge || (await deb()))

/** Packs it and puts it to the test; the exit status. */
async function deb() {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) {
    console.log('Not run: the deb is installed and driven where this is root on Debian or Ubuntu only.')
    return process.env.CI === undefined ? 0 : 1
  }
  if (!(await prepareDesktop())) return 1
  for (const old of debs()) rmSync(old)
  // a release is packed as tightly as it goes, which takes minutes
  const pack = [join(root, 'scripts', 'package.mjs'), '--linux', 'deb', '-c.deb.compression=zst']
  const packed = await run(process.execPath, pack)
  const [made] = debs()
  if (packed !== 0 || made === undefined) return packed || 1
  return endToEnd([], { GUARDSCOPE_PACKAGE: made })
}

function debs() {
  if (!existsSync(DIST)) return []
  return readdirSync(DIST)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(DIST, name))
}
