/** Which of a start's arguments are files to open. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Flags that take the next argument for themselves. */
const WITH_VALUE = new Set(['-r', '--require'])

/**
 * Absolute paths of the files named in `argv` (as in process.argv), relative ones against `cwd`. Flags are skipped,
 * and so is `appPath`, the folder that an unpackaged start names. Whether a file exists is found when it is opened.
 */
export function filesIn(argv: readonly string[], cwd: string, appPath: string): readonly string[] {
  const files: string[] = []
  for (let index = 1; index < argv.length; index++) {
    const argument = argv[index] ?? ''
    if (WITH_VALUE.has(argument)) index++
    else if (argument !== '' && !argument.startsWith('-')) files.push(toPath(argument, cwd))
  }
  return files.filter((path) => path !== resolve(appPath))
}

function toPath(argument: string, cwd: string): string {
  if (argument.startsWith('file://')) {
    try {
      return fileURLToPath(argument)
    } catch {
      // a path that only looks like one
    }
  }
  return resolve(cwd, argument)
}
