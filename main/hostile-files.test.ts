/** What a hostile file may make a command do: nothing. Each command runs under witnesses, who tell what was run, written, read or reached. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putBack } from './containers/put-back'
import { recognise } from './containers/recognise'
import { armed, attacks } from './testing/hostile'
import { builtCli } from './testing/built-main'

const root = join(__dirname, '..')
const NAME = 'guardscope-hostile-test'
let cli = ''
/** The program, what it is built of and its tables. */
const OWN = [join(root, 'node_modules'), join(root, 'resources')]
const witness = join(__dirname, 'testing/witness.cjs')
let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  mkdirSync(at('out'))
  cli = await builtCli(NAME)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(root, 'fixtures', name)))

/** Every place of one blob, a share of the places of others, the whole of one, and one that lies in a container. */
function hostileFiles(): readonly string[] {
  const list = attacks(at('mark'), 9)
  const write = (name: string, bytes: Uint8Array): string => {
    writeFileSync(at(name), bytes)
    return at(name)
  }
  const whole = fixture('containers/2.13.0/DiskDynamoStore_eager__entry.pkl')
  const container = recognise(whole)
  const [blob] = container.blobs
  if (blob === undefined) throw new Error('the fixture holds no blob')
  const small = fixture('2.13.0/dict_contains.guards_state')
  return [
    write('root', armed(small, list, 0, 1)),
    write('some', armed(fixture('2.13.0/mlp_safe.guards_state'), list, 40, 97)),
    write('container', putBack(whole, container, blob, armed(blob.bytes, list, 60, 131))),
    write('around', armed(whole, list, 50, 101)),
  ]
}

interface Ran {
  readonly status: number | null
  /** What the witness saw but reads. */
  readonly seen: readonly string[]
  /** Files that were read by name, but those of the program itself. */
  readonly reads: readonly string[]
}

function guardscope(...args: readonly string[]): Ran {
  writeFileSync(at('log'), '')
  const { status, stderr } = spawnSync(process.execPath, ['--require', witness, cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, WITNESS_LOG: at('log'), WITNESS_WRITES: at('out/') },
    maxBuffer: 2 ** 28,
  })
  // what fails fails in a line
  expect(stderr.split('\n').length).toBeLessThanOrEqual(2)
  const lines = readFileSync(at('log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const own = (line: string): boolean => OWN.some((place) => line.startsWith(`read ${place}`))
  return {
    status,
    seen: [...new Set(lines.filter((line) => !line.startsWith('read ')))],
    reads: [...new Set(lines.filter((line) => line.startsWith('read ') && !own(line)).map((line) => line.slice(5)))],
  }
}

test('a hostile file runs nothing, writes nothing, reaches nothing, and no file but itself is read, in no command', () => {
  const files = hostileFiles()
  const [refused = '', other = ''] = files
  let opened = 0
  for (const file of files.filter((one) => one !== refused))
    for (const command of [
      ['info', file],
      ['tree', file],
      ['text', file],
      ['doctor', file],
      ['check', file],
      ['diff', file, other],
      ['doctor', file, '--repair', '-o', at('out/mended')],
      ['extract', file, '-o', at('out/blobs')],
      ['bench', file, '--runs', '1'],
    ]) {
      // prettier-ignore
      const { status, seen, reads } = guardscope(...command)
      if (status !== 2) opened++
      expect({ command, seen }).toEqual({ command, seen: [] })
      expect(reads.filter((path) => path !== file && path !== other && !path.startsWith(at('out')))).toEqual([])
    }
  expect(guardscope('info', refused)).toMatchObject({ status: 2, seen: [] })
  expect(existsSync(at('mark'))).toBe(false)
  // most of them open in spite of it: a refusal alone would prove little
  expect(opened).toBeGreaterThan(8)
}, 120_000)

test('the witnesses see what they are there for', () => {
  writeFileSync(at('log'), '')
  const program = `require('node:child_process').spawnSync('true'); require('node:fs').writeFileSync(${JSON.stringify(at('x'))}, '');
    require('node:net').connect(9, '127.0.0.1').on('error', () => {}); require('node:vm').runInThisContext('1'); eval('1'); new Function('1');
    require('node:fs').readFileSync('/etc/hostname')`
  spawnSync(process.execPath, ['--require', witness, '-e', program], {
    env: { ...process.env, WITNESS_LOG: at('log') },
  })
  const seen = readFileSync(at('log'), 'utf8')
    .split('\n')
    .map((line) => line.split(' ').slice(0, 2).join(' '))
  expect(seen).toEqual(
    expect.arrayContaining(['node:child_process spawnSync', 'node:fs writeFileSync', 'node:net connect', 'node:vm runInThisContext', 'eval 1', 'new Function', 'read /etc/hostname']), // prettier-ignore
  )
})

test('what would fill the memory is refused in one line', () => {
  const LISTS = 4_000_000
  const path = at('lists')
  writeFileSync(path, Buffer.concat([Buffer.from([0x80, 2]), Buffer.alloc(LISTS, ']'), Buffer.from('.')]))
  for (const command of [['info'], ['tree', '--json']]) {
    const args = ['--max-old-space-size=200', cli, ...command, path]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toMatch(/^guardscope: \S+: the file needs more memory than it may use \(\d+ MiB\)\n$/)
    expect(status).toBe(2)
  }
})
