import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Problem, problemOf, withoutContents } from '../../shared/problems'
import { ProblemLog } from './problem-log'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-problems-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const logOf = (detailed = false, mostBytes?: number): ProblemLog =>
  new ProblemLog({
    folder,
    version: '1.0',
    detailed: () => detailed,
    ...(mostBytes === undefined ? {} : { mostBytes }),
  })
const all = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
const ended = (name: string): Problem => ({
  source: 'page',
  kind: 'ended',
  name,
  code: null,
  frames: [],
  message: null,
})

/** What a file holds gets into an error's text in many ways. */
function hostile(secret: string): readonly unknown[] {
  const named = new Error(`no such thing: ${secret}`)
  named.name = `Error of ${secret}`
  const coded = Object.assign(new RangeError(`cannot read\n    at ${secret} (${secret}.js:1:1)`), {
    code: `E ${secret}`,
  })
  const moved = new Error('first')
  moved.message = secret
  const placed = new Error('in a place of its own')
  placed.stack = `Error: in a place of its own\n    at read (/home/${secret}/x ${secret}.js:1:2)\n    at ${secret}\n    at f (/home/${secret}/index.js:3:4)`
  try {
    JSON.parse(secret)
  } catch (error) {
    return [named, coded, moved, placed, secret, { secret }, error]
  }
  return []
}

describe('what is written down of what went wrong', () => {
  it('is where it was and of what kind, and nothing that a file says', () => {
    const log = logOf()
    for (const thrown of hostile('my-secret')) log.note(problemOf('page', 'uncaught', thrown))
    expect(all()).not.toContain('secret')
    const read = log.read()
    expect(read.map(({ name }) => name)).toEqual([
      'SyntaxError',
      'object',
      'string',
      'Error',
      'Error',
      'RangeError',
      'Error',
    ])
    expect(read[3]?.frames).toEqual(['read (elsewhere:1:2)', 'f (index.js:3:4)'])
    expect(read[6]?.frames[0]).toMatch(/^hostile \(problem-log\.test\.ts:\d+:\d+\)$/)
  })

  it('has messages and paths where the person lets it', () => {
    const log = logOf(true)
    log.note(problemOf('main', 'uncaught', new Error('no such thing: my-secret')))
    const [problem] = log.read()
    expect(problem?.message).toBe('no such thing: my-secret')
    expect(problem?.frames[0]).toContain(__filename)
  })

  it('keeps the code of a system call, and takes a frame in any of its shapes', () => {
    const frames = [
      'async new A.b [as c] (file:///home/me/out/worker.js:1:2)',
      'C:\\x\\main.js:3:4',
      '<anonymous>',
      'f (node:fs:5:6)',
    ]
    const problem = { ...ended('crashed 11'), code: 'ENOSPC', frames }
    expect(withoutContents(problem)).toEqual({
      ...problem,
      frames: ['A.b (worker.js:1:2)', 'main.js:3:4', 'f (elsewhere:5:6)'],
    })
  })

  it('is bounded, the last first, and passes over what is no record', () => {
    for (let session = 0; session < 20; session++) {
      const log = logOf(false, 2000)
      for (let i = 0; i < 40; i++) log.note(ended(`crashed ${i}`))
    }
    const files = readdirSync(folder).sort()
    expect(files).toEqual(['problems.1.log', 'problems.2.log', 'problems.3.log', 'problems.log'])
    expect(files.every((name) => statSync(join(folder, name)).size < 2300)).toBe(true)
    writeFileSync(join(folder, 'problems.log'), '{"torn\nnull\n', { flag: 'a' })
    const log = logOf()
    expect(log.read()[0]).toMatchObject({ name: 'crashed 39', version: '1.0' })
    log.remove()
    expect([log.read(), readdirSync(folder)]).toEqual([[], []])
  })

  it('is no more than so much of one session', () => {
    const log = logOf()
    for (let i = 0; i < 1000; i++) log.note(ended(`crashed ${i}`))
    expect(all().trim().split('\n')).toHaveLength(200)
  })
})
