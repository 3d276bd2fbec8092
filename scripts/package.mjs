/** `npm run package [-- ARG...]`: builds, then packs dist/linux-unpacked (or the system's own) around the runtime that was found. */
import { build } from './build.mjs'
import { resolveRuntime } from './electron-runtime.mjs'
import { runTool } from './process.mjs'

const status = await build()
if (status !== 0) process.exit(status)
try {
  const { dist, version } = await resolveRuntime()
  const asked = process.argv.slice(2)
  const what = asked.length > 0 ? asked : ['--dir']
  process.exit(await runTool('electron-builder', [...what, `-c.electronDist=${dist}`, `-c.electronVersion=${version}`]))
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
