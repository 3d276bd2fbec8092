/**
 * `npm run corpus -- --python PYTHON | --torch 2.16.0 [--out DIR] [--part NAME]...`: records a torch and lists what differs:
 * the corpus, random scenarios, the filters, the precision settings and the table of what its process knows, each by its own
 * script, into DIR; then what the engine prints and answers for them, and what the nearest version of the fixtures does.
 * Writes DIR/report.md and DIR/report.json. Exit status: 0 nothing differs; 1 something does; 2 could not be done.
 * --torch makes a virtual environment with that torch and numpy in the user's cache. --no-record compares DIR as it is.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { cacheFolder } from './electron-runtime.mjs'
import { root, run } from './process.mjs'
import { virtualEnvironment } from './virtual-environment.mjs'

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    torch: { type: 'string' },
    out: { type: 'string' },
    part: { type: 'string', multiple: true },
    'no-record': { type: 'boolean', default: false },
  },
})

const script = (name) => join(root, 'scripts', name)
/** What each part runs, under the torch that is recorded; precision settings came with 2.9. */
const PARTS = {
  corpus: (out) => [script('record-corpus'), '--out', join(out, 'corpus')],
  scenarios: (out) => [script('record-scenarios'), '--out', join(out, 'scenarios')],
  filters: (out) => [script('record-filters.py'), '--out', join(out, 'filters.json.gz')],
  precision: (out, torch) =>
    torch.startsWith('2.8.') ? null : [script('record-precision.py'), join(out, 'precision.json.gz')],
  tables: (out) => [script('make-tables.py'), join(out, 'tables')],
}

process.exit(await main())

async function main() {
  const wanted = values.part ?? Object.keys(PARTS)
  const strange = wanted.find((part) => PARTS[part] === undefined)
  if (strange !== undefined) return fail(`there is no part ${strange}: one of ${Object.keys(PARTS).join(', ')}`)
  const python = values.python ?? (values.torch === undefined ? null : await environmentOf(values.torch))
  if (python === null) return fail('--python PYTHON or --torch VERSION says which torch')
  const torch = torchOf(python)
  if (torch === null) return fail(`${python} has no torch, or no numpy`)
  const out = resolve(values.out ?? cacheFolder(`corpus-${torch.split('+')[0]}`))
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'torch.json'), `${JSON.stringify({ torch, python })}\n`)
  console.log(`== torch ${torch} into ${out}`)
  if (!values['no-record']) {
    for (const part of wanted) {
      const args = PARTS[part](out, torch)
      if (args === null) continue
      const began = Date.now()
      const status = await run(python, args, { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
      if (status !== 0) return fail(`${part}: ${python} ${args.join(' ')} ended with ${status}`)
      console.log(`== ${part}: ${Math.round((Date.now() - began) / 1000)} s`)
    }
  }
  const differences = await compare(out)
  return differences === 0 ? 0 : 1
}

/** The comparison is TypeScript of the main side: it is built below the project, where it finds the tables. */
async function compare(out) {
  const built = join(root, 'node_modules', '.cache', 'guardscope-corpus')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: built,
      emptyOutDir: true,
      rollupOptions: {
        input: join(root, 'main', 'corpus', 'main.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  })
  const { compareRecording } = createRequire(import.meta.url)(join(built, 'main.cjs'))
  return compareRecording(out, join(root, 'fixtures'))
}

function torchOf(python) {
  const code = 'import numpy, torch; print(torch.__version__)'
  const { status, stdout } = spawnSync(python, ['-W', 'ignore', '-c', code], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().split('\n').at(-1) : null
}

async function environmentOf(version) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return null
  return virtualEnvironment([`torch==${version}`, 'numpy'])
}

function fail(message) {
  console.error(`corpus: ${message}`)
  return 2
}
