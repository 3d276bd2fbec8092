import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { inProcess, type Outcome } from './testing/in-process'

const recording = join(__dirname, '../../fixtures/precision/wild-2.13.0.json.gz')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-precision-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => void vi.restoreAllMocks())

const guardscope = (...args: readonly string[]): Promise<Outcome> => inProcess(['precision', ...args])

describe('precision replay', () => {
  it('ends with how much was checked, and exit status 1 where a value differs', async () => {
    const text = gunzipSync(readFileSync(recording)).toString()
    const altered = join(folder, 'altered.json')
    const other = text.replace('"cuda.matmul": {"value": "none"}', '"cuda.matmul": {"value": "ieee"}')
    writeFileSync(altered, other)
    expect(other).not.toBe(text)
    expect([await guardscope('replay', recording), await guardscope('replay', altered)]).toEqual([
      { status: 0, stdout: '8540 checked, 0 bad\n', stderr: '' },
      {
        status: 1,
        stdout: 'trace 0, start: nodes cuda.matmul: torch "ieee", here "none"\n8540 checked, 1 bad\n',
        stderr: '',
      },
    ])
  })

  it('refuses in one line what is no recording', async () => {
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const refusals: Outcome[] = []
    for (const [name, text] of [
      ['list.json', '[]'],
      ['cut.json', '{"torch": "2.13.0", "tra'],
      ['old.json', '{"torch": "2.8.0", "traces": []}'],
      ['bomb.json', '{"torch": "2.13.0", "traces": [{"initial": {"nodes": {"a": 1}}, "steps": []}]}'],
    ] as const)
      refusals.push(await guardscope('replay', file(name, text)))
    refusals.push(await guardscope('replay', join(folder, 'missing')), await guardscope('replay'))
    for (const { status, stdout, stderr } of refusals)
      expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^guardscope: [^\n]+\n$/)])
  })
})

describe('precision show', () => {
  const lineOf = (stdout: string, name: string): string | undefined =>
    stdout.split('\n').find((line) => line.trim().startsWith(`${name} `))

  it('shows what is set and what is in force, and which legacy getter raises', async () => {
    const { status, stdout } = await guardscope('show', '--set', 'generic=tf32', '--set', 'cudnn.allow_tf32=false')
    expect([status, ...['generic', 'cuda.conv', 'cuda.matmul', 'mkldnn'].map((name) => lineOf(stdout, name))]).toEqual([
      0,
      'generic            tf32  tf32      set here      guarded in part',
      '    cuda.conv      none  tf32      from generic  not guarded',
      '    cuda.matmul    none  tf32      from generic  guarded',
      '  mkldnn           none  tf32      from generic  not guarded',
    ])
    expect(lineOf(stdout, 'torch.backends.cudnn.allow_tf32')).toMatch(/raises RuntimeError {2}cuda\.rnn reads tf32/)
    expect(lineOf(stdout, 'GLOBAL_STATE')).toBe('GLOBAL_STATE cuda_matmul_precision  2 (tf32)')
  })

  it('says what torch would raise, and what it does not know', async () => {
    const told: string[] = []
    for (const set of ['cuda=bf16', 'cuda.conv', 'cuda.gemm=tf32', 'cudnn.allow_tf32=maybe'])
      told.push((await guardscope('show', '--set', set)).stderr)
    expect(told).toEqual([
      "guardscope: --set cuda=bf16: RuntimeError: backend 'cuda' does not support precision 'bf16'\n",
      'guardscope: --set takes NAME=VALUE, not "cuda.conv"\n',
      'guardscope: --set cuda.gemm=tf32: no such node, attribute or flag: "cuda.gemm"\n',
      'guardscope: --set cudnn.allow_tf32=maybe: cudnn.allow_tf32 is true or false\n',
    ])
  })

  it('prints one JSON document', async () => {
    const { stdout } = await guardscope('show', '--torch', '2.10', '--json')
    const { torch, nodes, global_state } = JSON.parse(stdout)
    expect([torch, nodes[2], global_state]).toEqual([
      '2.10',
      { cell: 'cuda.conv', name: 'cuda.conv', set: 'tf32', resolved: 'tf32', from: 'set', guarded: 'none', notes: [] },
      { allow_tf32: false },
    ])
    expect(JSON.parse((await guardscope('show', '--torch', '2.15', '--json')).stdout)).toMatchObject({
      global_state: { cuda_matmul_precision: 0 },
    })
  })
})
