/** `check FILE --scenarios S`: whether each call would pass, and if not, why; with `--against`, where two blobs part. */
import type { GlobalState } from '../../shared/scenario'
import type { BuiltTree } from '../engine/build'
import { AsSaved } from '../engine/check/as-saved'
import { Checker } from '../engine/check/checker'
import type { GuardDebugInfo } from '../engine/check/checker/debug-info'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { parseGlobalState } from '../engine/check/global-state'
import { readScenario } from '../engine/check/scenario'
import { readScenarioFile, type ScenarioFile } from '../documents/scenarios'
import { type Command, CommandError, DONE, FINDINGS } from './command'
import { about, chosenBlobs, openFile } from './open'
import { write, writeJson } from './output'
import { readFile } from './read-file'

type Word = boolean | 'unknown'
const word = (answer: boolean | null): Word => answer ?? 'unknown'

interface Result {
  readonly name: string
  readonly check: Word
  readonly info: GuardDebugInfo
}

export const check: Command = {
  operands: ['FILE'],
  options: {
    scenarios: { type: 'string' },
    blob: { type: 'string' },
    'as-saved': { type: 'boolean' },
    'global-state': { type: 'string' },
    against: { type: 'string' },
    'against-blob': { type: 'string' },
  },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { scenarios: from, against } = values
    if (typeof from !== 'string')
      throw new CommandError('no --scenarios S given (usage: guardscope check FILE --scenarios S)')
    const tree = treeIn(path, values['blob'])
    const file = about(from, () => readScenarioFile(readFile(from)))
    const guardState = stateIn(values['global-state'])
    const asSaved = values['as-saved'] === true
    if (asSaved && guardState !== null)
      throw new CommandError('--global-state is what a loaded guard is built from: it does not go with --as-saved')
    const results = resultsOf(tree, from, file, guardState, asSaved)
    if (typeof against !== 'string') {
      if (json) writeJson({ results: results.map(asJson) })
      else write(asText(results))
      return results.every((result) => result.check === true) ? DONE : FINDINGS
    }
    const other = treeIn(against, values['against-blob'])
    const theirs = resultsOf(other, from, file, guardState, asSaved)
    const parting = results.flatMap((here, i) => {
      const there = theirs[i]
      return there === undefined || isSame(here, there) ? [] : [{ name: here.name, here, there }]
    })
    if (json)
      writeJson({
        results: results.map(asJson),
        against: theirs.map(asJson),
        part: parting.map(({ name }) => name),
      })
    else write(partingText(path, against, results.length, parting))
    return parting.length === 0 ? DONE : FINDINGS
  },
}

function treeIn(path: string, blob: unknown): BuiltTree {
  const { document } = openFile(path)
  const [chosen] = chosenBlobs(path, document.info.blobs, blob ?? '0')
  return about(path, () => document.tree(chosen?.index ?? 0))
}

/** The state in the file of `--global-state`: the JSON of `GlobalStateGuard.__getstate__()`. */
function stateIn(path: unknown): GlobalState | null {
  if (typeof path !== 'string') return null
  const state = parseGlobalState(new TextDecoder().decode(readFile(path)))
  if (typeof state === 'string') throw new CommandError(`${path}: ${state}`)
  return state
}

function resultsOf(
  tree: BuiltTree,
  from: string,
  { scenarios, globalState, savedIn: env }: ScenarioFile,
  guardState: GlobalState | null,
  asSaved: boolean,
): Result[] {
  const original = asSaved ? new AsSaved(tree, { globalState, env }) : null
  const checker = new Checker(tree, { ...NEW_PROCESS, globalState, guardState }, original)
  return scenarios.map((scenario, i) =>
    about(`${from}: scenario ${i}`, () => {
      const made = readScenario(scenario, tree.builder.classes)
      return { name: scenario.name, check: word(checker.check(made)), info: checker.checkVerbose(made) }
    }),
  )
}

/** Whether two blobs answer alike, and refuse for the same reason, whatever line of code it comes from. */
function isSame(a: Result, b: Result): boolean {
  const reasons = ({ info }: Result): string =>
    info.verboseCodeParts.map((part) => part.split(/\s+# /, 1)[0]).join('\n')
  return a.check === b.check && reasons(a) === reasons(b)
}

function asJson({ name, check: answer, info }: Result): unknown {
  return {
    name,
    check: answer,
    verbose: {
      result: word(info.result),
      verbose_code_parts: info.verboseCodeParts,
      num_guards_executed: info.numGuardsExecuted,
    },
    ...(info.unknown.length === 0 ? {} : { unknown: info.unknown }),
  }
}

function why({ check: answer, info }: Result): string[] {
  const unknown = answer === 'unknown' ? info.unknown : []
  return [
    ...info.verboseCodeParts,
    ...unknown.map(({ source, reason }) => `${source === '' ? '' : `${source}: `}${reason}`),
  ]
}

function asText(results: readonly Result[]): string {
  const lines = results.flatMap((result) => [
    `${String(result.check).padEnd(7)}  ${result.name}  (${result.info.numGuardsExecuted} guards)`,
    ...why(result).map((line) => `         ${line}`),
  ])
  const count = (answer: Word): number => results.filter((result) => result.check === answer).length
  const total = `${results.length} ${results.length === 1 ? 'scenario' : 'scenarios'}: ${count(true)} pass, ${count(false)} fail, ${count('unknown')} unknown`
  return `${[...lines, total].join('\n')}\n`
}

function partingText(
  path: string,
  against: string,
  count: number,
  parting: readonly { readonly name: string; readonly here: Result; readonly there: Result }[],
): string {
  const lines = parting.flatMap(({ name, here, there }) => [
    name,
    ...[
      { of: path, result: here },
      { of: against, result: there },
    ].flatMap(({ of, result }) => [
      `  ${String(result.check).padEnd(7)}  ${of}`,
      ...why(result).map((line) => `           ${line}`),
    ]),
  ])
  const total = `${count} ${count === 1 ? 'scenario' : 'scenarios'}: ${parting.length === 0 ? 'no difference' : `${parting.length} part`}`
  return `${[...lines, total].join('\n')}\n`
}
