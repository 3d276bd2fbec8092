/** `profile --python CMD`: the same call by torch's own manager, in a process that is started for it. */
import type { Profile, TorchProfileOptions } from '../../shared/overhead'
import type { ScenarioJson } from '../../shared/scenario'
import type { TreeColumns } from '../../shared/tree'
import type { GuardDocument } from '../documents/document'
import { guardRows } from '../documents/guard-rows'
import { nameOf } from '../documents/profile-export'
import { median, quantile } from '../../shared/quantile'
import { profileInTorch } from '../overhead/torch-profile'
import { encodePickle } from '../pickle/encode'
import type { Live } from '../python/live'
import { StartedProcess } from '../python/started-process'
import { CommandError } from './command'
import { oneLine } from './output'

/** Starts Python, which imports torch and waits, for as long as `work` takes. */
export async function inTorch<T>(
  command: string,
  work: (live: Live, torch: string, pid: number) => Promise<T>,
): Promise<T> {
  let torch = ''
  let pid = 0
  let fault: string | null = null
  let ready = (): void => {}
  const isReady = new Promise<void>((resolve) => (ready = resolve))
  const started = new StartedProcess({ command, stay: true, capture: false }, (event) => {
    if (event.kind === 'hello') ({ pid } = event)
    if (event.kind === 'torch') torch = event.version
    if (event.kind === 'fault') fault ??= event.message
    if (event.kind === 'ready') ready()
  })
  const interrupt = (): void => void started.stop()
  process.once('SIGINT', interrupt)
  try {
    const end = await Promise.race([isReady.then(() => null), started.ended])
    if (end !== null) throw new CommandError(fault ?? end.message)
    return await work(started, torch, pid)
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${command}: ${oneLine(error)}`)
  } finally {
    process.off('SIGINT', interrupt)
    await started.stop()
  }
}

export async function profileByTorch(
  command: string,
  { document, index, scenario }: { document: GuardDocument; index: number; scenario: ScenarioJson },
  options: TorchProfileOptions,
): Promise<Profile> {
  const { pickle, locals } = document.graph(index)
  const blob = Buffer.from(encodePickle(pickle)).toString('base64')
  return inTorch(command, async (live, torch, pid) => {
    await live.ask('load', { name: 'blob', blob, locals: locals === null ? null : [...locals] })
    const ask: Live['ask'] = (method, params) => live.ask(method, params)
    return profileInTorch({ ask, name: 'blob', torch, pid, scenario, rows: guardRows(document, index), ...options })
  })
}

interface PartRow {
  readonly row: number
  readonly name: string
  /** Nanoseconds with all below; null where it was not measured. */
  readonly torch_cold_ns: number | null
  readonly torch_cold_error_ns: number | null
  readonly torch_warm_ns: number | null
  readonly torch_warm_error_ns: number | null
  readonly engine_cold_ns: number
  readonly engine_warm_ns: number
}

/** The rows that were left out, the largest first. */
export function partsOf(tree: TreeColumns, torch: Profile, engine: Profile, top: number): readonly PartRow[] {
  const known = (of: Float64Array, row: number): number | null => {
    const value = of[row] ?? Number.NaN
    return Number.isNaN(value) ? null : Math.round(value * 10) / 10
  }
  const tenth = (of: Float64Array, row: number): number => Math.round((of[row] ?? 0) * 10) / 10
  return Array.from(torch.warm.total, (time, row) => ({ time, row }))
    .filter(({ time, row }) => row > 0 && !Number.isNaN(time))
    .sort((a, b) => b.time - a.time)
    .slice(0, top)
    .map(({ row }) => ({
      row,
      name: nameOf(tree, row),
      torch_cold_ns: known(torch.cold.total, row),
      torch_cold_error_ns: known(torch.cold.totalError, row),
      torch_warm_ns: known(torch.warm.total, row),
      torch_warm_error_ns: known(torch.warm.totalError, row),
      engine_cold_ns: tenth(engine.cold.total, row),
      engine_warm_ns: tenth(engine.warm.total, row),
    }))
}

export function torchText(tree: TreeColumns, torch: Profile, engine: Profile, top: number): string {
  const { origin } = torch
  if (origin.kind !== 'torch') return ''
  const spread = (runs: Float64Array): string =>
    `${micro(median(runs))} (${micro(quantile(runs, 0.25))} to ${micro(quantile(runs, 0.75))})`
  const line = (words: string, { cold, warm }: Profile): string =>
    `${words.padEnd(24)}${spread(cold.runs).padEnd(34)}${spread(warm.runs)}\n`
  const ratio = (kind: 'cold' | 'warm'): string => (median(engine[kind].runs) / median(torch[kind].runs)).toFixed(2)
  const { method: warm } = torch.warm
  const { method: cold } = torch.cold
  const asked = warm.kind === 'left-out' ? `; warm, asking from Python is ${Math.round(warm.calling)} ns of each` : ''
  const head =
    `\ntorch ${origin.torch}, process ${origin.pid}: ${torch.scenario}, ${torch.answer}; ${(torch.took / 1000).toFixed(1)} s\n` +
    `${'us a check'.padEnd(24)}${'cold'.padEnd(34)}warm\n` +
    line('this engine', engine) +
    line("torch's own manager", torch) +
    `${'engine over torch'.padEnd(24)}${ratio('cold').padEnd(34)}${ratio('warm')}\n` +
    `cold: ${origin.evicts ? "torch's own profile_guard_manager, once a run" : `${cold.evicted / 1024 / 1024} MiB walked before each check: this torch's own measure does not`}${asked}\n`
  if (torch.answer !== 'true')
    return `${head}no rows: what is left out of a call that is refused decides how far it comes\n`
  if (warm.kind !== 'left-out' || warm.groups === 0 || cold.kind !== 'left-out') return head
  const figure = (time: number | null, error: number | null): string =>
    (time === null || error === null ? 'not measured' : `${time.toFixed(0)} ± ${error.toFixed(0)}`).padStart(18)
  const rows = partsOf(tree, torch, engine, top).map(
    (part) =>
      figure(part.torch_cold_ns, part.torch_cold_error_ns) +
      figure(part.torch_warm_ns, part.torch_warm_error_ns) +
      `${part.engine_cold_ns.toFixed(0).padStart(12)}${part.engine_warm_ns.toFixed(0).padStart(12)}  ${part.name.slice(0, 110)}\n`,
  )
  return (
    `${head}rows by leaving their guards out: ${warm.groups} warm, ${cold.groups} cold; ns with all below\n` +
    `${'torch cold'.padStart(18)}${'torch warm'.padStart(18)}${'engine cold'.padStart(12)}${'engine warm'.padStart(12)}  row\n` +
    rows.join('')
  )
}

const micro = (ns: number): string => (ns / 1000).toFixed(1)
