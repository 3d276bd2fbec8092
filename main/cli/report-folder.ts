/** `report DIR -o OUT`: a folder of blobs as an index page and two tables. */
import { mkdirSync, realpathSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { reportFolder } from '../documents/folder/report'
import { count } from '../report/words'
import { CommandError, type CommandInput, DONE, FINDINGS, type Status, wholeNumber } from './command'
import { torchVersion } from './doctor'
import { about } from './open'
import { write, writeJson } from './output'
import { fileError } from './read-file'

const HEAP_MB = 1024
const MILLISECONDS = 60_000
const USAGE = '(usage: guardscope report DIR -o OUT)'
/** Of those of `report`, what a folder takes. */
const TAKEN = new Set(['output', 'jobs', 'fresh', 'torch', 'title'])

export async function reportOnFolder({ operands, values, json }: CommandInput): Promise<Status> {
  const folder = operands[0] ?? ''
  const strange = Object.keys(values).find((name) => values[name] !== undefined && !TAKEN.has(name))
  if (strange !== undefined) throw new CommandError(`--${strange} is of a file, and ${folder} is a folder ${USAGE}`)
  const { output: outputs, jobs } = values
  const [output, more] = Array.isArray(outputs) ? outputs : []
  if (typeof output !== 'string' || more !== undefined) throw new CommandError(`-o OUT names one folder ${USAGE}`)
  const torch = torchVersion(values['torch'])
  const threads = jobs === undefined ? availableParallelism() : wholeNumber(jobs, 'jobs', 1)
  const progress = progressLine()
  try {
    makeFolder(output)
    if (realpathSync(output) === realpathSync(folder)) throw new CommandError(`${output}: is the folder itself`)
    const result = await reportFolder({
      folder,
      output,
      title: typeof values['title'] === 'string' ? values['title'] : basename(resolve(folder)),
      torch,
      fresh: values['fresh'] === true,
      script: join(__dirname, 'folder-worker.js'),
      limits: { threads, heapMb: HEAP_MB, milliseconds: MILLISECONDS },
      onProgress: progress.show,
    })
    progress.end()
    const { totals, others, same } = result
    const { files, blobs, guards, loads, unreadable } = totals
    if (json) writeJson({ files, blobs, guards, loads, not_read: unreadable, other_files: others, unchanged: same })
    else
      write(
        `${[
          `${count(blobs, 'blob')} in ${count(files, 'file')}`,
          ...(unreadable > 0 ? [`${unreadable} not read`] : []),
          ...(others > 0 ? [count(others, 'other file')] : []),
          ...(same > 0 ? [`${same} unchanged since the last run`] : []),
        ].join(', ')}\n${join(output, 'index.html')}\n`,
      )
    return unreadable > 0 ? FINDINGS : DONE
  } catch (error) {
    progress.end()
    throw error instanceof CommandError
      ? error
      : about(output, () => {
          throw error
        })
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw fileError(path, error)
  }
}

/** One line on a terminal, and none elsewhere. */
function progressLine(): { readonly show: (done: number, of: number) => void; readonly end: () => void } {
  const { isTTY } = process.stderr
  let told = 0
  return {
    show(done, of) {
      const now = Date.now()
      if (!isTTY || (now - told < 100 && done < of)) return
      told = now
      process.stderr.write(`\r${done} of ${of} files`)
    },
    end() {
      if (isTTY && told > 0) process.stderr.write('\r\x1b[K')
      told = 0
    },
  }
}
