/** Compares what the checker answers for recorded scenarios with what torch answered. */
import { buildGuardTree } from '../../engine/build'
import { Checker } from '../../engine/check/checker'
import { parseScenario, readScenario } from '../../engine/check/scenario'
import { GlobalStateSchema } from '../../../shared/scenario'
import { decodePickle } from '../../pickle/decode'
import { readGuardsState } from '../../state/read-state'
import { factsFor } from '../tables'

export interface Answer {
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
  readonly scenario: string
  /** What differs: `check`, `result`, `parts`, `executed`, `unknown`, or `error`. */
  readonly what: string
  readonly torch: string
  readonly ours: string
  /** Class of the guard that failed, there or here. */
  readonly guard: string
}

/** Ids and addresses of a process. */
export const maskPart = (text: string): string => text.replace(/\d{9,}/g, '#').replace(/0x[0-9a-f]{6,}/g, '#')
/** A part with an id is padded by the id's length. */
const unpadded = (text: string): string => maskPart(text).replace(/ {2,}/g, ' ').trimEnd()

/** The differences of one blob's scenarios, and how many were compared. */
export function compareScenarios(
  bytes: Uint8Array,
  scenarios: readonly (Recorded & object)[],
  locals: readonly string[],
  loadedIn: unknown,
  torchFolder?: string,
): { readonly compared: number; readonly differences: readonly Difference[] } {
  const state = readGuardsState(decodePickle(bytes))
  const tree = buildGuardTree(state, factsFor(state.version), torchFolder === undefined ? { locals } : { locals, torchFolder })
  const globalState = GlobalStateSchema.safeParse(loadedIn)
  const checker = new Checker(tree, {
    currentDevice: null,
    globalState: globalState.success ? globalState.data : null,
  })
  const differences: Difference[] = []
  let compared = 0
  for (const recorded of scenarios) {
    const { loaded } = recorded
    if (loaded === null) continue
    compared++
    const scenario = readScenario(parseScenario(recorded), tree.builder.classes)
    const check = checker.check(scenario)
    const info = checker.checkVerbose(scenario)
    const guard = info.failed?.leaf?.cls ?? (info.failed === null ? (info.unknown[0]?.source ?? '') : 'access')
    const theirs = loaded.verbose
    const add = (what: string, torch: unknown, ours: unknown): void => {
      differences.push({ scenario: recorded.name, what, torch: String(torch), ours: String(ours), guard })
    }
    if (check === null || info.result === null)
      add('unknown', loaded.check, info.unknown.map(({ source, reason }) => `${source}: ${reason}`).join('; '))
    else if (check !== loaded.check) add('check', loaded.check, check)
    else if (info.result !== theirs.result) add('result', theirs.result, info.result)
    else {
      const [a, b] = [theirs.verbose_code_parts, info.verboseCodeParts].map((parts) => parts.map(unpadded).join('\n'))
      if (a !== b) add('parts', a, b)
      else if (theirs.num_guards_executed !== info.numGuardsExecuted)
        add('executed', theirs.num_guards_executed, info.numGuardsExecuted)
    }
  }
  return { compared, differences }
}
