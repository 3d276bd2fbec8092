import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe as group, expect, it } from 'vitest'
import { walk } from './access'
import { decodePickle } from './decode'
import { encodePickle } from './encode'
import type { Pickle } from './node'
import { opcodeNames } from './opcodes'
import { describe } from './testing/describe'
import { bytesOf, type PickleRecord, type Recording } from './testing/recorded'

const testdata = new URL('testdata/pickles.json.gz', import.meta.url)
const recording = JSON.parse(gunzipSync(readFileSync(testdata)).toString()) as Recording

group('every opcode', () => {
  it('has its byte and its sample', () => {
    const expected = recording.opcodes.map(([name, code]) => [code, name])
    const sampled = new Set(recording.samples.map(({ by }) => by))
    expect([...opcodeNames].sort(), 'names').toEqual(expected.sort())
    expect([...sampled].sort(), 'samples').toEqual(recording.opcodes.map(([name]) => name).sort())
    expect(sampled.size).toBe(68)
  })

  it.each(
    recording.samples.map(
      (sample) => [sample.by, Buffer.from(sample.pickle, 'base64').toString('latin1'), sample] as const,
    ),
  )('%s reads %j as CPython does, and is written to mean the same', (_name, _text, sample) => {
    const pickle = decodePickle(bytesOf(sample))
    expect(describe(pickle)).toEqual(sample.value)
    expect(describe(decodePickle(encodePickle(pickle)))).toEqual(sample.value)
  })
})

group.each([
  ['recorded', recording.random],
  ['made now by python3, if there is one', freshRecords(Date.now() % 1_000_000, 25)],
])('random values, %s', (_name, records) => {
  it('read as CPython reads them', { timeout: 30_000 }, () => {
    for (const record of records) expect(describe(decodePickle(bytesOf(record))), record.pickle).toEqual(record.value)
  })

  it('come out byte for byte', { timeout: 30_000 }, () => {
    for (const record of records) expect(again(record), `${record.by} ${record.protocol}`).toBe(record.pickle)
  })

  it('hold the opcodes that pickletools finds', { timeout: 30_000 }, () => {
    for (const { opcodes, ...record } of records) {
      // What POP drops leaves no node.
      if (opcodes === null || 'POP' in opcodes || 'POP_MARK' in opcodes) continue
      const pickle = decodePickle(bytesOf({ ...record, opcodes }))
      const found = createdBy(pickle)
      const expected = Object.entries(opcodes).filter(([name]) => found.has(name))
      expect(new Map(expected), record.pickle).toEqual(found)
    }
  })
})

group('large values', () => {
  it('read as CPython reads them', { timeout: 30_000 }, () => {
    for (const record of recording.large)
      expect(digest(decodePickle(bytesOf(record))), `${record.by} ${record.protocol}`).toBe(record.value)
  })

  it('come out byte for byte, frames and all', { timeout: 30_000 }, () => {
    for (const record of recording.large)
      expect(again(record) === record.pickle, `${record.by} ${record.protocol}`).toBe(true)
  })
})

function again(record: PickleRecord): string {
  return Buffer.from(encodePickle(decodePickle(bytesOf(record)))).toString('base64')
}

function digest(pickle: Pickle): string {
  return createHash('sha256')
    .update(JSON.stringify(describe(pickle)))
    .digest('hex')
}

function createdBy(pickle: Pickle): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of walk(pickle.root)) {
    const name = opcodeNames.get(node.op)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** Fresh random pickles from this machine's python3; none where there is no python3. */
function freshRecords(seed: number, count: number): readonly PickleRecord[] {
  const script = new URL('../../scripts/record-pickles.py', import.meta.url)
  const found = spawnSync(
    'python3',
    ['-W', 'ignore', fileURLToPath(script), '--seed', `${seed}`, '--count', `${count}`],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  if (found.error !== undefined) return []
  if (found.status !== 0) throw new Error(found.stderr)
  return (JSON.parse(found.stdout) as { random: PickleRecord[] }).random
}
