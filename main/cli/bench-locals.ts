/** `bench FILE --locals`: the ways to a frame's locals, in the engine and, with `--python CMD`, in torch. */
import { LOCALS_COUNTS, LOCALS_TURNS, LOCALS_WAYS, type LocalsTimes, type LocalsWayName } from '../../shared/overhead'
import type { Classes } from '../engine/values/classes'
import { timeLocals } from '../overhead/frame-locals'
import { median, quantile } from '../overhead/statistics'
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

function jsonOf({ guards, ways }: LocalsTimes) {
  return {
    guards,
    ways: ways.map(({ way, runs }) => ({
      way,
      median_ns: rounded(median(runs)),
      low_ns: rounded(quantile(runs, 0.25)),
      high_ns: rounded(quantile(runs, 0.75)),
      runs: runs.length,
    })),
  }
}

function tableOf(of: string, all: readonly LocalsTimes[]): string {
  const shown = LOCALS_WAYS.filter((way) => all.some(({ ways }) => ways.some((one) => one.way === way)))
  const head = `${'guards'.padStart(7)}${shown.map((way) => `${WORDS[way].padStart(20)}${way === 'index' ? '' : '  ratio'}`).join('')}`
  const rows = all.map(({ guards, ways }) => {
    const runs = new Map(ways.map((one) => [one.way, one.runs]))
    const base = median(runs.get('index') ?? [])
    const cells = shown.map((way) => {
      const of = runs.get(way) ?? []
      const [middle, spread] = [median(of), (quantile(of, 0.75) - quantile(of, 0.25)) / 2]
      const ratio = way === 'index' ? '' : (base > 0 && middle > spread ? (middle / base).toFixed(1) : '-').padStart(7)
      return `${`${middle.toFixed(0)} ± ${spread.toFixed(0)}`.padStart(20)}${ratio}`
    })
    return `${String(guards).padStart(7)}${cells.join('')}`
  })
  return `${of}; ns a check, median and half of the middle half\n${head}\n${rows.join('\n')}\n`
}
