import { expect, it } from 'vitest'
import { launchOf, wordsOf } from './command'
import { BOOTSTRAP } from './source'

it.each([
  ['python3', ['python3']],
  ['  conda  run -n x python ', ['conda', 'run', '-n', 'x', 'python']],
  [`"/my venv/bin/python" -X 'a b'`, ['/my venv/bin/python', '-X', 'a b']],
  ["a'b'c ''", ['abc', '']],
  ['"say \\"so\\"" \'no\\n\'', ['say "so"', 'no\\n']],
  ['', []],
])('splits %j as a shell does', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

it('refuses an open quote', () => {
  expect(() => wordsOf('python3 "x')).toThrow('the command has an open quote: python3 "x')
})

it.each([
  ['python3', ['python3', '-c', 'x("y")']],
  ['docker exec -i c python3', ['docker', 'exec', '-i', 'c', 'python3', '-c', 'x("y")']],
  ['ssh box python3', ['ssh', 'box', 'python3', '-c', `'x("y")'`]],
  ['/usr/bin/ssh a ssh b python3', ['/usr/bin/ssh', 'a', 'ssh', 'b', 'python3', '-c', `''\\''x("y")'\\'''`]],
  ['conda run -n x python', ['conda', 'run', '--no-capture-output', '-n', 'x', 'python', '-c', 'x("y")']],
  ['conda run --live-stream -n x python', ['conda', 'run', '--live-stream', '-n', 'x', 'python', '-c', 'x("y")']],
])('quotes what follows %j once for each shell on the way', (prefix, words) => {
  const { program, args } = launchOf(prefix, ['-c', 'x("y")'])
  expect([program, ...args]).toEqual(words)
})

it('sends a program that passes through shells of every kind', () => {
  expect(BOOTSTRAP).not.toMatch(/['$`!\\\n]/)
})
