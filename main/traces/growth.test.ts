import { expect, test } from 'vitest'
import { LogCollector } from './collect'
import { parseTree } from './printed-tree'

const ABOUT = '1125 21:00:00.000000 123 torch/_dynamo/guards.py:1]'
const logOf = (line: string) => (): unknown => {
  const collector = new LogCollector()
  collector.push(new TextEncoder().encode(`${line}\n`))
  return collector.end('log')
}
const leafOf = (text: string) => (): unknown =>
  parseTree(`\nTREE_GUARD_MANAGER:\n+- RootGuardManager\n| +- LAMBDA_GUARD: a${text}`)

/** Lines of one part said over and over: each was read in the square of its length, or more. */
const LINES: readonly (readonly [what: string, make: (times: number) => () => unknown])[] = [
  ['spaces before a hint that does not come', (n) => leafOf(`${' '.repeat(4 * n)}#`)],
  ['hints that are not closed', (n) => leafOf(' (HINT: '.repeat(n))],
  ['marks of comments without a place', (n) => leafOf('  # a:1'.repeat(n))],
  ['marks of comments behind the only place', (n) => leafOf(`  # a:1 in f${'  # b'.repeat(n)}`)],
  ['places of a function', (n) => logOf(`V${ABOUT} [0/0] [__recompiles] Recompiling function ${' in a:'.repeat(n)}`)],
  ['names of a function', (n) => logOf(`W${ABOUT} [0/0]    function: ${"'' (:1".repeat(n)}`)],
]

/** The least of several times, in ms. */
function time(run: () => unknown): number {
  let least = Infinity
  for (let i = 0; i < 5; i++) {
    const begin = performance.now()
    run()
    least = Math.min(least, performance.now() - begin)
  }
  return least
}

test.each(LINES)('%s: twice the line takes about twice the time', (_, make) => {
  const [once, twice] = [time(make(20_000)), time(make(40_000))]
  // below a few ms a clock tells nothing, and what grows by the square took seconds
  expect(twice).toBeLessThan(Math.max(2.5 * once, 25))
})
