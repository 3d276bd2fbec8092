import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { documentText } from '../engine/text/document-text'
import { editsOf } from '../engine/text/edits-of'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { factsFor } from './tables'
import { corpus, VERSIONS } from './testing/corpus'
import { changesOf, type LineChange, withChanges } from './testing/text-changes'

const BLOBS = new Map(
  VERSIONS.flatMap((version) =>
    corpus(version)
      .filter(({ bytes }) => bytes.length < 40_000)
      .map(({ name, bytes }) => [`${version} ${name}`, bytes]),
  ),
)
const graphOf = (bytes: Uint8Array): EditableGraph => new EditableGraph(decodePickle(bytes), factsFor)

it('should come out as it was changed when its edits are applied, and again when it is written and read', () => {
  let applied = 0
  let refused = 0
  const change = ([name, bytes]: readonly [string, Uint8Array], picks: readonly number[]): void => {
    const graph = graphOf(bytes)
    const before = documentText(graph.tree)
    const all = changesOf(before)
    const changes = apart(picks.flatMap((pick) => all[pick % all.length] ?? []))
    const text = withChanges(before, changes)
    const { edits, problems } = editsOf(before, text)
    expect(problems, name).toEqual([])
    try {
      graph.apply(edits.map(({ edit }) => ({ ...edit, force: true })))
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error
      refused++
      expect(documentText(graph.tree).text).toBe(before.text)
      return
    }
    applied++
    const after = documentText(graph.tree)
    const set = changes.filter(({ edit }) => edit.do.startsWith('set-')).map(({ block }) => block.name)
    expect(said(after.text, set), name).toEqual(said(text, set))
    expect(documentText(graphOf(encodePickle(graph.pickle)).tree).text).toBe(after.text)
    expect(editsOf(after, after.text)).toEqual({ edits: [], problems: [] })
  }
  fc.assert(
    fc.property(fc.constantFrom(...BLOBS.keys()), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (name, picks) =>
      change([name, BLOBS.get(name) ?? new Uint8Array()], picks),
    ),
    { numRuns: 120 },
  )
  expect(applied).toBeGreaterThan(3 * refused)
}, 30_000)

/** Whether one is read from the other: what is set on one is seen in the other. */
const related = (a: string, b: string): boolean =>
  a !== b && a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a))

/** Of changes of one line, and of sources that are read from one another, the first. */
function apart(changes: readonly LineChange[]): LineChange[] {
  const taken: LineChange[] = []
  for (const change of changes)
    if (!taken.some(({ block, line }) => line === change.line || related(block.name, change.block.name)))
      taken.push(change)
  return taken
}

/**
 * What a text says, block by block: without what follows from the rest, which are comments, the class of a value, and
 * sources that are read from those that were `set`.
 */
function said(text: string, set: readonly string[]): readonly (readonly string[])[] {
  return text
    .split('\n\n')
    .slice(1)
    .map((block) => block.trimEnd().split('\n'))
    .filter(([heading = '', ...lines]) => lines.length > 0 && !set.some((name) => related(name, heading)))
    .map(([heading = '', ...lines]) => [
      heading,
      ...lines.map((line) => line.replace(/ {2}# .*$/, '').replace(/(TYPE_MATCH) .*/, '$1')).sort(),
    ])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}
