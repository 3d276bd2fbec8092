/**
 * The deb as it is delivered, on this system: installed, its commands, its window, files opened through their association,
 * and removed without a trace. GUARDSCOPE_PACKAGE names it; `npm run test:package` makes it.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { version } from '../package.json'
import type { GuardscopeApi } from '../shared/api'
import { ROOT, SAMPLE } from './harness/app'
import { type Driven, HOME, PROGRAM, Person, outcome, output, seccompByKind, startInstalled } from './harness/installed'

const DEB = process.env['GUARDSCOPE_PACKAGE'] ?? ''
const TYPE = 'application/x-guards-state'
const LARGE = join(ROOT, 'fixtures/2.13.0/gpt_2layer.guards_state')

test.describe.configure({ mode: 'serial', timeout: 240_000 })

let folder: string
let person: Person
let driven: Driven | null = null

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-package-'))
  person = new Person(folder)
  if (existsSync(HOME)) throw new Error('a Guardscope is installed on this machine, and is left alone')
})
test.afterAll(() => {
  driven?.kill()
  outcome('dpkg', ['--purge', 'guardscope'])
  rmSync(folder, { recursive: true, force: true })
})

test('the deb says what it is, and holds what belongs to it', () => {
  const field = (name: string): string => output('dpkg-deb', '-f', DEB, name).trim()
  expect([field('Package'), field('Version'), field('Section')]).toEqual(['guardscope', version, 'devel'])
  const rows = output('dpkg-deb', '--contents', DEB).trim().split('\n')
  // all of it is root's, who alone writes; anyone reads; nothing runs with its owner's rights
  expect(rows.filter((row) => !/^(drwxr-xr-x|-rw[x-]r-[x-]r-[x-]) root\/root /.test(row))).toEqual([])
  const paths = rows.map((row) => row.split(/\s+/)[5] ?? '')
  expect(paths.filter((path) => /default_app|__pycache__|\.pyc$|pyproject|egg-info|\.map$/.test(path))).toEqual([])
  const icons = paths.flatMap((path) => /hicolor\/(\d+)x\1\/apps\/guardscope\.png$/.exec(path)?.[1] ?? [])
  expect(icons.map(Number).sort((a, b) => a - b)).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024])
})

test('it installs, with the libraries that it names', () => {
  const installed = outcome(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-unsafe-io', DEB],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  )
  expect(installed).toMatchObject({ status: 0 })
  expect(output('dpkg-query', '-W', '-f', '${Status}', 'guardscope')).toBe('install ok installed')
  expect(output('dpkg', '--verify', 'guardscope')).toBe('')
  expect(output('desktop-file-validate', '/usr/share/applications/guardscope.desktop')).toBe('')
  const binaries = readdirSync(HOME).filter((name) => name === 'guardscope' || /\.so(\.|$)/.test(name))
  expect(binaries.flatMap((name) => output('ldd', join(HOME, name)).match(/.*not found/g) ?? [])).toEqual([])
  // what the program itself names is in the package, or in one that this one depends on
  const depends = output('dpkg-query', '-W', '-f', '${Depends}', 'guardscope').split(/[,|]/)
  const known = new Set([...depends.map((name) => name.trim()), 'libgcc-s1', 'guardscope'])
  expect(ownersOf(PROGRAM).filter((name) => !known.has(name))).toEqual([])
})

test('no variable makes a Node of it, and no flag opens its main process', () => {
  const script = join(folder, 'script.js')
  writeFileSync(script, 'console.log("I am Node")')
  const env = { ...person.terminal.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` }
  expect(outcome('guardscope', ['--version'], { ...person.terminal, env }).stdout).toBe(`${version}\n`)
  const inspected = outcome(PROGRAM, ['--inspect=0', '--version'], person.terminal)
  expect([inspected.stdout, /Debugger listening/.test(inspected.stderr)]).toEqual([`${version}\n`, false])
})

test('the commands answer without a screen as cli.js does, to root and to anyone', () => {
  const bad = join(folder, 'bad')
  writeFileSync(bad, 'no pickle\n')
  const script = join(folder, 'script.py')
  writeFileSync(script, 'import sys\nprint("ran with", sys.argv[1:])\nsys.exit(3)\n')
  const captured = join(person.home, 'captured')
  const rows = [
    ['info', SAMPLE, '--json'],
    ['tree', LARGE],
    ['doctor', LARGE],
    ['diff', SAMPLE, join(ROOT, 'fixtures/2.13.0/args_fn.guards_state')],
    ['check', SAMPLE],
    ['info', bad],
    ['info', join(folder, 'missing')],
    ['precision', 'show', '--set', 'cuda.matmul=tf32'],
    ['live', '-o', captured, script, '--type=renderer', '--help'],
    ['--json', 'info', SAMPLE],
    ['--version'],
    ['--help'],
  ]
  const terminal = { env: person.terminal.env ?? {} }
  const statuses = new Set<number | null>()
  for (const args of rows) {
    const wanted = outcome(process.execPath, [join(ROOT, 'out/main/cli.js'), ...args], terminal)
    expect(outcome('guardscope', args, terminal), args.join(' ')).toEqual(wanted)
    expect(outcome('guardscope', args, person.terminal), args.join(' ')).toEqual(wanted)
    statuses.add(wanted.status)
  }
  expect(statuses).toEqual(new Set([0, 1, 2]))
})

test('a reader that stops early is no failure, and a window without a screen is told of', () => {
  const early = `guardscope tree '${LARGE}' | head -n 1; exit "\${PIPESTATUS[0]}"`
  const piped = outcome('bash', ['-c', early], person.terminal)
  expect([piped.status, piped.stdout.split('\n').length, piped.stderr]).toEqual([0, 2, ''])
  expect(outcome('guardscope', [SAMPLE], person.terminal)).toEqual({
    status: 2,
    stdout: '',
    stderr: 'guardscope: there is no screen here for the window; guardscope --help says what the terminal can do\n',
  })
})

test('a file is opened through its association, by its name or by what is in it, in the one window', async () => {
  const sandboxed = person.hasNamespaces()
  if (!sandboxed) console.log('the kernel gives no namespaces here: the window is tested without its sandbox')
  driven = await startInstalled(person, sandboxed ? [] : ['--no-sandbox'])
  const { page, windows, close } = driven
  await expect(page.getByRole('button', { name: 'Open file…' })).toBeVisible()
  // a name with what a file: address must escape
  const named = person.own(join(person.home, 'of a step 100% #1.guards_state'), SAMPLE)
  const nameless = person.own(join(person.home, 'nameless'), LARGE)
  for (const path of [named, nameless]) {
    expect(output('gio', 'info', '-a', 'standard::content-type', path)).toContain(TYPE)
    // what Chromium says of a bus that is not there comes on the standard error that the program inherits
    expect(outcome('gio', ['open', path], person.window)).toMatchObject({ status: 0, stdout: '' })
    const tab = page.getByRole('tab', { name: path.split('/').at(-1) ?? '' })
    await expect(tab).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('tree').getByRole('treeitem').first()).toBeVisible()
  }
  expect([await page.getByRole('tab').count(), windows()]).toEqual([2, 1])
  await page.screenshot({ path: test.info().outputPath('installed.png') })
  const devices = await page.evaluate(() =>
    (globalThis as unknown as { guardscope: GuardscopeApi }).guardscope.devices(),
  )
  expect(devices).toMatchObject({ ok: true })
  expect(JSON.stringify(devices)).not.toContain('koffi')
  if (sandboxed) expect(seccompByKind().get('renderer')).toBe('2')
  expect(await close()).toBe(0)
  await expect.poll(() => seccompByKind().size).toBe(0)
})

test('removed, it leaves nothing', () => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  expect(outcome('apt-get', ['purge', '-y', '-qq', 'guardscope'], { env })).toMatchObject({ status: 0 })
  const named = output('find', '/opt', '/usr', '/etc', '-xdev', '-iname', '*guardscope*', '-not', '-path', `${ROOT}/*`)
  const typed = output('find', '/usr/share/mime', '/usr/share/applications', '-name', '*guards-state*')
  const databases = ['/usr/share/mime/globs2', '/usr/share/applications/mimeinfo.cache'].filter((path) =>
    existsSync(path),
  )
  expect([named, typed, databases.filter((path) => readFileSync(path, 'utf8').includes('x-guards-state'))]).toEqual([
    '',
    '',
    [],
  ])
})

/** The packages whose libraries a program names itself. */
function ownersOf(program: string): readonly string[] {
  const needed = output('readelf', '-d', program).matchAll(/\(NEEDED\).*\[(.*)\]/g)
  const paths = new Map(
    [...output('ldd', program).matchAll(/(\S+) => (\S+)/g)].map(([, name, path]) => [name, path ?? '']),
  )
  const owners = [...needed].flatMap(([, name]) => {
    const path = paths.get(name)
    if (path === undefined) return []
    // dpkg knows the place before /lib became a link
    const found = [path, path.replace(/^\/usr/, ''), `/usr${path}`].map((one) => outcome('dpkg', ['-S', one]))
    return found.find(({ status }) => status === 0)?.stdout.split(':')[0] ?? `nobody's ${name}`
  })
  return [...new Set(owners)]
}
