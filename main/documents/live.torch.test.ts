/** The bridge in a real torch: what it captures opens here and answers as torch does, and what else it is asked. */
import { performance } from 'node:perf_hooks'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { LiveStateSchema } from '../../shared/live'
import type { CompiledEntry, LiveEnd, LiveEvent, SavedEntry } from '../../shared/live-process'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { type LiveOptions, StartedProcess } from '../python/started-process'
import { compareScenarios } from './testing/agreement'

const script = fileURLToPath(new URL('testing/live_models.py', import.meta.url))
const own = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
// Pythons with other versions of torch, as a list of paths
const others = (process.env['GUARDSCOPE_TORCH_PYTHONS'] ?? '').split(delimiter).filter((path) => path !== '')

/** A process and what it has told. */
class Told {
  readonly events: LiveEvent[] = []
  private process: StartedProcess | null = null
  private look = (): void => {}

  start(command: string, options: Omit<LiveOptions, 'command'>): void {
    this.process = new StartedProcess({ command, ...options }, (event) => {
      this.events.push(event)
      this.look()
    })
  }

  ask: StartedProcess['ask'] = (method, params) => {
    if (this.process === null) throw new Error('not started')
    return this.process.ask(method, params)
  }

  get ended(): Promise<LiveEnd> | undefined {
    return this.process?.ended
  }

  async stop(): Promise<void> {
    await this.process?.stop()
  }

  of<K extends LiveEvent['kind']>(kind: K): Extract<LiveEvent, { readonly kind: K }>[] {
    return this.events.filter((event): event is Extract<LiveEvent, { readonly kind: K }> => event.kind === kind)
  }

  async until(kind: LiveEvent['kind'], count = 1): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (this.of(kind).length >= count) resolve()
        else if (this.of('exit').length > 0) reject(new Error(this.of('exit')[0]?.message))
      }
      this.look = look
      look()
    })
  }
}

const printed = (told: Told): readonly string[] =>
  told
    .of('output')
    .map(({ text }) => text)
    .join('')
    .split('\n')

interface Captured {
  readonly entry: CompiledEntry
  readonly saved: SavedEntry
  readonly bytes: Uint8Array
}

/** What was captured and saved. */
function capturedBy(told: Told): readonly Captured[] {
  const saved = new Map(told.of('saved').map((one) => [one.entry, one]))
  return told.of('compiled').flatMap((entry): Captured[] => {
    const one = saved.get(entry.entry)
    const bytes = one?.blob == null ? null : new Uint8Array(Buffer.from(one.blob, 'base64'))
    return one === undefined || bytes === null ? [] : [{ entry, saved: one, bytes }]
  })
}

interface Judged {
  /** Where the checker here answers otherwise than torch. */
  readonly differences: readonly unknown[]
  /** Calls that could not be made again there. */
  readonly unknown: readonly string[]
  /** Blobs that torch does not load. */
  readonly refused: readonly string[]
}

/** Loads each blob in the process that saved it, and asks it about its own call. */
async function judged(told: Told, captured: readonly Captured[], folder: string, state?: object): Promise<Judged> {
  const differences: unknown[] = []
  const unknown: string[] = []
  const refused: string[] = []
  for (const { entry, saved, bytes } of captured) {
    const { locals, name: of } = entry.frame
    const name = String(entry.entry)
    const { blob, scenario } = saved
    if (scenario === null || blob === null) continue
    try {
      await told.ask('load', { name, blob, locals, entry: entry.entry })
    } catch (error) {
      refused.push(`${of}: ${String(error)}`)
      continue
    }
    const [answer] = await told.ask('check', { name, scenarios: [scenario] })
    await told.ask('unload', { name })
    if (answer?.check == null || answer.verbose === null) {
      unknown.push(`${of}: ${answer?.unknown}`)
      continue
    }
    const { check, verbose } = answer
    const recorded = { ...scenario, ref: null, loaded: { check, verbose } }
    const globalState = state ?? scenario.process?.global_state
    const { answers } = compareScenarios(
      bytes,
      [recorded],
      locals,
      { globalState, env: 'none' },
      { torchFolder: folder },
    )
    differences.push(...answers.filter(({ difference }) => difference !== null).map((it) => [of, it]))
  }
  return { differences, unknown, refused }
}

describe.each([own, ...others])('a script under %s', (python) => {
  const told = new Told()
  let captured: readonly Captured[] = []
  let folder = ''
  /** 2.8 saves no global state, and 2.9 takes any precision everywhere. */
  let version = ''

  beforeAll(async () => {
    told.start(python, { stay: true, script })
    await told.until('ended')
    const [torch] = told.of('torch')
    folder = torch?.folder ?? ''
    version = torch?.version.split('.').slice(0, 2).join('.') ?? ''
    captured = capturedBy(told)
  })
  afterAll(() => told.stop())

  it('ends well, and every compile of it is saved with its call', () => {
    expect(told.of('ended')).toEqual([{ kind: 'ended', status: 0, error: null }])
    expect(told.of('saved').filter(({ error, scenario }) => error !== null || scenario === null)).toEqual([])
    expect(captured.length).toBeGreaterThan(20)
    expect(told.of('fault')).toEqual([])
    expect(
      told
        .of('output')
        .map(({ text }) => text)
        .join(''),
    ).toContain('a graph break\n')
  })

  it('names what cannot be saved, why it compiled again, and the frame', () => {
    const of = (name: string): Captured[] => captured.filter(({ entry }) => entry.frame.name === name)
    const dropped = of('calls').flatMap(({ saved }) => saved.dropped.map(({ name, createFn }) => `${createFn} ${name}`))
    expect(dropped).toContain("CLOSURE_MATCH L['f']")
    expect(of('local').map(({ saved }) => saved.dropped.map(({ why }) => why))).toEqual([
      [],
      Array.from({ length: 2 }, () => 'an object of a class that is local to a function'),
    ])
    expect(of('scalars').map(({ entry }) => [entry.compileId, entry.reasons.map((it) => it.split('  ')[0])])).toEqual([
      ['0/0', []],
      ['0/1', ["0/0: L['n'] == 3"].map(() => expect.stringMatching(/^0\/0: .*n.* == 3/))],
    ])
    expect(of('scalars')[0]?.entry.frame).toMatchObject({ file: script, locals: ['x', 'n', 'name', 'flag', 'nothing'] })
    expect(captured.every(({ entry }) => (entry.latencyUs ?? 0) > 0)).toBe(true)
    const trees = told.of('tree')
    expect(trees.map(({ entry }) => entry)).toEqual(told.of('compiled').map(({ entry }) => entry))
    expect(trees.every(({ tree }) => tree.includes('RootGuardManager'))).toBe(true)
  })

  it('does the same as without a capture', async () => {
    const alone = new Told()
    alone.start(python, { stay: false, script, capture: false })
    await alone.until('exit')
    const did = (it: Told): string[] => printed(it).filter((line) => line.startsWith('did '))
    expect(alone.of('compiled')).toEqual([])
    expect(did(alone)).toHaveLength(3)
    expect(did(told)).toEqual(did(alone))
  })

  it('keeps the guards that its own filter keeps, and no other', () => {
    const filtered = captured.filter(({ entry }) => entry.frame.name === 'divided')
    const kinds = filtered.map(({ bytes }) =>
      readGuardsState(decodePickle(bytes)).guards.map(({ createFn }) => createFn),
    )
    expect(kinds.map((it) => it.includes('TENSOR_MATCH'))).toEqual([false])
    expect(kinds[0]?.length).toBe(filtered[0]?.entry.guards)
  })

  it('its calls are answered by the loaded blobs as here', async () => {
    // 2.8 takes the global state of the process that loads
    const state = version === '2.8' ? (await told.ask('state', {})).globalState : undefined
    const { differences, unknown } = await judged(told, captured, folder, state)
    expect(differences).toEqual([])
    // a class of a function cannot be found by its name, and the process has another default dtype by now
    expect(unknown.map((it) => it.split(':')[0])).toEqual(['calls', 'local', 'twice'])
  })

  it('a toggle shows at once which of them fail, by their own managers', async () => {
    const before = await told.ask('standings', {})
    const names = new Map(told.of('compiled').map(({ entry, frame }) => [entry, frame.name]))
    const other = before.filter(({ check }) => check !== true)
    expect(other.map(({ entry, ...it }) => [names.get(entry), it.check, it.globalState, it.unknown])).toEqual([
      // nobody but the call itself had its tensor
      [expect.stringContaining('resume_in_broken'), null, true, 'a Tensor of the call is gone'],
      // it was told to evaluate since
      ['forward', false, true, null],
      // the default dtype is another by now
      ['twice', false, false, null],
    ])
    const times: number[] = []
    const set = async (value: boolean): ReturnType<typeof told.ask<'setPrecision'>> => {
      const began = performance.now()
      const name = 'torch.backends.cuda.matmul.allow_tf32'
      // false is ieee, and not as it was: since 2.15 GLOBAL_STATE tells that from none
      const change = value
        ? ({ kind: 'legacy', name, value } as const)
        : ({ kind: 'node', backend: 'cuda', op: 'matmul', value: 'none' } as const)
      const found = await told.ask('setPrecision', { change })
      times.push(performance.now() - began)
      return found
    }
    const on = await set(true)
    expect(on.error).toBe(null)
    expect(on.precision.legacy['torch.backends.cuda.matmul.allow_tf32']).toEqual({ value: true })
    expect(new Set(on.entries.map(({ globalState }) => globalState))).toEqual(new Set([false]))
    const token = /^GLOBAL_STATE changed: (allow_tf32|cuda_matmul_precision) $/
    expect(on.entries[0]).toMatchObject({ check: false, reasons: [expect.stringMatching(token)] })
    for (let round = 0; round < 10; round++) await set(round % 2 === 1)
    const off = await set(false)
    expect(off.entries).toEqual(before)
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    console.log(`a toggle over ${before.length} captured compiles and back: ${median.toFixed(1)} ms`)
    expect(median).toBeLessThan(50)
    if (version === '2.8') return
    const conv = await told.ask('setPrecision', {
      change: { kind: 'node', backend: 'cuda', op: 'conv', value: 'ieee' },
    })
    expect(conv.entries).toEqual(before)
    expect(conv.precision.nodes['cuda.conv']).toEqual({ value: 'ieee' })
    const bad = await told.ask('setPrecision', { change: { kind: 'node', backend: 'cuda', op: 'conv', value: 'bf16' } })
    expect(bad.error).toBe(version === '2.9' ? null : "backend 'cuda' does not support precision 'bf16'")
  })

  it('tells its state as scenarios hold it, seen from the thread of the script', async () => {
    const { thread, ...state } = await told.ask('state', {})
    expect(thread).toBe('main')
    expect(z.parse(LiveStateSchema, state).globalState.grad_mode).toBe(true)
  })
})

describe('a script that goes on', () => {
  const LOOP = `
import sys, time, torch
f = torch.compile(lambda x: x + 1, backend="eager")
x = torch.ones(3)
end = time.time() + 600
while time.time() < end:
    with torch.no_grad(): f(x)
    time.sleep(0.001)
    if torch.backends.mkldnn.conv.fp32_precision == "ieee": torch.backends.mkldnn.rnn.fp32_precision = "ieee"
    if torch.backends.mkldnn.conv.fp32_precision == "bf16": time.sleep(60)
`
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-loop-'))
  const file = join(folder, 'loop.py')
  writeFileSync(file, LOOP)
  const told = new Told()
  beforeAll(() => told.start(own, { stay: false, script: file }))
  afterAll(async () => {
    await told.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is seen from its own thread, and compiles again what a toggle fails', async () => {
    await told.until('saved')
    // the call ran without gradients, the script is outside of it most of the time
    expect((await told.ask('standings', {})).map(({ check }) => check)).toEqual([true])
    const states = [await told.ask('state', {}), await told.ask('state', {})]
    expect(states.map(({ thread }) => thread)).toEqual(['main', 'main'])
    const name = 'torch.backends.cuda.matmul.allow_tf32'
    const { entries } = await told.ask('setPrecision', { change: { kind: 'legacy', name, value: true } })
    expect(entries.map(({ check }) => check)).toEqual([false])
    await told.until('saved', 2)
    expect(told.of('compiled')[1]?.reasons).toEqual(['0/0: GLOBAL_STATE changed: allow_tf32 '])
    await told.ask('setPrecision', { change: { kind: 'legacy', name, value: false } })
  })

  it('is told of when it changes a setting itself', async () => {
    await told.ask('watchPrecision', { everyMs: 20 })
    const { precision } = await told.ask('setPrecision', {
      change: { kind: 'node', backend: 'mkldnn', op: 'conv', value: 'ieee' },
    })
    await told.until('precision')
    const { kind: _, ...changed } = told.of('precision')[0] ?? {}
    const rnn = { value: 'ieee' }
    expect(changed).toEqual({
      ...precision,
      nodes: { ...precision.nodes, 'mkldnn.rnn': rnn },
      attributes: { ...precision.attributes, 'torch.backends.mkldnn.rnn.fp32_precision': rnn },
    })
    await told.ask('watchPrecision', { everyMs: 0 })
  })

  it('is answered for while it sleeps, which is said, and is stopped', async () => {
    await told.ask('setPrecision', { change: { kind: 'node', backend: 'mkldnn', op: 'conv', value: 'bf16' } })
    let thread = 'main'
    for (let tries = 0; tries < 50 && thread === 'main'; tries++) ({ thread } = await told.ask('state', {}))
    expect(thread).toBe('bridge')
    await told.stop()
    expect((await told.ended)?.message).toBe('stopped')
  })
})

describe('a process without a script', () => {
  const told = new Told()
  beforeAll(() => told.start(own, { stay: true }))
  afterAll(() => told.stop())

  it('measures how exact and how fast each setting is, and never touches the settings', async () => {
    await told.until('ready')
    const before = await told.ask('watchPrecision', { everyMs: 20 })
    const rows = await told.ask('probe', { devices: ['cpu'], size: 32, runs: 2 })
    expect(rows.map(({ op, setting }) => `${op} ${setting}`)).toEqual(
      ['matmul', 'conv', 'rnn'].flatMap((op) => ['ieee', 'tf32', 'bf16'].map((setting) => `${op} ${setting}`)),
    )
    expect(rows.every(({ error, failed }) => (error !== null && error < 0.05) !== (failed !== null))).toBe(true)
    expect(told.of('precision')).toEqual([])
    expect(await told.ask('watchPrecision', { everyMs: 0 })).toEqual(before)
    await expect(told.ask('probe', { devices: ['none:0'], size: 32, runs: 2 })).rejects.toThrow(
      /^the process that measures ended with status 1: RuntimeError: .*none/,
    )
    // torch's own default is still there, which gives way to a parent and is brought back by no setter
    const set = (value: string) =>
      told.ask('setPrecision', { change: { kind: 'node', backend: 'generic', op: 'all', value } })
    expect((await set('ieee')).precision.nodes['cuda.conv']).toEqual({ value: 'ieee' })
    await set('none')
  })

  it('answers for a blob that is opened, and a scenario that was changed', async () => {
    const bytes = readFileSync(new URL('../../fixtures/2.13.0/constant_int.guards_state', import.meta.url))
    const blob = bytes.toString('base64')
    await told.ask('load', { name: 'n', blob, locals: ['x', 'n'] })
    const x = { kind: 'none' } as const
    const check = async (n: string): Promise<unknown> => {
      const f_locals = { x, n: { kind: 'int', value: n } as const }
      const [answer] = await told.ask('check', { name: 'n', scenarios: [{ name: n, f_locals, process: {} }] })
      return [answer?.check, answer?.unknown, answer?.verbose?.verbose_code_parts.map((it) => it.split('  ')[0])]
    }
    expect(await check('5')).toEqual([true, null, []])
    expect(await check('6')).toEqual([false, null, ["L['n'] == 5"]])
    await expect(told.ask('check', { name: 'm', scenarios: [] })).rejects.toThrow('no blob was loaded as m')
  })

  it('is killed by a malformed global state, which is said in one line', async () => {
    const bytes = readFileSync(new URL('../../fixtures/2.13.0/global_state.guards_state', import.meta.url))
    const text = bytes.toString('latin1').replace('num_threads', 'num_threadz')
    const blob = Buffer.from(text, 'latin1').toString('base64')
    await expect(told.ask('load', { name: 'bad', blob, locals: null })).rejects.toThrow('the process is gone')
    expect(await told.ended).toEqual({
      good: false,
      message:
        'Python was killed by SIGABRT while it loaded a blob (torch aborts on a global state that it cannot read)',
      status: null,
      signal: 'SIGABRT',
    })
    expect(
      told
        .of('stderr')
        .map(({ text: said }) => said)
        .join(''),
    ).toContain('num_threads')
  })
})

it('a script that torch aborts has told every line before', async () => {
  const lines = [
    'import torch',
    'torch.compile(lambda x: x + 1, backend="eager")(torch.ones(3))',
    'for i in range(1000): print("line", i)',
    'guard = torch._C._dynamo.guards.GlobalStateGuard()',
    'guard.__setstate__(guard.__getstate__().replace("num_threads", "num_threadz"))',
  ]
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-abort-'))
  const path = join(folder, 'aborts.py')
  writeFileSync(path, lines.join('\n'))
  const told = new Told()
  told.start(own, { script: path })
  expect(await told.ended).toMatchObject({ good: false, signal: 'SIGABRT' })
  expect(printed(told).filter((line) => line !== '')).toEqual(Array.from({ length: 1000 }, (_, i) => `line ${i}`))
  rmSync(folder, { recursive: true })
})

it('whatever is compiled is saved with its call, which is answered as torch answers it', async () => {
  const told = new Told()
  told.start(own, { stay: true, script: fileURLToPath(new URL('testing/live_cases.py', import.meta.url)) })
  await told.until('ended')
  expect(told.of('ended')[0]?.error).toBe(null)
  expect(told.of('saved').flatMap(({ error }) => (error === null ? [] : [error]))).toEqual([])
  const captured = capturedBy(told)
  const { differences, unknown, refused } = await judged(told, captured, told.of('torch')[0]?.folder ?? '')
  await told.stop()
  console.log(
    `${captured.length} compiles: ${unknown.length} calls unknown, ${refused.length} blobs that torch refuses`,
  )
  expect(differences).toEqual([])
  expect(captured.length).toBeGreaterThan(190)
  // what a scenario cannot tell, such as a function of a function; numpy arrays, which torch saves and cannot load
  expect(unknown.length).toBeLessThanOrEqual(10)
  expect(refused.length).toBeLessThanOrEqual(4)
})
