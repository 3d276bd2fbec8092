/** Runs the project's tools as child processes, and knows where the project is. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** The script behind a package's command, to run with node: works alike on every system. */
export function tool(packageName, command = packageName) {
  let folder = dirname(require.resolve(packageName))
  for (;;) {
    const manifest = readManifest(folder)
    if (manifest?.name === packageName) {
      const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]
      return join(folder, bin)
    }
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`${packageName} has no command ${command}`)
    folder = parent
  }
}

/** Runs `command` with the terminal as its own; its exit status. */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      done(127)
    })
    child.on('exit', (code, signal) => done(signal ? 1 : (code ?? 1)))
  })
}

/** Runs one of the project's tools with this node. */
export function runTool(packageName, args, options = {}) {
  return run(process.execPath, [tool(packageName), ...args], options)
}

function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return null
  }
}
