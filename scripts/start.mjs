/** `npm start [-- FILE]`: builds what is old, then opens the window; without a screen does the same job in the terminal. */
import { join, resolve } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { resolveRuntime, runtimeEnv } from './electron-runtime.mjs'
import { root, run } from './process.mjs'
import { hasScreen, isRoot, prepareSystem } from './system.mjs'

const SAMPLE = join(root, 'resources', 'sample.guards_state')

// npm runs this in the project's folder; the person stands in INIT_CWD.
const named = process.argv.slice(2).map((path) => resolve(process.env.INIT_CWD ?? process.cwd(), path))
const files = named.length > 0 ? named : [SAMPLE]

if (!isBuilt()) {
  const status = await build()
  if (status !== 0) process.exit(status)
}
process.exit(hasScreen() ? await openWindow() : await showInTerminal())

async function openWindow() {
  let runtime
  try {
    runtime = await resolveRuntime()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  if (!(await prepareSystem(runtime.exe))) return 1
  const flags = isRoot() ? ['--no-sandbox'] : []
  return run(runtime.exe, [...flags, root, ...files], { env: { ...process.env, ...runtimeEnv(runtime) } })
}

async function showInTerminal() {
  process.stderr.write("There is no screen here (no DISPLAY or WAYLAND_DISPLAY), so this is the terminal's answer.\n")
  const cli = join(root, 'out', 'main', 'cli.js')
  let worst = 0
  for (const file of files) {
    const status = await run(process.execPath, [cli, 'info', file])
    // what could not be opened has been said; 1 is a finding
    const drawn = status > 1 ? status : await run(process.execPath, [cli, 'tree', file])
    worst = Math.max(worst, status, drawn)
  }
  return worst
}
