/** Drives the built app with Playwright, under a virtual screen where there is none. */
import { resolveRuntime, runtimeEnv } from './electron-runtime.mjs'
import { run, tool } from './process.mjs'
import { hasScreen, prepareCompiler, prepareSystem } from './system.mjs'

/** The exit status. `more`: what Playwright is told beside its configuration; `env`: what is added to the environment. */
export async function endToEnd(more = [], env = {}) {
  let runtime
  try {
    runtime = await resolveRuntime()
  } catch (error) {
    console.error(error.message)
    return 1
  }
  if (!(await prepareSystem(runtime.exe, { screen: true })) || !(await prepareCompiler())) return 1
  const playwright = tool('@playwright/test', 'playwright')
  const command = [process.execPath, playwright, 'test', '-c', 'e2e/playwright.config.ts', ...more]
  const [program, ...args] = hasScreen() ? command : ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24', ...command]
  return run(program, args, { env: { ...process.env, ...runtimeEnv(runtime), ...env } })
}
