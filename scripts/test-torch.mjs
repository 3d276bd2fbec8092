/**
 * `npm run test:torch`: the tests that ask a real torch, and the app driven with one, in a virtual environment of their own in the user's cache.
 * Where there is no Python 3.10 or newer, or no torch for it, that is said and is a failure.
 * GUARDSCOPE_TORCH_PYTHON is a Python with torch 2.13.0 to take instead; GUARDSCOPE_TORCH_PYTHONS are further ones, as
 * PATH writes a list, with other versions of torch: they judge edited blobs too, and those migrated from one to another.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { cacheFolder } from './electron-runtime.mjs'
import { endToEnd } from './end-to-end.mjs'
import { run, runTool } from './process.mjs'

const PACKAGES = ['torch==2.13.0', 'numpy']

console.log('== Tests against a real torch')
const python = process.env.GUARDSCOPE_TORCH_PYTHON ?? (await environment())
if (python === null) process.exit(1)
const env = { ...process.env, GUARDSCOPE_TORCH_PYTHON: python }
const unit = await runTool('vitest', ['run', '--project', 'torch'], { env })
const built = await build()
const driven = built === 0 ? await endToEnd([], { GUARDSCOPE_TORCH: '1', GUARDSCOPE_TORCH_PYTHON: python }) : built
process.exit(unit || driven)

/** The environment's python, made at the first call. */
async function environment() {
  const base = ['python3', 'python'].find(isNewEnough)
  if (base === undefined) {
    console.error('There is no Python 3.10 or newer here: the tests against torch need one.')
    return null
  }
  const folder = cacheFolder(`python-${PACKAGES.join('-').replace(/[^\w.]+/g, '-')}`)
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const done = join(folder, '.complete')
  if (existsSync(done)) return own
  console.log(`installing ${PACKAGES.join(' ')} into ${folder}`)
  const steps = [
    [base, ['-m', 'venv', '--clear', folder]],
    [own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]],
  ]
  for (const [command, args] of steps) {
    if ((await run(command, args)) !== 0) {
      console.error(`failed: ${command} ${args.join(' ')}`)
      return null
    }
  }
  writeFileSync(done, PACKAGES.join('\n') + '\n')
  return own
}

function isNewEnough(command) {
  return (
    spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], { stdio: 'ignore' }).status === 0
  )
}
