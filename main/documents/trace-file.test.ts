import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { TraceFile } from './trace-file'

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/traces/${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'traces-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a folder with both logs of one run lists each compile once', async () => {
  const { trace } = await TraceFile.open(fixture('demo'))
  expect(trace.compiles).toHaveLength(15)
  expect(trace.logs.map(({ path, sameRunAs }) => [path, sameRunAs])).toStrictEqual([
    [fixture('demo/torch_logs.txt.gz'), 1],
    [fixture('demo/torch_trace.log.gz'), null],
  ])
})

test('the tree of a compile is read again where it lies, in a packed file and in a plain one, in records and in lines', async () => {
  const plain = join(folder, 'plain.log')
  writeFileSync(plain, gunzipSync(readFileSync(fixture('demo/torch_trace.log.gz'))))
  const files = [plain, fixture('demo/torch_trace.log.gz'), fixture('demo/torch_logs.txt.gz')]
  const [a, b, c] = await Promise.all(files.map((path) => TraceFile.open(path)))
  for (const [compile, { id }] of a?.trace.compiles.entries() ?? []) {
    const tree = await a?.tree(compile)
    expect(await b?.tree(compile)).toBe(tree)
    // records have an empty line before and the latency behind
    const lines = tree?.slice(1).replace(/\n+Guard latency = [\d.]+ us$/, '') ?? null
    expect([id, await c?.tree(compile)]).toStrictEqual([id, lines])
  }
})

test('opening can be followed and called off', async () => {
  const seen: number[] = []
  await TraceFile.open(fixture('demo'), { onProgress: (fraction) => seen.push(fraction) })
  expect(seen.at(-1)).toBe(1)
  expect([...seen].sort((x, y) => x - y)).toStrictEqual(seen)
  const stopped = TraceFile.open(fixture('demo'), { signal: AbortSignal.abort() })
  await expect(stopped).rejects.toThrow('cancelled')
})

test.each([
  ['README.md', 'holds no record of TORCH_TRACE and no guards of TORCH_LOGS'],
  ['nowhere.log', 'no such file'],
  ['docs', 'no torch log in this folder'],
])('%s is refused: %s', async (path, why) => {
  const full = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  await expect(TraceFile.open(full)).rejects.toThrow(`${full}: ${why}`)
})
