/** What names in a file may say to a terminal: nothing. A pipe gets them as they are. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asCell } from '../pickle/cell'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { makeStr } from '../pickle/make'
import { reachable } from '../pickle/reach'
import { builtCli } from '../testing/built-main'

const root = join(__dirname, '../..')
const NAME = 'guardscope-terminal-test'
let cli = ''
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'))
  cli = await builtCli(NAME)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Clears the screen, renames the window, turns the line around, hides, and rings. */
const SAYS = '\x1b[2J\x1b]0;owned\x07\u202edesrever\u200b\x9b31m\r\u2066'

/** A blob in which names that torch writes as they are say that: attributes, files, functions, code. */
function talking(): Uint8Array {
  const bytes = new Uint8Array(readFileSync(join(root, 'fixtures/2.13.0/mlp_safe.guards_state')))
  const pickle = decodePickle(bytes)
  for (const { items, acts } of reachable(asCell(pickle.root)))
    for (const held of [items, ...acts.map((act) => act.items)])
      held.forEach((cell, i) => {
        const isNamed =
          cell.kind === 'str' && typeof cell.value === 'string' && /fc1|scale|\.py$|return |forward/.test(cell.value)
        if (isNamed) held[i] = asCell(makeStr(`${String(cell.value)}${SAYS}`))
      })
  return encodePickle(pickle)
}

/** On a terminal of its own: Python's, which every machine that runs the tests has. */
const onTerminal = (args: readonly string[]): string => {
  const program = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)'
  return spawnSync('python3', ['-c', program, process.execPath, cli, ...args], { encoding: 'utf8', input: '', maxBuffer: 2 ** 28 }).stdout // prettier-ignore
}
const piped = (args: readonly string[]): string =>
  spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout

/** Characters that a terminal obeys, but for the ends of lines. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const OBEYED = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\r?\n)/

test('no command lets a name in a file speak to the terminal, and a tree in a pipe is as torch prints it', () => {
  const file = join(folder, `a${SAYS.replace('\r', '')}.guards_state`)
  writeFileSync(file, talking())
  const shown: string[] = []
  for (const args of [
    ['info', file],
    ['tree', file],
    ['text', file],
    ['doctor', file],
    ['check', file],
    ['diff', file, file],
    ['doctor', file, '--json'],
    ['tree', `${file}.not`],
  ]) {
    // prettier-ignore
    const text = onTerminal(args)
    expect({ args: args[0], obeyed: OBEYED.exec(text)?.[0] ?? null }).toEqual({ args: args[0], obeyed: null })
    shown.push(text)
  }
  // it was there to be shown, and is, as escapes
  expect(shown[1]).toContain('fc1\\x1b[2J\\x1b]0;owned\\x07\\u202edesrever\\u200b\\x9b31m\\r\\u2066')
  expect(piped(['tree', file])).toContain(`linear.py${SAYS}`)
  const told = piped(['doctor', file, '--json'])
  expect(OBEYED.exec(told)).toBe(null)
  expect(JSON.stringify(JSON.parse(told))).toContain('owned')
}, 60_000)
