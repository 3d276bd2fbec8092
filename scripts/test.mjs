/**
 * `npm test`: lint, types, unit tests, build, the app driven in a real Electron. Everything runs, then the verdict:
 * one line with the tests of all runners. A skipped test is a failure. `node scripts/test.mjs unit e2e` runs some only.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { endToEnd } from './end-to-end.mjs'
import { root, run, runTool, tool } from './process.mjs'
import { prepareCompiler } from './system.mjs'

const RESULTS = join(root, 'test-results')
const reports = { unit: join(RESULTS, 'unit.json'), e2e: join(RESULTS, 'e2e.json') }

const steps = {
  lint: { title: 'Lint', work: lint },
  types: { title: 'Types', work: () => run(process.execPath, [tool('typescript', 'tsc'), '--noEmit', '-p', '.']) },
  unit: { title: 'Unit tests', work: unitTests },
  build: { title: 'Build', work: build },
  e2e: { title: 'The app in Electron', work: () => endToEnd([], { PLAYWRIGHT_JSON_OUTPUT_NAME: reports.e2e }) },
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps)
for (const name of chosen) if (!(name in steps)) fail(`no step ${name}: ${Object.keys(steps).join(', ')}`)
mkdirSync(RESULTS, { recursive: true })
for (const report of Object.values(reports)) rmSync(report, { force: true })

const failed = []
for (const name of chosen) {
  const { title, work } = steps[name]
  console.log(`\n== ${title}`)
  const started = performance.now()
  const status = await work()
  console.log(
    `== ${title}: ${status === 0 ? 'good' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (status !== 0) failed.push(title)
}
process.exit(verdict())

async function lint() {
  const statuses = [
    await runTool('oxlint', ['--deny-warnings']),
    await runTool('oxfmt', ['--check']),
    await runTool('knip', ['--no-progress']),
  ]
  return Math.max(...statuses)
}

async function unitTests() {
  if (!(await prepareCompiler())) return 1
  return runTool('vitest', [
    'run',
    '--project',
    'unit',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reports.unit}`,
  ])
}

/** Counts from the runners' reports; the exit status. */
function verdict() {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (existsSync(reports.unit)) {
    const report = JSON.parse(readFileSync(reports.unit, 'utf8'))
    counts.passed += report.numPassedTests
    counts.failed += report.numFailedTests
    counts.skipped += report.numPendingTests + report.numTodoTests
  }
  if (existsSync(reports.e2e)) {
    const { stats } = JSON.parse(readFileSync(reports.e2e, 'utf8'))
    // only limits of speed are tried again: a busy neighbour is no failure
    counts.passed += stats.expected + stats.flaky
    counts.failed += stats.unexpected
    if (stats.flaky > 0) console.log(`${stats.flaky} kept within its limit at a later try only`)
    counts.skipped += stats.skipped
  }
  for (const name of ['unit', 'e2e']) {
    if (chosen.includes(name) && !existsSync(reports[name])) failed.push(`${steps[name].title} (no report)`)
  }
  if (counts.skipped > 0) failed.push(`${counts.skipped} skipped tests`)
  console.log(failed.length === 0 ? '\nAll good.' : `\nFailed: ${failed.join(', ')}`)
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  return failed.length > 0 || counts.failed > 0 ? 1 : 0
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
