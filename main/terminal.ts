/**
 * A command of the terminal asked of the window's program: `Guardscope info FILE`, where there is no Node to run cli.js.
 *
 * The fuse runAsNode is off, so that no variable of the environment makes a Node that runs anything out of this program,
 * with its name, its signature and what the system lets it do. Its cost is that cli.js cannot be run by it either. So the
 * command is run before Electron starts: Electron reads this module first, and without a screen it fails (25 dies in GTK
 * even where Chromium is told to be headless) once the module is done. The module waits, the command is done on a thread
 * with an event loop of its own, and the process ends with its status: no window, no screen, no lock of a first start.
 */
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { commands } from './cli/commands'

/** What stands before a command, or for one. */
const OWN = new Set(['--json', '--help', '-h', '--version'])
/** Flags that take the next argument for themselves. */
const WITH_VALUE = new Set(['-r', '--require'])
/** More than V8 can have: where memory ends the process ends, where a limit would end the thread alone and leave us waiting. */
const NO_LIMIT_MB = 16_384

/** What the terminal is asked in `argv` (as in process.argv); null where the window is. A file named like a command is `./info`. */
export function terminalArguments(argv: readonly string[], appPath: string): readonly string[] | null {
  let at = 1
  for (; at < argv.length; at++) {
    const argument = argv[at] ?? ''
    if (WITH_VALUE.has(argument)) at++
    else if (OWN.has(argument) || !(argument.startsWith('-') || resolve(argument) === resolve(appPath))) break
  }
  const asked = argv.slice(at)
  const [first = ''] = asked
  return OWN.has(first) || commands.some(({ name }) => name === first) ? asked : null
}

/** Runs the command and ends the process with its status. `script` is the built cli/in-worker. */
export function runInTerminal(script: string, args: readonly string[]): never {
  // A script that is run ends by itself, and what it captured is told: Ctrl-C is meant for it.
  if (args.includes('live')) process.on('SIGINT', () => {})
  const outcome = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  new Worker(script, {
    workerData: { args, outcome },
    resourceLimits: { maxOldGenerationSizeMb: NO_LIMIT_MB },
  })
  Atomics.wait(outcome, 0, 0)
  process.exit(outcome[1])
}
