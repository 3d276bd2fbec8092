/** What one scenario changes against another: values by their source, and how each is taken back. */
import type { Json, JsonPath, ScenarioChange } from '../../../shared/replay'
import { processDifferences } from './process-diff'
import { aliasesOf } from './scenario-aliases'
import {
  type JsonRecord,
  listOf,
  type Part,
  partsOf,
  readTree,
  recordOf,
  type ScenarioTree,
  scopeParts,
  valueOf,
} from './scenario-tree'
import { nameAdded } from './form/edits'
import { tensorDifferences } from './tensor-diff'
import { copyInto, idUnder } from './value-copy'
import { ABSENT, describe, fullType, literalOf } from './value-text'

export interface Difference {
  /** Of the second scenario; where it lacks the part, of its holder. */
  readonly path: JsonPath
  /** The part as torch's sources name it. */
  readonly label: string
  readonly from: string
  readonly to: string
  /** Makes the part of the second scenario what it is in the first. */
  readonly back: () => readonly ScenarioChange[]
}

export const MOST_DIFFERENCES = 200

/** What `b` has otherwise than `a`, at most `MOST_DIFFERENCES`; none where one of the texts is no scenario. */
export function differences(a: string, b: string): readonly Difference[] {
  const [from, to] = [readTree(a), readTree(b)]
  return from === null || to === null ? [] : new Comparison(from, to).run()
}

interface Side {
  readonly tree: ScenarioTree
  /** The source under which an object is known that stands in several places. */
  readonly sources: ReadonlyMap<number, string>
}

class Comparison {
  private readonly found: Difference[] = []
  /** Objects that were compared where they were met first. */
  private readonly seen = new Set<string>()
  private readonly a: Side
  private readonly b: Side
  /** Whether the same ids mean the same objects: then equal JSON is an equal value. */
  private readonly isNumberedAlike: boolean

  constructor(a: ScenarioTree, b: ScenarioTree) {
    this.a = { tree: a, sources: aliasesOf(a) }
    this.b = { tree: b, sources: aliasesOf(b) }
    this.isNumberedAlike = isSame([...this.a.sources], [...this.b.sources])
  }

  run(): readonly Difference[] {
    for (const scope of ['f_locals', 'f_globals'] as const) {
      const [ours, theirs] = [this.a, this.b].map(({ tree }) => scopeParts(tree.root, scope))
      this.named(ours ?? [], theirs ?? [], [], [])
    }
    for (const difference of processDifferences(this.a.tree.root, this.b.tree.root)) this.add(difference)
    return this.found
  }

  private add(difference: Difference): void {
    if (this.found.length < MOST_DIFFERENCES) this.found.push(difference)
  }

  /** Parts that go by a name: what is only on one side came or went. */
  private named(ours: readonly Part[], theirs: readonly Part[], from: JsonPath, to: JsonPath): void {
    const others = new Map(theirs.map((part) => [part.source, part]))
    for (const part of ours) {
      const other = others.get(part.source)
      others.delete(part.source)
      if (other !== undefined) this.part(part, other)
      else this.add(this.gone(part, [...to, ...part.path.slice(from.length)]))
    }
    for (const part of others.values()) this.add(this.come(part))
  }

  private gone(part: Part, path: JsonPath): Difference {
    const [holder, name] = [path.slice(0, -1), path.at(-1) ?? '']
    const { root } = this.b.tree
    return {
      path: holder,
      label: part.source,
      from: this.words(this.a, part),
      to: ABSENT,
      back: () => [nameAdded(root, holder, String(name), this.restored(part))],
    }
  }

  private come(part: Part): Difference {
    const { path, source, removal } = part
    const to = this.words(this.b, part)
    return { path, label: source, from: ABSENT, to, back: () => [{ path: removal ?? path, remove: true }] }
  }

  private part(ours: Part, theirs: Part): void {
    if (this.found.length >= MOST_DIFFERENCES || (this.isNumberedAlike && isSame(ours.json, theirs.json))) return
    const [mine, yours] = [identity(this.a, ours), identity(this.b, theirs)]
    if (mine !== yours) {
      this.add(this.replaced(ours, theirs))
      return
    }
    if (this.seen.has(mine)) return
    this.seen.add(mine)
    const [from, to] = [valueOf(this.a.tree, ours.json), valueOf(this.b.tree, theirs.json)]
    if (from !== null && to !== null) this.value(from, to, ours, theirs)
  }

  private replaced(ours: Part, theirs: Part): Difference {
    const back = (): ScenarioChange[] => [{ path: theirs.path, value: this.restored(ours) }]
    const [from, to] = [this.words(this.a, ours), this.words(this.b, theirs)]
    return { path: theirs.path, label: theirs.source, from, to, back }
  }

  private value(from: JsonRecord, to: JsonRecord, ours: Part, theirs: Part): void {
    if (from['kind'] !== to['kind'] || (from['kind'] !== 'tensor' && fullType(from) !== fullType(to))) {
      this.add(this.replaced(ours, theirs))
      return
    }
    const { path, source } = theirs
    const inner = (): void => this.named(partsOf(from, ours.path, source), partsOf(to, path, source), ours.path, path)
    switch (from['kind']) {
      case 'tensor':
        for (const difference of tensorDifferences(from, to, path, source)) this.add(difference)
        inner()
        return
      case 'sequence':
        this.items(from, to, ours, theirs)
        return
      case 'dict':
      case 'mappingproxy':
        this.entries(from, to, ours, theirs)
        return
      case 'set':
      case 'dict_keys':
        this.elements(from, to, theirs)
        return
      case 'object':
      case 'scalar_subclass':
      case 'pymodule':
      case 'cell':
      case 'weakref':
      case 'slice':
      case 'count_iterator':
      case 'tuple_iterator':
        inner()
        return
      case 'list_reverseiterator':
        if (from['index'] === to['index']) inner()
        else this.add(this.replaced(ours, theirs))
        return
      case 'function':
      case 'method':
        if (literalOf(from) === literalOf(to)) inner()
        else this.add(this.replaced(ours, theirs))
        return
      default:
        if (describe(from) !== describe(to)) this.add(this.constant(from, to, ours, theirs))
    }
  }

  private constant(from: JsonRecord, to: JsonRecord, ours: Part, theirs: Part): Difference {
    const whole = this.replaced(ours, theirs)
    return 'value' in from && 'value' in to && recordOf(from['value']) === null
      ? { ...whole, back: () => [{ path: [...theirs.path, 'value'], value: from['value'] as Json }] }
      : whole
  }

  private items(from: JsonRecord, to: JsonRecord, ours: Part, theirs: Part): void {
    const { path, source } = theirs
    const [mine, yours] = [listOf(from['items']), listOf(to['items'])]
    if (mine.length !== yours.length) {
      const at = (i: number): JsonPath => [...path, 'items', i]
      const back = (): ScenarioChange[] =>
        mine.length > yours.length
          ? mine.slice(yours.length).map((json, i) => ({
              path: at(yours.length + i),
              value: this.copied(json),
            }))
          : yours.slice(mine.length).map((_, i) => ({ path: at(yours.length - 1 - i), remove: true }))
      this.add({
        path: [...path, 'items'],
        label: `len(${source})`,
        from: String(mine.length),
        to: String(yours.length),
        back,
      })
    }
    const both = Math.min(mine.length, yours.length)
    const isShort = ({ path: at }: Part, holder: JsonPath): boolean =>
      at[holder.length] !== 'items' || Number(at[holder.length + 1]) < both
    this.named(
      partsOf(from, ours.path, source).filter((part) => isShort(part, ours.path)),
      partsOf(to, path, source).filter((part) => isShort(part, path)),
      ours.path,
      path,
    )
  }

  private entries(from: JsonRecord, to: JsonRecord, ours: Part, theirs: Part): void {
    const { path, source } = theirs
    const before = this.found.length
    const [mine, yours] = [partsOf(from, ours.path, source), partsOf(to, path, source)]
    const isEntry = (part: Part, holder: JsonPath): boolean => part.path[holder.length] === 'items'
    const keys = new Set(yours.map((part) => part.source))
    for (const part of mine)
      if (isEntry(part, ours.path) && !keys.has(part.source)) this.add(this.lostKey(part, from, to, ours, path))
    const kept = mine.filter((part) => keys.has(part.source) || !isEntry(part, ours.path))
    this.named(kept, yours, ours.path, path)
    const order = (parts: readonly Part[]): string => parts.map(({ name }) => name.slice(1, -1)).join(', ')
    const [first, second] = [mine.filter((p) => isEntry(p, ours.path)), yours.filter((p) => isEntry(p, path))]
    const isMoved = first.length === second.length && order(first) !== order(second)
    // where keys came or went, that says it
    if (!isMoved || this.found.length > before) return
    const items = listOf(to['items'])
    const sorted = first.map(({ source: each }) => items[second.findIndex((part) => part.source === each)] as Json)
    this.add({
      path: [...path, 'items'],
      label: `list(${source})`,
      from: `[${order(first)}]`,
      to: `[${order(second)}]`,
      back: () => [{ path: [...path, 'items'], value: sorted }],
    })
  }

  private lostKey(part: Part, from: JsonRecord, to: JsonRecord, ours: Part, path: JsonPath): Difference {
    const pair = listOf(listOf(from['items'])[Number(part.path[ours.path.length + 1])])
    const at = [...path, 'items', listOf(to['items']).length]
    return {
      path: [...path, 'items'],
      label: part.source,
      from: this.words(this.a, part),
      to: ABSENT,
      back: () => [{ path: at, value: pair.map((json) => this.copied(json)) }],
    }
  }

  /** Elements go by what they are. */
  private elements(from: JsonRecord, to: JsonRecord, theirs: Part): void {
    const { path, source } = theirs
    const words = (side: Side, json: unknown): string => literalOf(valueOf(side.tree, json))
    const [mine, yours] = [listOf(from['items']), listOf(to['items'])]
    const [ours, others] = [mine.map((json) => words(this.a, json)), yours.map((json) => words(this.b, json))]
    mine.forEach((json, i) => {
      const text = ours[i] ?? ''
      if (others.includes(text)) return
      this.add({
        path: [...path, 'items'],
        label: `${text} in ${source}`,
        from: 'True',
        to: 'False',
        back: () => [{ path: [...path, 'items', yours.length], value: this.copied(json) }],
      })
    })
    yours.forEach((_, i) => {
      const text = others[i] ?? ''
      if (ours.includes(text)) return
      const at = [...path, 'items', i]
      this.add({
        path: at,
        label: `${text} in ${source}`,
        from: 'False',
        to: 'True',
        back: () => [{ path: at, remove: true }],
      })
    })
  }

  private copied(json: unknown): Json {
    return copyInto(this.a.tree, this.b.tree, json)
  }

  /** Of what is one object with another, the other as it is there. */
  private restored(part: Part): Json {
    const known = identity(this.a, part)
    const id = known === part.source ? undefined : idUnder(this.b.tree, known)
    return id === undefined ? this.copied(part.json) : { ref: id }
  }

  private words(side: Side, part: Part): string {
    const known = identity(side, part)
    return known === part.source ? describe(valueOf(side.tree, part.json)) : `same object as ${known}`
  }
}

/** The source that an object is known under; its own where it stands in one place only. */
function identity({ sources }: Side, part: Part): string {
  const json = recordOf(part.json)
  const id = json?.['ref'] ?? json?.['id']
  return (typeof id === 'number' ? sources.get(id) : undefined) ?? part.source
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && isSame((a as JsonRecord)[key], (b as JsonRecord)[key]))
  )
}
