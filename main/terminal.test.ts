/** Which starts of the window's program are meant for the terminal; that the launcher of Linux knows the same commands. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from './cli/commands'
import { terminalArguments } from './terminal'

const ASAR = '/opt/Guardscope/resources/app.asar'
const packed = (...args: readonly string[]): readonly string[] | null =>
  terminalArguments(['/opt/Guardscope/guardscope', ...args], ASAR)

test('a start with a command is for the terminal, with all that follows it', () => {
  expect([
    packed('info', 'a.guards_state', '--json'),
    packed('--no-sandbox', '--log-level=3', '--', 'live', 'train.py', '--', '--epochs'),
    packed('--json', 'info', 'a'),
    packed('--', '--help'),
    packed('--version'),
    terminalArguments(['electron', '--no-sandbox', '-r', 'tree', '/src', 'tree', 'a'], '/src'),
  ]).toEqual([
    ['info', 'a.guards_state', '--json'],
    ['live', 'train.py', '--', '--epochs'],
    ['--json', 'info', 'a'],
    ['--help'],
    ['--version'],
    ['tree', 'a'],
  ])
})

test('any other start is for the window', () => {
  const starts = [
    [],
    ['a.guards_state'],
    ['./info'],
    ['/home/person/info'],
    ['file:///tree'],
    ['a', 'info'],
    ['--flag'],
  ]
  expect(starts.map((args) => packed(...args))).toEqual(starts.map(() => null))
  expect(terminalArguments(['electron', '-r', '/loader.js', '--inspect=0', '/src'], '/src')).toBeNull()
})

test('the launcher takes each command for the terminal, and nothing else but its flags', () => {
  const script = readFileSync(join(__dirname, '../resources/linux/guardscope'), 'utf8')
  const [, listed = ''] = /case .* in\n([^)]*)\)/.exec(script) ?? []
  const words = listed.split(/[|\\\s]+/).filter((word) => word !== '')
  expect(words).toEqual([...commands.map(({ name }) => name), '--json', '--help', '-h', '--version'])
})
