/** Cuts an edited text into its headings and what stands under each; what is as it was need not be read. */
import type { TextProblem } from '../../../shared/blob-text'
import type { Block, DocumentText } from './document-text'
import { LineError, linesOf, partsOf, readBareOrQuoted, SECTIONS } from './lines'

/** A line with its number, from 1. */
export interface NumberedLine {
  readonly text: string
  readonly line: number
}

/** What stands under the headings of one name, together. */
export interface EditedBlock {
  readonly of: Block['of']
  readonly name: string
  /** Line of its first heading, from 1. */
  readonly line: number
  readonly lines: NumberedLine[]
}

export interface EditedText {
  readonly blocks: readonly EditedBlock[]
  /** Headings that cannot be read. */
  readonly problems: readonly TextProblem[]
  /** Whether a line stands under a heading that cannot be read, or the header was changed. */
  readonly lost: boolean
}

/** @param header lines that tell of the file. */
export function blocksOf(text: string, { header }: Pick<DocumentText, 'header'>): EditedText {
  const blocks = new Map<string, EditedBlock>()
  const problems: TextProblem[] = []
  let current: EditedBlock | null = null
  let lost = false
  const missing = new Set(header)
  const strange: NumberedLine[] = []
  linesOf(text).forEach((raw, i) => {
    const line = i + 1
    const first = raw.charCodeAt(0)
    if (Number.isNaN(first)) return
    const isIndented = first === 0x20 || first === 0x09
    if (isIndented) {
      const start = raw.trimStart()
      if (start === '' || start.startsWith('#')) return
      if (current !== null) current.lines.push({ text: raw, line })
      else if (!lost) problems.push(problemAt(line, raw, 'no source stands above this line'))
      return
    }
    if (first === 0x23) {
      if (!missing.delete(raw.trimEnd()) && blocks.size === 0) strange.push({ text: raw, line })
      return
    }
    if (raw.trim() === '') return
    try {
      current = headed(blocks, raw, line)
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      problems.push({ line, column: error.at + 1, endColumn: error.end + 1, message: error.message })
      current = null
      lost = true
    }
  })
  const [changed] = strange
  if (missing.size > 0 && changed !== undefined)
    problems.push(problemAt(changed.line, changed.text, 'this line tells of the file: it cannot be changed'))
  return { blocks: [...blocks.values()], problems, lost }
}

function headed(blocks: Map<string, EditedBlock>, raw: string, line: number): EditedBlock {
  const { code, at } = partsOf(raw)
  const [of, name] = headingOf(code, at)
  const key = `${of} ${name}`
  let block = blocks.get(key)
  if (block === undefined) {
    block = { of, name, line, lines: [] }
    blocks.set(key, block)
  }
  return block
}

function headingOf(code: string, at: number): readonly [Block['of'], string] {
  switch (code) {
    case SECTIONS.state:
      return ['state', '']
    case SECTIONS.shapes:
      return ['shapes', '']
    case SECTIONS.process:
      return ['source', '']
    default:
      return ['source', readBareOrQuoted(code, at)]
  }
}

export function problemAt(line: number, text: string, message: string): TextProblem {
  const start = text.length - text.trimStart().length
  return { line, column: start + 1, endColumn: Math.max(text.trimEnd().length, start + 1) + 1, message }
}

/** Whether a block stands as it was; comments that were taken out or added with a line of their own do not count. */
export function isUnchanged({ lines }: EditedBlock, before: Block): boolean {
  return lines.length === before.lines.length && lines.every(({ text }, i) => text === before.lines[i])
}
