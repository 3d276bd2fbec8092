/** A virtual environment of the user's cache with some packages in it, made at the first call. */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './electron-runtime.mjs'
import { run } from './process.mjs'

/** Its python; null where there is no Python for it, or a package cannot be had, which is said. */
export async function virtualEnvironment(packages) {
  const base = ['python3', 'python'].find(isNewEnough)
  if (base === undefined) {
    console.error('There is no Python 3.10 or newer here: torch needs one.')
    return null
  }
  const folder = cacheFolder(`python-${packages.join('-').replace(/[^\w.]+/g, '-')}`)
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const done = join(folder, '.complete')
  if (existsSync(done)) return own
  console.log(`installing ${packages.join(' ')} into ${folder}`)
  const steps = [
    [base, ['-m', 'venv', '--clear', folder]],
    [own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]],
  ]
  for (const [command, args] of steps) {
    if ((await run(command, args)) !== 0) {
      console.error(`failed: ${command} ${args.join(' ')}`)
      return null
    }
  }
  writeFileSync(done, packages.join('\n') + '\n')
  return own
}

function isNewEnough(command) {
  return (
    spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], { stdio: 'ignore' }).status === 0
  )
}
