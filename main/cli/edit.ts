/** `edit FILE --edits E -o OUT`: applies a list of edits, or those that a changed text means, to one blob of a file and writes what comes of it. */
import { EditedFile, parseEdits } from '../documents/edit-file'
import type { History } from '../documents/history'
import { saveFile } from '../documents/save'
import { EditRefused } from '../engine/edit/refused'
import { labelOf } from '../engine/edit/label'
import { documentText } from '../engine/text/document-text'
import { editsOf } from '../engine/text/edits-of'
import type { Edit } from '../../shared/edit'
import { type Command, CommandError, DONE } from './command'
import { about, chosenBlobs, isSameFile, onlyBlob } from './open'
import { oneLine, write, writeJson } from './output'
import { readFile } from './read-file'

const USAGE = '(usage: guardscope edit FILE --edits E | --text T -o OUT)'

export const edit: Command = {
  operands: ['FILE'],
  options: {
    edits: { type: 'string' },
    text: { type: 'string' },
    force: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
    blob: { type: 'string' },
  },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { edits: from, text, output } = values
    if ((typeof from === 'string') === (typeof text === 'string'))
      throw new CommandError(
        `${from === undefined ? 'no' : 'both'} --edits E ${from === undefined ? 'or' : 'and'} --text T given ${USAGE}`,
      )
    if (typeof output !== 'string') throw new CommandError(`no -o OUT given ${USAGE}`)
    const bytes = readFile(path)
    const file = about(path, () => new EditedFile(bytes))
    const [blob] = chosenBlobs(
      path,
      file.container.blobs,
      values['blob'] ?? onlyBlob(path, file.container.blobs.length),
    )
    const history = about(path, () => file.blob(blob?.index ?? 0))
    const before = history.graph.state.guards.length
    const edits =
      typeof from === 'string'
        ? refusable(from, () => parseEdits(jsonIn(from)))
        : applyText(String(text), history, values['force'] === true)
    if (typeof from === 'string') refusable(path, () => history.apply(edits))
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

/** Applies what a changed text of the blob means; what is wrong is named with its line. */
function applyText(path: string, history: History, force: boolean): readonly Edit[] {
  const text = new TextDecoder().decode(readFile(path))
  const { edits, problems } = editsOf(documentText(history.graph.tree), text)
  const [first] = problems
  if (first !== undefined) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    throw new CommandError(`${path}:${first.line}:${first.column}: ${first.message}${more}`)
  }
  if (edits.length === 0) throw new CommandError(`${path}: says what the blob says: nothing would be edited`)
  const list = edits.map(({ edit: one }) => (force ? { ...one, force } : one))
  try {
    history.apply(list)
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    const line = edits[error.index]?.line
    throw new CommandError(`${path}${line === undefined ? '' : `:${line}`}: ${oneLine(error)}`)
  }
  return list
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
