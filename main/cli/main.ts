/** Reads the command line, runs the command it names and turns every failure into one line. */
import { parseArgs } from 'node:util'
import { version } from '../../package.json'
import { type Command, CommandError, DONE, FAILED, type Status } from './command'
import { commands, helpText } from './commands'
import { oneLine, write, writeError } from './output'

/** Runs the command line `args` (without node and the script). Never throws: resolves to the exit status. */
export async function main(args: readonly string[]): Promise<Status> {
  try {
    return await dispatch(args)
  } catch (error) {
    writeError(oneLine(error))
    return FAILED
  }
}

async function dispatch(args: readonly string[]): Promise<Status> {
  const at = args.findIndex((arg) => !arg.startsWith('-'))
  const leading = at < 0 ? args : args.slice(0, at)
  if (leading.includes('--version')) return print(`${version}\n`)
  const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h'
  if (leading.some(isHelp)) return print(helpText())
  const unknown = leading.find((arg) => arg !== '--json')
  if (unknown !== undefined) throw new CommandError(`unknown option ${unknown} (see guardscope --help)`)
  const name = args[at]
  if (name === undefined) throw new CommandError(`no command: one of ${names()} (see guardscope --help)`)
  const row = commands.find((command) => command.name === name)
  if (row === undefined)
    throw new CommandError(`unknown command ${JSON.stringify(name)}: one of ${names()} (see guardscope --help)`)
  const command = await row.load()
  const [ours, theirs] = parted(args.slice(at + 1), command)
  if (ours.some(isHelp)) return print(helpText())
  const { values, positionals } = parse([...leading, ...ours], command, row.usage)
  const { json, ...own } = values
  return command.run({ operands: [...positionals, ...theirs], values: own, json: json === true })
}

/** What is meant for the command, and what stands behind its operands where that is another program's. */
function parted(args: readonly string[], command: Command): readonly [readonly string[], readonly string[]] {
  if (command.rest !== true) return [args, []]
  const options = { ...command.options, json: { type: 'boolean' as const } }
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true })
  const last = tokens.filter((token) => token.kind === 'positional')[command.operands.length - 1]
  const end = last === undefined ? args.length : last.index + 1
  return [args.slice(0, end), args.slice(end)]
}

function print(text: string): Status {
  write(text)
  return DONE
}

function names(): string {
  return commands.map((command) => command.name).join(', ')
}

function parse(args: readonly string[], command: Command, usage: string): ReturnType<typeof parseArgs> {
  const options = { ...command.options, json: { type: 'boolean' as const } }
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new CommandError(`${sentence(error)} (usage: guardscope ${usage})`)
  }
  const { positionals } = parsed
  const missing = command.operands[positionals.length]
  if (missing !== undefined) throw new CommandError(`no ${missing} given (usage: guardscope ${usage})`)
  const extra = positionals[command.operands.length + (command.optional?.length ?? 0)]
  if (extra !== undefined) throw new CommandError(`unexpected ${JSON.stringify(extra)} (usage: guardscope ${usage})`)
  return parsed
}

/** The first sentence of Node's message: the rest is advice about `--`. */
function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split(/\. |\n/)[0] ?? message
}
