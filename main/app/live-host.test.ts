import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type { LiveNews } from '../../shared/live-process'
import { LiveHost, type Question } from './live-host'

// a machine that is busy with other tests starts a Python slowly
vi.setConfig({ testTimeout: 30_000 })

const folder = mkdtempSync(join(tmpdir(), 'guardscope-host-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const script = join(folder, 'script.py')
writeFileSync(script, 'import sys, time\nprint(sys.argv[1:])\ntime.sleep(float(sys.argv[1]))\n')

interface Hosted {
  readonly host: LiveHost
  readonly news: LiveNews[]
  readonly asked: Question[]
  /** What the person says from now on. */
  says(answer: boolean): void
  until(kind: LiveNews['kind']): Promise<void>
}

function hosted(): Hosted {
  const news: LiveNews[] = []
  const asked: Question[] = []
  let answer = true
  let look = (): void => {}
  const host = new LiveHost({
    folder,
    tell: (one) => {
      news.push(one)
      look()
    },
    tellState: () => {},
    bare: async () => ({ ok: true, value: { blob: '', locals: null } }),
    timedCall: async () => ({ ok: false, error: { message: 'nothing to time', offset: null } }),
    onProgress: () => {},
    pathOf: (id) => `/files/${id}`,
    agrees: async (question) => (asked.push(question), answer),
  })
  const until = async (kind: LiveNews['kind']): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (news.some((one) => one.kind === kind)) resolve()
      }
      look()
    })
  return { host, news, asked, until, says: (said) => (answer = said) }
}

const refused = (message: string): object => ({ ok: false, error: { message, offset: null } })

it('a process tells of itself, stays when its script has ended, and is stopped by the next one', async () => {
  const { host, news, until } = hosted()
  expect(await host.ask('state', {})).toEqual(refused('there is no live process'))
  expect(await host.start({ kind: 'start', command: 'python3', script, args: ['0'] })).toEqual({
    ok: true,
    value: null,
  })
  await until('ended')
  expect(news.map(({ kind }) => kind)).toEqual(['hello', 'output', 'ended'])
  expect(await host.ask('state', {})).toEqual(refused('this process has not imported torch'))
  expect(await host.ask('watchPrecision', { everyMs: 'often' })).toEqual(
    refused('watchPrecision was asked in a way that is not understood'),
  )
  await host.start({ kind: 'start', command: 'no-such-python', script: null, args: [] })
  await host.stop()
  expect(news.flatMap((one) => (one.kind === 'exit' ? [one.message] : []))).toEqual([
    'stopped',
    'no-such-python: there is no such command',
  ])
})

it('nothing is run and no blob loaded without a person, who is asked once for each', async () => {
  const { host, asked, says, until } = hosted()
  const target = { kind: 'start', command: 'python3', script, args: ['60'] } as const
  says(false)
  expect(await host.start({ ...target, args: ['60'] })).toEqual(refused('it was not started: nobody agreed to it'))
  expect(await host.load('a', 0)).toEqual(refused('there is no live process'))
  says(true)
  await host.start({ ...target, args: ['60'] })
  await host.start({ ...target, args: ['60'] })
  await until('output')
  says(false)
  expect(await host.load('a', 0)).toEqual(refused('the file was not loaded: nobody agreed to it'))
  says(true)
  const reached = refused('this process has not imported torch')
  expect(await host.load('a', 0)).toEqual(reached)
  says(false)
  expect(await host.load('a', 0)).toEqual(reached)
  expect(await host.load('b', 0)).toEqual(refused('the file was not loaded: nobody agreed to it'))
  const run = `Run: python3 ${script} 60`
  expect(asked.map(({ yes, detail }) => `${yes}: ${detail}`)).toEqual([
    run,
    run,
    'Load: /files/a',
    'Load: /files/a',
    'Load: /files/b',
  ])
  await host.stop()
})
