import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { traceFile } from './chrome-trace'
import { type Flame, turnsOf } from './flame'
import { speedscopeFile } from './speedscope'

/** root > (a > b), c; the estimate of c is less than nothing, d was never reached. */
const FLAME: Flame = {
  name: 'x.guards_state',
  names: ['root', 'a', 'b', 'c', 'd'],
  depths: [0, 1, 2, 1, 1],
  measured: [
    { name: 'cold', own: Float64Array.of(100, 50, 1000, -3, 0) },
    { name: 'warm', own: Float64Array.of(10, 5, 100.5, 2, 0) },
  ],
}

describe('turns', () => {
  test('a node opens before those below it and closes after them; what takes no time is left out', () => {
    expect(turnsOf(FLAME.depths, FLAME.measured[0]?.own ?? new Float64Array())).toEqual([
      { node: 0, opens: true, at: 0 },
      { node: 1, opens: true, at: 100 },
      { node: 2, opens: true, at: 150 },
      { node: 2, opens: false, at: 1150 },
      { node: 1, opens: false, at: 1150 },
      { node: 0, opens: false, at: 1150 },
    ])
  })

  test('a law: what lies between the first and the last is the sum of all times, for any tree', () => {
    let seed = 7
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647
    for (let tree = 0; tree < 50; tree++) {
      const depths = [0]
      while (depths.length < 40) depths.push(1 + Math.floor(random() * ((depths.at(-1) ?? 0) + 1)))
      const own = Float64Array.from(depths, () => Math.floor(random() * 5) - 1)
      const turns = turnsOf(depths, own)
      expect(turns.at(-1)?.at ?? 0).toBe(own.reduce((sum, time) => sum + Math.max(0, time), 0))
      expect(closesWhatOpenedLast(turns.map(({ node, opens }) => ({ frame: node, opens })))).toBe(true)
    }
  })
})

test('speedscope: what its file format demands, with what opened last closing first', () => {
  const file: unknown = JSON.parse(JSON.stringify(speedscopeFile(FLAME)))
  const { profiles, shared } = SpeedscopeSchema.parse(file)
  expect(profiles.map(({ name, startValue, endValue }) => ({ name, startValue, endValue }))).toEqual([
    { name: 'cold', startValue: 0, endValue: 1150 },
    { name: 'warm', startValue: 0, endValue: 117.5 },
  ])
  for (const { events, startValue, endValue } of profiles) {
    const times = events.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect([Math.min(...times), Math.max(...times)]).toEqual([startValue, endValue])
    expect(events.every(({ frame }) => frame < shared.frames.length)).toBe(true)
    expect(closesWhatOpenedLast(events.map(({ frame, type }) => ({ frame, opens: type === 'O' })))).toBe(true)
  }
})

test('Chrome trace: complete events in microseconds that lie in one another, a named thread for each measurement', () => {
  const file: unknown = JSON.parse(JSON.stringify(traceFile(FLAME)))
  const { traceEvents } = TraceSchema.parse(file)
  const threads = traceEvents.flatMap((event) => (event.ph === 'M' && event.name === 'thread_name' ? [event] : []))
  expect(threads.map(({ tid, args }) => [tid, args.name])).toEqual([
    [1, 'cold'],
    [2, 'warm'],
  ])
  const cold = traceEvents.flatMap((event) => (event.ph === 'X' && event.tid === 1 ? [event] : []))
  expect(cold.map(({ name, ts, dur, args }) => [name, ts, dur, args.own_ns])).toEqual([
    ['root', 0, 1.15, 100],
    ['a', 0.1, 1.05, 50],
    ['b', 0.15, 1, 1000],
  ])
})

function closesWhatOpenedLast(turns: readonly { readonly frame: number; readonly opens: boolean }[]): boolean {
  const open: number[] = []
  for (const { frame, opens } of turns) {
    if (opens) open.push(frame)
    else if (open.pop() !== frame) return false
  }
  return open.length === 0
}

/** As the file-format-spec of speedscope says it: nothing that it does not know. */
const SpeedscopeSchema = z.strictObject({
  $schema: z.literal('https://www.speedscope.app/file-format-schema.json'),
  name: z.optional(z.string()),
  exporter: z.optional(z.string()),
  activeProfileIndex: z.optional(z.int().check(z.minimum(0))),
  shared: z.strictObject({
    frames: z.array(
      z.strictObject({
        name: z.string(),
        file: z.optional(z.string()),
        line: z.optional(z.number()),
        col: z.optional(z.number()),
      }),
    ),
  }),
  profiles: z.array(
    z.strictObject({
      type: z.literal('evented'),
      name: z.string(),
      unit: z.enum(['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']),
      startValue: z.number(),
      endValue: z.number(),
      events: z.array(
        z.strictObject({
          type: z.enum(['O', 'C']),
          frame: z.int().check(z.minimum(0)),
          at: z.number().check(z.minimum(0)),
        }),
      ),
    }),
  ),
})

/** The trace event format: complete events and the metadata of processes and threads. */
const TraceSchema = z.object({
  displayTimeUnit: z.enum(['ms', 'ns']),
  traceEvents: z.array(
    z.discriminatedUnion('ph', [
      z.strictObject({
        ph: z.literal('X'),
        name: z.string(),
        cat: z.string(),
        ts: z.number().check(z.minimum(0)),
        dur: z.number().check(z.minimum(0)),
        pid: z.int(),
        tid: z.int(),
        args: z.object({ row: z.int(), own_ns: z.number() }),
      }),
      z.strictObject({
        ph: z.literal('M'),
        name: z.enum(['process_name', 'thread_name']),
        pid: z.int(),
        tid: z.int(),
        args: z.object({ name: z.string() }),
      }),
    ]),
  ),
})
