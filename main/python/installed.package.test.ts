/** The bridge installed with pip into an environment of its own: attached to there, and no trace of the build in the sources. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { version } from '../../package.json'
import type { LiveEvent } from '../../shared/live-process'
import { resourcesFolder } from '../resources'
import { AttachedProcess } from './attached-process'

const sources = resourcesFolder('python')
const folder = mkdtempSync(join(tmpdir(), 'guardscope-pip-'))
const python = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
const before = listing()
beforeAll(() => {
  run('python3', '-m', 'venv', join(folder, 'venv'))
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', sources)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('stands in the environment under the version of Guardscope, wants nothing else, and the sources are as they were', () => {
  const program = `
import importlib.metadata as known, pathlib, guardscope_bridge
own = known.distribution("guardscope-bridge")
needed = [one for one in own.requires if "extra ==" not in one]
print(own.version, needed, (pathlib.Path(guardscope_bridge.__file__).parent / "py.typed").exists())
print(guardscope_bridge.__file__)`
  const [about, file] = run(python, '-I', '-c', program).split('\n')
  expect(about).toBe(`${version} [] True`)
  expect(file).toContain(folder)
  expect(listing()).toEqual(before)
})

it('is attached to where a program serves it', async () => {
  const program = 'import guardscope_bridge, sys\nguardscope_bridge.serve()\nsys.stdin.read()'
  expect(await met(['-I', '-c', program])).toMatchObject({ kind: 'hello', mode: 'attached', torch: null })
})

it('runs a script that knows nothing of it', async () => {
  const script = join(folder, 'script.py')
  writeFileSync(script, 'import sys\nprint(__name__, sys.argv[1:], flush=True)\nsys.stdin.read()\nsys.exit(5)\n')
  expect(await met(['-I', '-m', 'guardscope_bridge', script, '--epochs', '1'])).toMatchObject({
    kind: 'hello',
    printed: "__main__ ['--epochs', '1']\n",
    status: 5,
  })
})

/** What a client hears first that attaches to this Python; what that printed, and its status once its input has ended. */
async function met(args: readonly string[]): Promise<object> {
  const served = spawn(python, args)
  let printed = ''
  served.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [, address = '', token = ''] = /attach to (\S+) with the token (\S+)/.exec(await firstLine(served.stderr)) ?? []
  const hello = await new Promise<LiveEvent>((heard) => {
    const client = new AttachedProcess({ address, token }, (event) => {
      heard(event)
      if (event.kind === 'hello') void client.stop()
    })
  })
  const ended = once(served, 'exit')
  served.stdin.end()
  const [status] = (await ended) as [number]
  return { ...hello, printed, status }
}

async function firstLine(stream: Readable): Promise<string> {
  const [line] = (await once(createInterface(stream), 'line')) as [string]
  return line
}

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

function listing(): readonly string[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('__pycache__'))
    .sort()
}
