import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { builtCli } from '../testing/built-main'

// Builds the terminal, and starts it for each line.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const root = join(__dirname, '../..')
const doc = readFileSync(join(root, 'docs/ci.md'), 'utf8')
const NAME = 'guardscope-ci-doc-test'
let cli = ''
let folder = ''

const FILES = {
  'model.guards_state': '2.13.0/gpt_block.guards_state',
  'base.guards_state': '2.13.0/gpt_block.guards_state',
  'calls.json.gz': '2.13.0/gpt_block.json.gz',
  'entry.pkl': 'containers/2.13.0/DiskDynamoStore_eager__entry.pkl',
  'trace.log.gz': 'traces/demo/torch_trace.log.gz',
  'guards/a.guards_state': '2.13.0/constant_int.guards_state',
  'guards/b.guards_state': '2.13.0/kwargs_fn.guards_state',
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-ci-'))
  for (const below of ['guards', 'reports', 'bin', 'guardscope/out/main'])
    mkdirSync(join(folder, below), { recursive: true })
  for (const [name, from] of Object.entries(FILES)) copyFileSync(join(root, 'fixtures', from), join(folder, name))
  cli = await builtCli(NAME)
  program('guardscope', `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(cli)} "$@"`)
  // what fetches is stood in for: the base is that of the branch
  program('git', `[ "$1" = show ] && cat ${JSON.stringify(join(folder, 'model.guards_state'))} || exit 0`)
  program('npm', 'exit 0')
  writeFileSync(join(folder, 'guardscope/out/main/cli.js'), `require(${JSON.stringify(cli)})\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function program(name: string, text: string): void {
  const path = join(folder, 'bin', name)
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
}

function run(script: string) {
  const env = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    GITHUB_BASE_REF: 'main',
    GITHUB_STEP_SUMMARY: join(folder, 'step-summary.md'),
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' })
  return { script, status, stdout, stderr }
}

const ran = (script: string) => ({ script, status: 0, stdout: '', stderr: '' })

/** Blocks of the language that stand behind the mark that they are tried. */
const blocks = (language: string): string[] =>
  [...doc.matchAll(new RegExp(`^<!-- tried -->\\n\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text ?? '',
  )

it('every line and every script for a shell does what it is there for', () => {
  const [lines = '', ...scripts] = blocks('sh')
  const all = [...lines.split('\n').filter((line) => line !== ''), ...scripts]
  expect(all.length).toBeGreaterThan(8)
  for (const one of all) expect(run(one)).toEqual(ran(one))
  expect(readdirSync(join(folder, 'reports')).sort()).toEqual(['a.guards_state.html', 'b.guards_state.html'])
})

it('every step of the workflow runs, and leaves its files', () => {
  const [workflow = ''] = blocks('yaml')
  const steps = [...workflow.matchAll(/^ {8}run: \|\n((?: {10}.*\n)+)/gm)].map(([, text]) =>
    (text ?? '').replace(/^ {10}/gm, ''),
  )
  expect(steps).toHaveLength(3)
  for (const step of steps) expect(run(step)).toEqual(ran(step))
  expect(readFileSync(join(folder, 'step-summary.md'), 'utf8')).toContain('| `guards+5` | passed |')
})

it('every block that a reader could copy is tried, but for the one that installs', () => {
  expect([...doc.matchAll(/^```(?:sh|yaml)$/gm)].length).toBe(blocks('sh').length + blocks('yaml').length + 1)
})
