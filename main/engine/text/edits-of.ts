/** The edits that a changed text means, each with the line that asks for it; and what of it cannot be read. */
import type { TextProblem } from '../../../shared/blob-text'
import { sourcesIn } from '../edit/view'
import { entriesOf } from '../../state/fields'
import { type EditedBlock, type EditedText, blocksOf, isUnchanged, problemAt } from './blocks'
import { sourceEdits } from './block-edits'
import type { DocumentText } from './document-text'
import { shapeEdits, stateEdits } from './section-edits'
import type { Steps, TextEdits } from './steps'

/** `text`: the document's own after a person changed it. */
export function editsOf(before: DocumentText, text: string): TextEdits {
  if (text === before.text) return { edits: [], problems: [] }
  const edited = blocksOf(text, before)
  const steps: Steps = { sets: [], adds: [], weakens: [], drops: [], problems: [...edited.problems] }
  const sources = new Map(before.blocks.flatMap((block) => (block.of === 'source' ? [[block.name, block]] : [])))
  const stateBlock = before.blocks.find(({ of }) => of === 'state')
  const shapeBlock = before.blocks.find(({ of }) => of === 'shapes')
  let known: ReadonlySet<string> | null = null
  let lost = edited.lost
  for (const block of edited.blocks) {
    const own = block.of === 'source' ? sources.get(block.name) : block.of === 'state' ? stateBlock : shapeBlock
    if (own !== undefined && isUnchanged(block, own)) continue
    if (block.of === 'state') stateEdits(before, block, steps)
    else if (block.of === 'shapes') shapeEdits(before, block, steps)
    else if (own !== undefined || (known ??= knownNames(before)).has(block.name))
      sourceEdits(before, block, own?.items ?? [], own?.lines ?? [], steps)
    else {
      lost = true
      steps.problems.push(unknownSource(block))
    }
  }
  missingBlocks(before, edited, lost, steps)
  return {
    edits: [...steps.sets, ...steps.adds, ...steps.weakens, ...steps.drops],
    problems: steps.problems.sort((a, b) => a.line - b.line || a.column - b.column),
  }
}

/** Blocks that are gone. Where a heading cannot be read it may be one of them: then none is dropped. */
function missingBlocks(before: DocumentText, edited: EditedText, lost: boolean, steps: Steps): void {
  const there = new Map(edited.blocks.map((block) => [`${block.of} ${block.name}`, block]))
  let line = 1
  for (const { of, name, items, lines } of before.blocks) {
    const block = there.get(`${of} ${name}`)
    if (block !== undefined) {
      line = block.line
      continue
    }
    const gone: EditedBlock = { of, name, line, lines: [] }
    if (lost) continue
    if (of === 'state') stateEdits(before, gone, steps)
    else if (of === 'shapes') shapeEdits(before, gone, steps)
    else sourceEdits(before, gone, items, lines, steps)
  }
}

function unknownSource(block: EditedBlock): TextProblem {
  const text = block.name === '' ? 'the process' : block.name
  return problemAt(block.line, text, `the file knows no source ${text}`)
}

/** Sources of the file, and the locals and globals that it holds a value of. */
function knownNames({ tree }: DocumentText): ReadonlySet<string> {
  const { builder } = tree
  const names = new Set(sourcesIn(builder.state, (source) => builder.names.of(source)).keys())
  names.add('')
  for (const [scope, dict] of [
    ['L', builder.state.localScope],
    ['G', builder.state.globalScope],
  ] as const)
    // prettier-ignore
    if (dict !== null) for (const key of entriesOf(dict).names()) names.add(`${scope}['${key}']`)
  return names
}
