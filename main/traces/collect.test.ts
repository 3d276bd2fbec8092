import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LogCollector } from './collect'
import { traceOf } from './trace'
import { readBytes, recordedBytes, RUNS } from './testing/recorded'

/** What TORCH_LOGS printed, taken apart by line, not as the product does it. */
function printed(text: string): { reasons: [string, string[]][]; latencies: [string, number][] } {
  const reasons: [string, string[]][] = []
  const latencies: [string, number][] = []
  for (const line of text.split('\n')) {
    const [, id = '', rest = ''] = /^\S+ \S+ \d+ \S+\] \[(\d+\/\d+)[^\]]*\] \[__\w+\] (.*)$/.exec(line) ?? []
    if (rest.startsWith('Recompiling function')) reasons.push([id, []])
    else if (rest.startsWith('Guard eval latency')) latencies.push([id, Number(rest.split(' ')[4])])
    else if (rest.startsWith('    - ')) {
      const list = reasons[reasons.length - 1]?.[1] ?? []
      if (/^ {4}- \d+\/\d+: /.test(rest)) list.push(rest.slice(6))
      else list.push(`${list.pop() ?? ''}\n${rest.slice(6)}`)
    }
  }
  return { reasons, latencies }
}

describe.each(RUNS)('the log of $name', ({ trace: traceFile, logs }) => {
  const bytes = recordedBytes(traceFile)
  const { trace } = readBytes(bytes)
  const text = recordedBytes(logs)
  const expected = printed(new TextDecoder().decode(text))

  test.each([
    ['TORCH_TRACE', trace],
    ['TORCH_LOGS', readBytes(text).trace],
  ])('gives from %s the reasons and latencies that torch printed', (_, { compiles }) => {
    const reasons = compiles.filter((one) => one.reasons.length > 0).map(({ id, reasons: all }) => [id, all])
    const latencies = compiles.flatMap(({ id, guardLatencyUs }) =>
      guardLatencyUs === null ? [] : [[id, guardLatencyUs]],
    )
    expect({ reasons, latencies }).toStrictEqual(expected)
    expect(expected.reasons.length).toBeGreaterThan(5)
  })

  test('is whole, and all of its events are known', () => {
    expect(trace.logs).toMatchObject([
      { unknown: [], foreignLines: 0, badRecords: 0, badPayloads: 0, torn: false, sameRunAs: null },
    ])
  })

  test('is read alike in chunks of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 100_000 }), (step) => {
        expect(readBytes(bytes, step)).toStrictEqual(readBytes(bytes))
      }),
      { numRuns: 5 },
    )
  })
})

const demo = recordedBytes(RUNS[0].trace)

test('a log may end anywhere: what is whole is there, and the rest is said', () => {
  const whole = readBytes(demo).trace.compiles
  fc.assert(
    fc.property(fc.integer({ min: 5_000, max: demo.length - 1 }), (length) => {
      const { compiles, logs } = readBytes(demo.subarray(0, length)).trace
      expect(compiles.map(({ id }) => id)).toStrictEqual(whole.slice(0, compiles.length).map(({ id }) => id))
      expect(logs[0]?.torn).toBe(demo[length - 1] !== 0x0a)
    }),
    { numRuns: 30 },
  )
})

test('bytes that are anything are read to the end, and never thrown at', () => {
  const spot = fc.record({ at: fc.integer({ min: 0, max: demo.length - 1 }), byte: fc.integer({ min: 0, max: 255 }) })
  fc.assert(
    fc.property(fc.array(spot, { minLength: 1, maxLength: 200 }), (spots) => {
      const bytes = demo.slice()
      for (const { at, byte } of spots) bytes[at] = byte
      expect(readBytes(bytes, 65_536).trace.logs[0]?.bytes).toBe(demo.length)
    }),
    { numRuns: 40 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(readBytes(bytes, 7).trace.compiles).toStrictEqual([])
    }),
  )
})

/** The records of a log, each with its payload. */
const records = (text: string): string[] => text.trimEnd().split(/\n(?!\t)/)

test('records of several ranks may alternate: each keeps its own names of files and its own compiles', () => {
  const one = records(new TextDecoder().decode(demo))
  const ranked = [0, 1].map((rank) =>
    one.map((record) => record.replace(' 29059 ', ` ${100 + rank} `).replace(/\}(?=\n|$)/, `, "rank": ${rank}}`)),
  )
  // The second runs behind the first, and its files are numbered otherwise.
  const late =
    ranked[1]?.map((record) =>
      record.replace(/("str": \[".*", |"filename": )(\d+)/g, (_, a, n) => `${a}${Number(n) + 7}`),
    ) ?? []
  const mixed = [...(ranked[0] ?? []), '', '', '']
    .flatMap((record, i) => [record, late[i - 3] ?? ''])
    .filter((record) => record !== '')
  const { trace } = readBytes(new TextEncoder().encode(`${mixed.join('\n')}\n`))
  const alone = readBytes(demo).trace.compiles.map(({ id, file, line, reasons }) => ({ id, file, line, reasons }))
  for (const rank of [0, 1]) {
    const its = trace.compiles.filter((compile) => compile.rank === rank)
    expect(its.map(({ id, file, line, reasons }) => ({ id, file, line, reasons }))).toStrictEqual(alone)
  }
  expect(trace.logs[0]?.processes).toStrictEqual([
    { pid: 100, rank: 0 },
    { pid: 101, rank: 1 },
  ])
})

test('the lines of several ranks beside a log of each list every compile once', () => {
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
  const [trace, lines] = [decode(demo), decode(recordedBytes(RUNS[0].logs))]
  const as = (text: string, pid: number): string => text.replaceAll(' 29059 ', ` ${pid} `)
  const texts = [as(lines, 100) + as(lines, 101), as(trace, 100), as(trace, 101)]
  const logs = texts.map((text, i) => {
    const collector = new LogCollector()
    collector.push(new TextEncoder().encode(text))
    return { log: collector.end(`log ${i}`), collector }
  })
  const read = traceOf(logs).trace
  expect(read.compiles).toHaveLength(30)
  expect(read.logs.map(({ sameRunAs }) => sameRunAs)).toStrictEqual([1, null, null])
})

test('what is not known, not readable or not of torch is counted, and reading goes on', () => {
  const [first = '', ...rest] = records(new TextDecoder().decode(demo))
  const prefix = first.slice(0, first.indexOf('{'))
  const spoilt = rest
    .join('\n')
    .replace('size mismatch at index 0. expected 6, actual 3', 'size mismatch at index 0. expected 6, ac')
  const text = [
    'Downloading model... done',
    first,
    `${prefix}{"event_of_tomorrow": {}, "has_payload": "00"}`,
    '\tits payload',
    `${prefix}{"dynamo_start": {"stack": [`,
    spoilt,
    '',
  ].join('\n')
  const { trace } = readBytes(new TextEncoder().encode(text))
  expect(trace.compiles).toHaveLength(15)
  expect(trace.logs[0]).toMatchObject({
    unknown: [{ name: 'event_of_tomorrow', count: 1 }],
    foreignLines: 1,
    badRecords: 1,
    badPayloads: 1,
    torn: false,
  })
})

test('after torch._dynamo.reset() the numbers begin anew, and so does the chain', () => {
  const { trace } = readBytes(recordedBytes(RUNS[2].trace))
  const sizes = trace.chains.filter((chain) => chain.function === 'sizes')
  expect(sizes.map(({ compiles }) => compiles.map((index) => trace.compiles[index]?.id))).toStrictEqual([
    ['0/0', '0/1', '0/2', '0/3'],
    ['0/0', '0/1'],
  ])
})

test('a compile that the recompile limit refused is listed with its reasons and why it came to nothing', () => {
  const { trace } = readBytes(recordedBytes(RUNS[2].trace))
  const refused = trace.compiles.find(({ id }) => id === '26/8')
  expect(refused).toMatchObject({ function: 'limit', guards: null, recompileLimit: 8, attempts: 0 })
  expect(refused?.reasons).toHaveLength(8)
  expect(refused?.failure).toContain('recompile limit exceeded')
})
