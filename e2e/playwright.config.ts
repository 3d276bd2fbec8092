/** The app driven as a person drives it, in a real Electron, one window at a time. */
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  // those that need a real torch, install the app, or take long are run apart from the others
  testMatch: chosen(),
  timeout: 60_000,
  workers: 1,
  // where other work takes the machine, an Electron now and then does not answer its driver; what is wrong fails twice
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? [['list']] : [['list'], ['json']],
  outputDir: '../test-results/e2e',
})

function chosen(): RegExp {
  const { GUARDSCOPE_TORCH: torch, GUARDSCOPE_PACKAGE: packed, GUARDSCOPE_LOAD: load } = process.env
  if (packed !== undefined) return /\.package\.spec\.ts$/
  if (load !== undefined) return /\.load\.spec\.ts$/
  return torch === undefined ? /(?<!\.(torch|package|load))\.spec\.ts$/ : /\.torch\.spec\.ts$/
}
