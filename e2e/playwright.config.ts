/** The app driven as a person drives it, in a real Electron, one window at a time. */
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  // those that need a real torch, and those that take long, are run apart from the others
  testMatch:
    process.env['GUARDSCOPE_LOAD'] !== undefined
      ? /\.load\.spec\.ts$/
      : process.env['GUARDSCOPE_TORCH'] !== undefined
        ? /\.torch\.spec\.ts$/
        : /(?<!\.torch|\.load)\.spec\.ts$/,
  timeout: 60_000,
  workers: 1,
  // where other work takes the machine, an Electron now and then does not answer its driver; what is wrong fails twice
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? [['list']] : [['list'], ['json']],
  outputDir: '../test-results/e2e',
})
