/** Edits of the guards on one source: its lines are matched with its guards, what is left of either is new or gone. */
import type { TextProblem } from '../../../shared/blob-text'
import type { ValueJson } from '../../../shared/scenario'
import { CREATE_FNS } from '../guard-kinds'
import { type EditedBlock, type NumberedLine, problemAt } from './blocks'
import type { DocumentText, GuardItem } from './document-text'
import { addedGuard } from './added-guard'
import { BARE, classNameOf, familyOf, guardText } from './guard-parts'
import { LineError, partsOf } from './lines'
import { classOfLiteral } from './literal'
import { type ReadLine, readGuard, type ReadGuard, type ReadPart } from './read-guard'
import { commentProblem } from './section-edits'
import { setTensor } from './set-tensor-edit'
import type { Steps } from './steps'

interface Pair {
  readonly item: GuardItem
  readonly own: string
  readonly now: ReadLine
}

export function sourceEdits(
  before: DocumentText,
  block: EditedBlock,
  items: readonly GuardItem[],
  own: readonly string[],
  steps: Steps,
): void {
  // lines that stand as they were are not read
  const left = new Map<string, number[]>()
  own.forEach((line, i) => left.set(line, [...(left.get(line) ?? []), i]))
  const used = new Set<number>()
  const unlike: NumberedLine[] = []
  for (const line of block.lines) {
    const at = left.get(line.text)?.shift()
    if (at === undefined) unlike.push(line)
    else used.add(at)
  }
  const gone = items.flatMap((item, i) => (used.has(i) ? [] : [{ item, own: own[i] ?? '' }]))
  const lines: ReadLine[] = []
  let unread = 0
  for (const line of unlike) {
    const read = readLine(before, line, steps.problems)
    if (read === null) unread++
    else lines.push({ ...line, read })
  }
  const { pairs, goneItems, newLines } = matched(gone, lines)
  changes(block.name, pairs, steps)
  const weakened = weaken(before, block.name, goneItems, newLines, steps)
  for (const line of newLines) if (!weakened.lines.has(line)) addedGuard(before, block.name, items, line, steps)
  // a line that cannot be read is one of those that seem to be gone
  drops(block, goneItems.filter((item) => !weakened.items.has(item)).slice(unread), steps)
}

function readLine({ tree }: DocumentText, { text, line }: NumberedLine, problems: TextProblem[]): ReadGuard | null {
  const { code, at } = partsOf(text)
  const { facts, state } = tree.builder
  try {
    const createFn = /^[^\s]+/.exec(code)?.[0] ?? ''
    // `?`: a guard whose kind the file names in another way
    if (createFn !== '?' && !(CREATE_FNS.has(createFn) && facts.createFnOrder.has(createFn)))
      throw new LineError(`torch ${state.version} has no guard kind ${createFn}`, at, at + createFn.length)
    return readGuard(facts, code, at)
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    problems.push({ line, column: error.at + 1, endColumn: error.end + 1, message: error.message })
    return null
  }
}

interface Gone {
  readonly item: GuardItem
  readonly own: string
}

/** Lines of a kind with guards of that kind: those that say the same first, then in their order. */
function matched(
  gone: readonly Gone[],
  lines: readonly ReadLine[],
): {
  readonly pairs: readonly Pair[]
  readonly goneItems: readonly GuardItem[]
  readonly newLines: readonly ReadLine[]
} {
  const pairs: Pair[] = []
  const items = new Set(gone)
  const left = new Set(lines)
  const take = (same: (one: Gone, line: ReadLine) => boolean): void => {
    for (const now of lines) {
      if (!left.has(now)) continue
      for (const one of items) {
        if (one.item.createFn !== now.read.createFn || !same(one, now)) continue
        pairs.push({ ...one, now })
        items.delete(one)
        left.delete(now)
        break
      }
    }
  }
  take(({ item }, { read }) => guardText(item.createFn, item.parts) === guardText(read.createFn, read.parts))
  take(() => true)
  return { pairs, goneItems: [...items].map(({ item }) => item), newLines: [...left] }
}

function changes(name: string, pairs: readonly Pair[], steps: Steps): void {
  const values = new Map<string, string>()
  const types: Pair[] = []
  let value: ValueJson | null = null
  for (const pair of pairs) {
    const { item, own, now } = pair
    const strange = commentProblem(now.text, now.line, own)
    if (strange !== null) steps.problems.push(strange)
    const changed = changedParts(item, now, steps.problems)
    if (changed.length === 0) continue
    switch (familyOf(item.createFn)) {
      case 'tensor':
        steps.sets.push({ edit: setTensor(name, changed), line: now.line })
        break
      case 'value': {
        const [part] = changed
        if (part?.[1].value.of !== 'literal') break
        const { text } = part[1]
        if (values.size > 0 && !values.has(text))
          steps.problems.push(partProblem(now.line, part[1], 'another line of this source says otherwise'))
        else if (!values.has(text)) {
          values.set(text, text)
          value = part[1].value.json
          steps.sets.push({ edit: { do: 'set-value', at: name, value }, line: now.line })
        }
        break
      }
      case 'type':
        types.push(pair)
        break
      case 'keywords':
        for (const [keyword, { value: given }] of changed)
          if (given.of === 'literal')
            steps.sets.push({
              edit: { do: 'set-keyword', name, create_fn: item.createFn, ...nthOf(item), keyword, value: given.json },
              line: now.line,
            })
    }
  }
  // the class follows from the value, which may be set by another line
  const follows = value === null ? null : classOfLiteral(value)
  for (const { now } of types) {
    const part = now.read.parts.get(BARE)
    if (part !== undefined && part.text !== follows) steps.problems.push(partProblem(now.line, part, TYPE_FOLLOWS))
  }
}

const TYPE_FOLLOWS = 'the class follows from the value: it cannot be set by itself'

function partProblem(line: number, part: ReadPart, message: string): TextProblem {
  return { line, column: part.at + 1, endColumn: part.end + 1, message }
}

const nthOf = ({ nth, of }: GuardItem): { readonly nth?: number } => (of > 1 ? { nth } : {})

/** Parts that say otherwise than the guard; what is missing, or is no part of it, is a problem. */
function changedParts(item: GuardItem, now: ReadLine, problems: TextProblem[]): (readonly [string, ReadPart])[] {
  const { parts } = now.read
  const said = (name: string): string => (name === BARE ? 'what it wants' : name)
  // the class of TYPE_MATCH may be left out: it follows
  const missing = familyOf(item.createFn) === 'type' ? [] : [...item.parts].filter(([name]) => !parts.has(name))
  for (const [name, { text }] of missing)
    problems.push(problemAt(now.line, partsEnd(now), `${said(name)} is missing: it was ${text}`))
  return [...parts].flatMap(([name, part]) => {
    const old = item.parts.get(name)
    if (old === undefined) {
      problems.push(partProblem(now.line, part, nothing(item, name)))
      return []
    }
    return old.text === part.text ? [] : [[name, part] as const]
  })
}

const partsEnd = ({ text, read }: ReadLine): string => text.slice(0, read.end)

function nothing({ createFn }: GuardItem, name: string): string {
  return name === BARE
    ? `${createFn} has nothing here that a text can set`
    : `${createFn} has no ${name} that a text can set`
}

/** TENSOR_MATCH that stands as TYPE_MATCH is weakened, where all of the source are; else the one is dropped, the other added. */
function weaken(
  { tree }: DocumentText,
  name: string,
  gone: readonly GuardItem[],
  lines: readonly ReadLine[],
  steps: Steps,
): { readonly items: ReadonlySet<GuardItem>; readonly lines: ReadonlySet<ReadLine> } {
  const tensors = gone.filter(({ createFn }) => createFn === 'TENSOR_MATCH')
  const types = lines.filter(({ read }) => read.createFn === 'TYPE_MATCH')
  const [first] = types
  if (first === undefined || tensors.length === 0 || tensors.length !== tensors[0]?.of || types.length < tensors.length)
    return { items: new Set(), lines: new Set() }
  const taken = types.slice(0, tensors.length)
  for (const { read, line } of taken) {
    const part = read.parts.get(BARE)
    const own = tensors[0].parts.get(BARE)?.text
    if (part !== undefined && part.text !== own && part.text !== classNameOf(tree.builder, tensors[0].guard))
      steps.problems.push(partProblem(line, part, TYPE_FOLLOWS))
  }
  steps.weakens.push({ edit: { do: 'weaken', name }, line: first.line })
  return { items: new Set(tensors), lines: new Set(taken) }
}

/** One edit for a kind that goes whole; else each by its place, the last first, so that the places before it stay. */
function drops(block: EditedBlock, gone: readonly GuardItem[], steps: Steps): void {
  const byKind = new Map<string, GuardItem[]>()
  for (const item of gone) byKind.set(item.createFn, [...(byKind.get(item.createFn) ?? []), item])
  const drop = { do: 'drop-guard', name: block.name } as const
  for (const [createFn, items] of byKind) {
    if (items.length === items[0]?.of) steps.drops.push({ edit: { ...drop, create_fn: createFn }, line: block.line })
    else
      for (const { nth } of items.sort((a, b) => b.nth - a.nth))
        steps.drops.push({ edit: { ...drop, create_fn: createFn, nth }, line: block.line })
  }
}
