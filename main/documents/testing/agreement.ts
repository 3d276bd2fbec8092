/** Compares what the checker answers for recorded scenarios with what torch answered. */
import { buildGuardTree } from '../../engine/build'
import { Checker, type GuardDebugInfo } from '../../engine/check/checker'
import { parseScenario, readScenario } from '../../engine/check/scenario'
import { GlobalStateSchema } from '../../../shared/scenario'
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
  readonly loaded: Answer | null
}

export interface Difference {
  readonly what: 'check' | 'result' | 'parts' | 'executed' | 'unknown'
  readonly torch: string
  readonly ours: string
}

/** Ids and addresses of a process. */
const maskPart = (text: string): string => text.replace(/\d{9,}/g, '#').replace(/0x[0-9a-f]{6,}/g, '#')
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
  loadedIn: unknown,
  torchFolder?: string,
): { readonly answers: readonly Compared[] } {
  const state = readGuardsState(decodePickle(bytes))
  const options = torchFolder === undefined ? { locals } : { locals, torchFolder }
  const tree = buildGuardTree(state, factsFor(state.version), options)
  const globalState = GlobalStateSchema.safeParse(loadedIn)
  const checker = new Checker(tree, {
    currentDevice: null,
    globalState: globalState.success ? globalState.data : null,
    guardState: null,
  })
  const answers = scenarios.flatMap((recorded): Compared[] => {
    const { loaded } = recorded
    // torch itself could not load the blob
    if (loaded === null) return []
    const scenario = readScenario(parseScenario(recorded), tree.builder.classes)
    const check = checker.check(scenario)
    const info = checker.checkVerbose(scenario)
    const guard =
      info.failed === null ? (info.result === null ? 'unknown' : 'passes') : (info.failed.leaf?.cls ?? 'access')
    return [{ scenario: recorded.name, guard, difference: differenceOf(loaded, check, info) }]
  })
  return { answers }
}

function differenceOf(loaded: Answer, check: boolean | null, info: GuardDebugInfo): Difference | null {
  const theirs = loaded.verbose
  const differ = (what: Difference['what'], torch: unknown, ours: unknown): Difference => ({
    what,
    torch: String(torch),
    ours: String(ours),
  })
  if (check === null || info.result === null)
    return differ('unknown', loaded.check, info.unknown.map(({ source, reason }) => `${source}: ${reason}`).join('; '))
  if (check !== loaded.check) return differ('check', loaded.check, check)
  if (info.result !== theirs.result) return differ('result', theirs.result, info.result)
  const text = (parts: readonly string[]): string => parts.map(unpadded).join('\n')
  const [a, b] = [text(theirs.verbose_code_parts), text(info.verboseCodeParts)]
  if (a !== b) return differ('parts', a, b)
  return theirs.num_guards_executed === info.numGuardsExecuted
    ? null
    : differ('executed', theirs.num_guards_executed, info.numGuardsExecuted)
}
