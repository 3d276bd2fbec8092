/** `bench FILE --locals`: the ways to a frame's locals, in the engine and, with `--python CMD`, in torch. */
import { figuresOf } from '../../shared/locals'
import { LOCALS_COUNTS, LOCALS_TURNS, type LocalsTimes, type LocalsWayName } from '../../shared/overhead'
import type { Classes } from '../engine/values/classes'
import { timeLocals } from '../overhead/frame-locals'
import { write, writeJson } from './output'

const WORDS: Readonly<Record<LocalsWayName, string>> = {
  index: 'by index',
  name: 'by name',
  dict: 'dict made',
  ready: 'dict at hand',
}

export async function benchLocals(classes: Classes, python: unknown, json: boolean): Promise<void> {
  const here = LOCALS_COUNTS.map((guards) => timeLocals(classes, guards, LOCALS_TURNS))
  const torch = typeof python === 'string' ? await inProcess(python) : null
  if (json) {
    const inTorch = torch === null ? {} : { torch: { version: torch.version, locals: torch.times.map(jsonOf) } }
    writeJson({ engine: { v8: process.versions.v8, locals: here.map(jsonOf) }, ...inTorch })
    return
  }
  write(tableOf(`this engine in V8 ${process.versions.v8}, each way and a test of the kind`, here))
  if (torch !== null) write(tableOf(`torch ${torch.version}, less what is there without guards`, torch.times))
}

async function inProcess(
  python: string,
): Promise<{ readonly version: string; readonly times: readonly LocalsTimes[] }> {
  const { inTorch } = await import('./profile-torch')
  return inTorch(python, async (live, version) => {
    const times: LocalsTimes[] = []
    for (const guards of LOCALS_COUNTS) times.push(await live.ask('timeLocals', { guards, turns: LOCALS_TURNS }))
    return { version, times }
  })
}

const rounded = (value: number): number => Math.round(value * 10) / 10

function jsonOf(times: LocalsTimes) {
  return {
    guards: times.guards,
    ways: figuresOf(times).map(({ way, time, spread, ratio }) => ({
      way,
      median_ns: rounded(time),
      spread_ns: rounded(spread),
      over_index: ratio === null ? null : { median: rounded(ratio.middle), spread: rounded(ratio.spread) },
      runs: times.ways.find((one) => one.way === way)?.runs.length ?? 0,
    })),
  }
}

function tableOf(of: string, all: readonly LocalsTimes[]): string {
  const ways = figuresOf(all[0] ?? { guards: 0, ways: [] }).map(({ way }) => way)
  const head = ways.map((way) => `${WORDS[way].padStart(20)}${way === 'index' ? '' : 'over index'.padStart(14)}`)
  const rows = all.map((times) => {
    const cells = figuresOf(times).map(({ way, time, spread, ratio }) => {
      const figure = `${time.toFixed(0)} ± ${spread.toFixed(0)}`.padStart(20)
      const over = ratio === null ? '-' : `${ratio.middle.toFixed(1)} ± ${ratio.spread.toFixed(1)}`
      return `${figure}${way === 'index' ? '' : over.padStart(14)}`
    })
    return `${String(times.guards).padStart(7)}${cells.join('')}`
  })
  return `${of}; ns a check, median and half of the middle half\n${'guards'.padStart(7)}${head.join('')}\n${rows.join('\n')}\n`
}
