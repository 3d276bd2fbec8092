import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from './commands'
import { builtCli, builtFolder } from '../testing/built-main'

const root = join(__dirname, '../..')
const docs = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8')
// of this run alone
const NAME = `guardscope-docs-test-${process.pid}`
let cli = ''
let folder = ''

/** The files that stand in the docs by other names. */
const FILES = {
  'model.guards_state': '2.13.0/mlp_safe.guards_state',
  'calls.json.gz': '2.13.0/mlp_safe.json.gz',
  'broken.guards_state': '2.13.0/numpy_in_one_element.guards_state',
  'entry.pkl': 'containers/2.13.0/DiskDynamoStore_eager__entry.pkl',
  'run.log.gz': 'traces/demo/torch_trace.log.gz',
  'walk.json.gz': 'precision/2.13.0.json.gz',
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-docs-'))
  for (const [name, fixture] of Object.entries(FILES)) copyFileSync(join(root, 'fixtures', fixture), join(folder, name))
  writeFileSync(join(folder, 'script.py'), 'import sys\n')
  cli = await builtCli(NAME)
}, 60_000)
afterAll(() => {
  for (const path of [folder, builtFolder(NAME)]) rmSync(path, { recursive: true, force: true })
})

function guardscope(args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, stdout }
}

interface Block {
  readonly language: string
  /** The word behind the language: a file's name. */
  readonly name: string
  readonly lines: readonly string[]
}

function blocks(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms)].map(([, language = '', name = '', text = '']) => ({
    language,
    name,
    lines: text.trimEnd().split('\n'),
  }))
}

describe('docs/cli.md', () => {
  const sections = new Map(
    docs('cli.md')
      .split(/^## /m)
      .map((text) => [/^`(\w+)`/.exec(text)?.[1] ?? '', text] as const),
  )

  it('has a section for each command, with its usage and each of its flags', async () => {
    expect([...sections.keys()].filter((name) => name !== '')).toEqual(commands.map(({ name }) => name))
    for (const { name, usage, load } of commands) {
      const section = sections.get(name) ?? ''
      expect(section).toContain(`\`${usage}\``)
      for (const [flag, { short }] of Object.entries((await load()).options)) {
        expect(section, `${name} --${flag}`).toContain(`\`--${flag}`.replace('`--blob', '`--blob N'))
        if (short !== undefined) expect(section, `${name} -${short}`).toContain(`\`-${short} `)
      }
      const said = [...section.matchAll(/`--([\w-]+)/g)].map(([, flag]) => flag)
      const own = [...Object.keys((await load()).options), 'scenarios', 'text', 'json', 'with']
      expect(said.filter((flag) => !own.includes(flag ?? ''))).toEqual([])
    }
  })

  const runs: readonly (readonly [command: string, status: number])[] = [
    ['info model.guards_state', 0],
    ['tree model.guards_state', 0],
    ['text model.guards_state', 0],
    ['check model.guards_state --scenarios calls.json.gz --against model.guards_state', 0],
    ['doctor broken.guards_state', 1],
    ['bench model.guards_state --runs 1 --scenarios calls.json.gz', 0],
    ['profile model.guards_state --runs 20 --cold-runs 5', 0],
    ['diff model.guards_state broken.guards_state', 1],
    ['diff entry.pkl', 1],
    ['extract entry.pkl -o blobs', 0],
    ['precision show', 0],
    ['precision replay walk.json.gz', 0],
    ['trace run.log.gz', 0],
    ['trace run.log.gz --tree 0/1', 0],
    ['explain ID_MATCH', 0],
    ['live script.py', 0],
  ]
  it.each(runs)('names the JSON keys of %s', (command, status) => {
    const [name = '', ...rest] = command.split(' ')
    const done = guardscope([name, '--json', ...rest])
    expect(done.status).toBe(status)
    const json = JSON.parse(done.stdout) as Readonly<Record<string, unknown>>
    const text = sections.get(name)?.split(/^JSON/m)[1] ?? ''
    const first = Object.values(json).find((value): value is [object] => Array.isArray(value) && isObject(value[0]))
    // what is listed of each row of the longer lists is told too, but for those of a log, which are many
    const inner = name === 'trace' || name === 'precision' || name === 'profile' ? [] : Object.keys(first?.[0] ?? {})
    expect([...Object.keys(json), ...inner].filter((key) => !text.includes(`\`${key}\``))).toEqual([])
  })
})

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

it('docs/tasks.md: each command does what is said, and prints what is shown', () => {
  let printed = ''
  let count = 0
  for (const { language, name, lines } of blocks(docs('tasks.md'))) {
    if (language === 'json') writeFileSync(join(folder, name), lines.join('\n'))
    else if (language === 'sh') {
      printed = ''
      for (const line of lines) {
        const [command = '', note = ''] = line.split(/ +# /)
        const { status, stdout } = guardscope(command.split(' ').slice(1))
        expect([line, status]).toEqual([line, Number(/^exit status (\d)$/.exec(note)?.[1] ?? 0)])
        printed += stdout
        count++
      }
    } else expect(lines.filter((line) => !printed.includes(line))).toEqual([])
  }
  expect(count).toBeGreaterThan(20)
}, 240_000)

it('docs: each link leads to a file that is there', () => {
  const pages = [
    'docs/README.md',
    'docs/cli.md',
    'docs/tasks.md',
    'CONTRIBUTING.md',
    ...['house', 'guard-kind', 'torch-version', 'view', 'container'].map((name) => `docs/contributing/${name}.md`),
  ]
  const broken = pages.flatMap((page) => {
    const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https:)([^)#]+)/g)]
    return links.flatMap(([, link = '']) => (isThere(join(root, page, '..', link)) ? [] : [`${page}: ${link}`]))
  })
  expect(broken).toEqual([])
})

it('docs: each file and folder of the project that is named is there', () => {
  const pages = ['house', 'guard-kind', 'torch-version', 'view', 'container'].map((name) => `contributing/${name}.md`)
  const named = pages.flatMap((page) =>
    [...docs(page).matchAll(/`((?:main|renderer|shared|scripts|resources|e2e|fixtures)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    ),
  )
  // a name that stands for one to come
  const made = named.filter((path) => !/(^|\/)x[.-]|fixtures\/(\w+\/)?2\.15\.0/.test(path))
  expect(made.filter((path) => !existsSync(join(root, path)))).toEqual([])
  expect(made.length).toBeGreaterThan(80)
})

function isThere(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}
