/** `edit FILE --edits E -o OUT`: applies a list of edits to one blob of a file and writes the file that comes of it. */
import { EditedFile, parseEdits } from '../documents/edit-file'
import { saveFile } from '../documents/save'
import { EditRefused } from '../engine/edit/refused'
import { labelOf } from '../engine/edit/label'
import { type Command, CommandError, DONE } from './command'
import { about, chosenBlobs, isSameFile } from './open'
import { oneLine, write, writeJson } from './output'
import { readFile } from './read-file'

const USAGE = '(usage: guardscope edit FILE --edits E -o OUT)'

export const edit: Command = {
  operands: ['FILE'],
  options: { edits: { type: 'string' }, output: { type: 'string', short: 'o' }, blob: { type: 'string' } },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { edits: from, output } = values
    if (typeof from !== 'string') throw new CommandError(`no --edits E given ${USAGE}`)
    if (typeof output !== 'string') throw new CommandError(`no -o OUT given ${USAGE}`)
    const bytes = readFile(path)
    const file = about(path, () => new EditedFile(bytes))
    const [blob] = chosenBlobs(path, file.container.blobs, values['blob'] ?? only(path, file.container.blobs.length))
    const edits = refusable(from, () => parseEdits(jsonIn(from)))
    const history = about(path, () => file.blob(blob?.index ?? 0))
    const before = history.graph.state.guards.length
    refusable(path, () => history.apply(edits))
    const guards = history.graph.state.guards.length
    const written = about(path, () => file.encode())
    const isSame = isSameFile(path, output)
    saveFile(output, written, isSame ? { opened: bytes, keepOriginal: true } : {})
    if (json) writeJson({ file: output, bytes: written.length, edits: edits.map(labelOf), guards })
    else {
      const left = guards === before ? '' : `, ${guards} guards of ${before}`
      write(`${edits.map((one) => `${labelOf(one)}\n`).join('')}${output}  ${written.length} bytes${left}\n`)
    }
    return DONE
  },
}

/** A file of several blobs does not say which one is meant. */
function only(path: string, count: number): string {
  if (count > 1) throw new CommandError(`${path}: holds ${count} blobs: --blob N says which (see guardscope info)`)
  return '0'
}

function jsonIn(path: string): unknown {
  const text = new TextDecoder().decode(readFile(path))
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError(`${path}: not JSON: ${oneLine(error)}`)
  }
}

/** The place of the edit that failed, and why. */
function refusable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    throw new CommandError(`${path}: ${error.index < 0 ? '' : `edit ${error.index}: `}${oneLine(error)}`)
  }
}
