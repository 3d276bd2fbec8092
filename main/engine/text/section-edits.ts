/** Edits of the global state and of the shape expressions, out of the lines of their sections. */
import type { TextProblem } from '../../../shared/blob-text'
import { type EditedBlock, problemAt } from './blocks'
import type { DocumentText } from './document-text'
import { LineError, partsOf, readBareOrQuoted } from './lines'
import { jsonText, stateEntries, stateLine } from './state-lines'
import type { Steps } from './steps'

const KEY = /^(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"))\s*=\s*/

/** A comment that is not the line's own: what stands there follows from the rest. */
export function commentProblem(text: string, line: number, own: string): TextProblem | null {
  const { comment, commentAt } = partsOf(text)
  if (comment === '' || comment === partsOf(own).comment) return null
  const message = 'what stands behind # follows from the rest: it cannot be changed'
  return { line, column: commentAt + 1, endColumn: commentAt + comment.length + 1, message }
}

export function stateEdits({ tree }: DocumentText, block: EditedBlock, steps: Steps): void {
  const { globalState, version } = tree.builder.state
  const old = globalState === null ? null : stateEntries(globalState)
  if (old === null) {
    steps.problems.push(
      problemAt(block.line, 'global state', `torch ${version} saved no global state that could be changed here`),
    )
    return
  }
  const left = new Set(old.keys())
  let unread = 0
  for (const { text, line } of block.lines) {
    try {
      const [key, value] = readState(text)
      const isOld = old.has(key)
      if (isOld && !left.delete(key)) throw wrong(text, `${key} stands here twice`)
      const strange = isOld ? commentProblem(text, line, stateLine(key, old.get(key))) : null
      if (strange !== null) steps.problems.push(strange)
      if (isOld && jsonText(old.get(key)) === jsonText(value)) continue
      steps.sets.push({ edit: { do: 'set-global-state', key, value }, line })
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      unread++
      steps.problems.push({ line, column: error.at + 1, endColumn: error.end + 1, message: error.message })
    }
  }
  // a line that cannot be read is one of them
  for (const key of [...left].slice(unread))
    steps.problems.push(
      problemAt(block.line, 'global state', `${key} is missing: a process that loads a state without it aborts`),
    )
}

function readState(text: string): readonly [string, unknown] {
  const { code, at } = partsOf(text)
  const found = KEY.exec(code)
  if (found === null) throw wrong(text, 'expected a key, = and its value as JSON')
  const [whole, bare, inQuotes = ''] = found
  const json = code.slice(whole.length)
  try {
    return [bare ?? readBareOrQuoted(inQuotes, at), JSON.parse(json)]
  } catch (error) {
    if (error instanceof LineError) throw error
    throw new LineError(
      `${bare ?? inQuotes}: expected JSON, like true, 6 or [1, 2]`,
      at + whole.length,
      at + Math.max(code.length, whole.length + 1),
    )
  }
}

function wrong(text: string, message: string): LineError {
  const { code, at } = partsOf(text)
  return new LineError(message, at, at + Math.max(code.length, 1))
}

export function shapeEdits({ tree }: DocumentText, block: EditedBlock, steps: Steps): void {
  const { shapeCodeParts: shapes, version } = tree.builder.state
  if (shapes === null) {
    const message = `torch ${version} saved no shape expressions in this file`
    steps.problems.push(problemAt(block.line, 'shape expressions', message))
    return
  }
  const exprs: string[] = []
  const lines: number[] = []
  for (const { text, line } of block.lines) {
    const { code, at, comment } = partsOf(text)
    if (code === '') continue
    if (comment !== '') {
      const strange = commentProblem(text, line, '')
      if (strange !== null) steps.problems.push(strange)
    }
    try {
      exprs.push(readBareOrQuoted(code, at))
      lines.push(line)
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      steps.problems.push({ line, column: error.at + 1, endColumn: error.end + 1, message: error.message })
      // what is not read is none of the expressions: nothing of them is changed
      return
    }
  }
  const old = shapes.python
  const changed = exprs.flatMap((_, i) => (exprs[i] === old[i] ? [] : [i]))
  if (exprs.length === old.length && changed.length === 0) return
  const texts = [...old, ...changed.map((i) => exprs[i])]
  const areTold = new Set(texts).size === texts.length
  if (exprs.length === old.length && areTold) {
    // one by one, each keeps the text that a failure shows
    for (const i of changed)
      steps.sets.push({
        edit: { do: 'set-text', expr: old[i] ?? '', to: exprs[i] ?? '' },
        line: lines[i] ?? block.line,
      })
    return
  }
  const first = exprs.findIndex((expr, i) => expr !== old[i])
  steps.sets.push({ edit: { do: 'set-shape-exprs', exprs }, line: lines[first] ?? block.line })
}
