/** `extract FILE -o DIR`: writes the blobs of a container as files of their own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ContainerBlob, recognise } from '../containers/recognise'
import { type Command, CommandError, DONE } from './command'
import { about, chosenBlobs } from './open'
import { write, writeJson } from './output'
import { fileError, readFile } from './read-file'

export const extract: Command = {
  operands: ['FILE'],
  options: { output: { type: 'string', short: 'o' }, blob: { type: 'string' }, force: { type: 'boolean' } },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { output } = values
    if (typeof output !== 'string') throw new CommandError('no -o DIR given (usage: guardscope extract FILE -o DIR)')
    const bytes = readFile(path)
    const container = about(path, () => recognise(bytes))
    const chosen = new Set(chosenBlobs(path, container.blobs, values['blob']).map((blob) => blob.index))
    const files = container.blobs
      .filter((blob) => chosen.has(blob.index))
      .map((blob) => ({ blob, file: join(output, fileName(blob)) }))
    if (values['force'] !== true) files.forEach(({ blob, file }) => refuseToReplace(file, blob))
    attempt(output, () => mkdirSync(output, { recursive: true }))
    for (const { blob, file } of files) attempt(file, () => writeFileSync(file, blob.bytes))
    if (json) writeJson({ files: files.map(({ blob, file }) => ({ file, ...described(blob) })) })
    else write(files.map(({ blob, file }) => `${file}  ${blob.length} bytes  ${blob.path}`.trimEnd() + '\n').join(''))
    return DONE
  },
}

function described({ path, function: of, recompilation, offset, length }: ContainerBlob): object {
  return { path, function: of, recompilation, offset, length }
}

/** `1-MLP.forward-0.guards_state`. What a file calls a function is no path: only plain characters stay. */
function fileName(blob: ContainerBlob): string {
  const plain = blob.function
    .replace(/[^A-Za-z0-9_.]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 80)
  const parts = [String(blob.index), plain, blob.recompilation < 0 ? '' : String(blob.recompilation)]
  return `${parts.filter((part) => part !== '').join('-')}.guards_state`
}

/** A blob that was edited after an earlier extract is not lost; one that is the same is no matter. */
function refuseToReplace(file: string, blob: ContainerBlob): void {
  const same = attempt(file, () => !existsSync(file) || readFileSync(file).equals(blob.bytes))
  if (!same)
    throw new CommandError(`${file}: already exists with other content; nothing was written (--force replaces it)`)
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fileError(path, error)
  }
}
