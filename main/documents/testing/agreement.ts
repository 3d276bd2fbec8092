/** Compares what the checker answers for recorded scenarios with what torch answered. */
import { buildGuardTree } from '../../engine/build'
import { AsSaved } from '../../engine/check/as-saved'
import { Checker } from '../../engine/check/checker'
import type { GuardDebugInfo } from '../../engine/check/checker/debug-info'
import { NEW_PROCESS } from '../../engine/check/loading-process'
import { readScenario } from '../../engine/check/scenario'
import { parseScenario } from '../../engine/check/scenario/parse'
import { GlobalStateSchema } from '../../../shared/scenario'
import type { Facts } from '../../engine/facts'
import { decodePickle } from '../../pickle/decode'
import { readGuardsState } from '../../state/read-state'
import { factsFor } from '../tables'

interface Answer {
  readonly check: boolean
  readonly verbose: {
    readonly result: boolean
    readonly verbose_code_parts: readonly string[]
    readonly num_guards_executed: number
  }
}
export interface Recorded {
  readonly name: string
  /** Of the manager before saving. */
  readonly ref?: Answer | null
  readonly loaded: Answer | null
}

/** The process that compiled and saved, where the versions whose files do not tell need it. */
export interface Saved {
  readonly globalState: unknown
  readonly env: string
}

export interface Difference {
  readonly what: 'check' | 'result' | 'parts' | 'executed' | 'unknown' | 'parts unknown'
  readonly torch: string
  readonly ours: string
}

/** Ids and addresses of a process. */
const maskPart = (text: string): string => text.replace(/\d{9,}/g, '#').replace(/0x[0-9a-f]{6,}/g, '#')
/** What is in no file: where torch itself asked for a guard, and the id of the compile. */
const maskLost = (text: string): string =>
  text.replace(/# _dynamo\/output_graph\.py:\d+ in init_ambient_guards/, '# #').replace(/_c\d+\/\d+(?= )/, '_c#')
/** A part with an id is padded by the id's length. */
const unpadded = (text: string): string => maskPart(text).replace(/ {2,}/g, ' ').trimEnd()

export interface Compared {
  readonly scenario: string
  /** Class of the guard that fails; `access` where a way leads to nothing, `passes` where none does. */
  readonly guard: string
  /** null where all is as torch has it. */
  readonly difference: Difference | null
}

/** One blob's scenarios, in their order: a manager learns from one to the next. */
export function compareScenarios(
  bytes: Uint8Array,
  scenarios: readonly Recorded[],
  locals: readonly string[],
  saved: Saved,
  loading: { readonly torchFolder?: string; readonly facts?: Facts | null } = {},
): { readonly answers: readonly Compared[]; readonly asSaved: readonly Compared[] } {
  const state = readGuardsState(decodePickle(bytes))
  const { torchFolder, facts } = loading
  const options = torchFolder === undefined ? { locals } : { locals, torchFolder }
  const tree = buildGuardTree(state, facts ?? factsFor(state.version), options)
  const parsed = GlobalStateSchema.safeParse(saved.globalState)
  const globalState = parsed.success ? parsed.data : null
  const loaded = new Checker(tree, { ...NEW_PROCESS, globalState })
  const original = new Checker(tree, NEW_PROCESS, new AsSaved(tree, { globalState, env: saved.env }))
  const compare = (checker: Checker, of: 'ref' | 'loaded'): Compared[] =>
    scenarios.flatMap((recorded): Compared[] => {
      const torch = recorded[of]
      // torch itself could not load the blob, or was not asked
      if (torch == null) return []
      const scenario = readScenario(parseScenario(recorded), tree.builder.classes)
      const check = checker.check(scenario)
      const info = checker.checkVerbose(scenario)
      const guard =
        info.failed === null ? (info.result === null ? 'unknown' : 'passes') : (info.failed.leaf?.cls ?? 'access')
      return [{ scenario: recorded.name, guard, difference: differenceOf(of, torch, check, info) }]
    })
  return { answers: compare(loaded, 'loaded'), asSaved: compare(original, 'ref') }
}

function differenceOf(
  of: 'ref' | 'loaded',
  torch: Answer,
  check: boolean | null,
  info: GuardDebugInfo,
): Difference | null {
  const theirs = torch.verbose
  const differ = (what: Difference['what'], theirs: unknown, ours: unknown): Difference => ({
    what,
    torch: String(theirs),
    ours: String(ours),
  })
  const unknown = (what: 'unknown' | 'parts unknown'): Difference =>
    differ(what, torch.check, info.unknown.map(({ source, reason }) => `${source}: ${reason}`).join('; '))
  if (check === null || info.result === null) return unknown('unknown')
  if (check !== torch.check) return differ('check', torch.check, check)
  if (info.result !== theirs.result) return differ('result', theirs.result, info.result)
  const text = (parts: readonly string[]): string => parts.map(unpadded).join('\n')
  const part = of === 'ref' ? maskLost : (text: string): string => text
  const [a, b] = [text(theirs.verbose_code_parts.map(part)), text(info.verboseCodeParts)]
  // it may have ended at what the file does not tell of it
  if (of === 'ref' && info.unknown.length > 0) return unknown('parts unknown')
  const counts = [theirs.num_guards_executed, info.numGuardsExecuted] as const
  if (a === b && counts[0] === counts[1]) return null
  // it says that it may have ended earlier
  if (info.unknown.length > 0) return unknown('parts unknown')
  return a === b ? differ('executed', ...counts) : differ('parts', a, b)
}
