/** `check FILE --scenarios S [--as-saved]`: whether each call would pass, and if not, why. */
import { AsSaved } from '../engine/check/as-saved'
import { Checker, type GuardDebugInfo, NEW_PROCESS } from '../engine/check/checker'
import { readScenario } from '../engine/check/scenario'
import { readScenarioFile } from '../documents/scenarios'
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
  options: { scenarios: { type: 'string' }, blob: { type: 'string' }, 'as-saved': { type: 'boolean' } },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { scenarios: from } = values
    if (typeof from !== 'string')
      throw new CommandError('no --scenarios S given (usage: guardscope check FILE --scenarios S)')
    const { document } = openFile(path)
    const [blob] = chosenBlobs(path, document.info.blobs, values['blob'] ?? '0')
    const file = about(from, () => readScenarioFile(readFile(from)))
    const tree = about(path, () => document.tree(blob?.index ?? 0))
    const { globalState, savedIn: env } = file
    const asSaved = values['as-saved'] === true ? new AsSaved(tree, { globalState, env }) : null
    const checker = new Checker(tree, { ...NEW_PROCESS, globalState }, asSaved)
    const results = file.scenarios.map((scenario, i): Result =>
      about(`${from}: scenario ${i}`, () => {
        const made = readScenario(scenario, tree.builder.classes)
        return { name: scenario.name, check: word(checker.check(made)), info: checker.checkVerbose(made) }
      }),
    )
    if (json) writeJson({ results: results.map(asJson) })
    else write(asText(results))
    return results.every((result) => result.check === true) ? DONE : FINDINGS
  },
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

function asText(results: readonly Result[]): string {
  const lines = results.flatMap(({ name, check: answer, info }) => [
    `${String(answer).padEnd(7)}  ${name}  (${info.numGuardsExecuted} guards)`,
    ...info.verboseCodeParts.map((part) => `         ${part}`),
    ...(answer === 'unknown'
      ? info.unknown.map(({ source, reason }) => `         ${source === '' ? '' : `${source}: `}${reason}`)
      : []),
  ])
  const count = (answer: Word): number => results.filter((result) => result.check === answer).length
  const total = `${results.length} ${results.length === 1 ? 'scenario' : 'scenarios'}: ${count(true)} pass, ${count(false)} fail, ${count('unknown')} unknown`
  return `${[...lines, total].join('\n')}\n`
}
