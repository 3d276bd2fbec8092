/** The trace event format of Chrome, which Perfetto reads, too: complete events in microseconds, a thread a measurement. */
import { type Flame, turnsOf } from './flame'

interface TraceFile {
  readonly displayTimeUnit: 'ns'
  readonly otherData: { readonly exporter: 'guardscope'; readonly document: string }
  readonly traceEvents: readonly (CompleteEvent | MetadataEvent)[]
}

/** ts and dur are microseconds. */
interface CompleteEvent {
  readonly ph: 'X'
  readonly name: string
  readonly cat: 'guard'
  readonly ts: number
  readonly dur: number
  readonly pid: 1
  readonly tid: number
  readonly args: { readonly row: number; readonly own_ns: number }
}

interface MetadataEvent {
  readonly ph: 'M'
  readonly name: 'process_name' | 'thread_name'
  readonly pid: 1
  readonly tid: number
  readonly args: { readonly name: string }
}

export function traceFile({ name, names, depths, measured }: Flame): TraceFile {
  const head: MetadataEvent = { ph: 'M', name: 'process_name', pid: 1, tid: 0, args: { name } }
  return {
    displayTimeUnit: 'ns',
    otherData: { exporter: 'guardscope', document: name },
    traceEvents: [
      head,
      ...measured.flatMap((one, i): readonly (CompleteEvent | MetadataEvent)[] => [
        { ph: 'M', name: 'thread_name', pid: 1, tid: i + 1, args: { name: one.name } },
        ...eventsOf(names, depths, one.own, i + 1),
      ]),
    ],
  }
}

function eventsOf(
  names: readonly string[],
  depths: readonly number[],
  own: Float64Array,
  tid: number,
): CompleteEvent[] {
  const events: CompleteEvent[] = []
  const open: { readonly at: number; readonly event: number }[] = []
  for (const { node, opens, at } of turnsOf(depths, own)) {
    if (opens) {
      open.push({ at, event: events.length })
      const args = { row: node, own_ns: Math.max(0, own[node] ?? 0) }
      events.push({ ph: 'X', name: names[node] ?? '', cat: 'guard', ts: at / 1000, dur: 0, pid: 1, tid, args })
      continue
    }
    const begun = open.pop()
    const event = begun === undefined ? undefined : events[begun.event]
    if (begun !== undefined && event !== undefined) events[begun.event] = { ...event, dur: (at - begun.at) / 1000 }
  }
  return events
}
