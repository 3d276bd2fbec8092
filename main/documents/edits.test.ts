import { describe, expect, it } from 'vitest'
import type { Edit } from '../../shared/edit'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { factsFor } from './tables'
import { corpus } from './testing/corpus'
import { editsOf } from './testing/random-edits'

const text = ({ tree }: EditableGraph): string => printTree(tree, tree.builder.dialect)
const open = (bytes: Uint8Array): EditableGraph => new EditableGraph(decodePickle(bytes), factsFor)
/** Edits of one blob: it has others of each kind than the next one. */
const MOST = 12
/** Bytes: with every edit a blob is read anew. */
const LARGE = 300_000

const ALL: readonly Edit['do'][] = [
  'set-value',
  'set-tensor',
  'drop-guard',
  'weaken',
  'add-guard',
  'set-keyword',
  'set-shape-exprs',
  'set-text',
  'set-code-list',
  'strip',
]
const STATE: readonly Edit['do'][] = ['set-global-state', 'replace-global-state', 'migrate']
/** 2.8 saves no global state, and nothing leads from it to another version. */
const KINDS = { '2.8.0': ALL, '2.10.0': [...ALL, ...STATE], '2.13.0': [...ALL, ...STATE], '2.14.1': [...ALL, ...STATE] }

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('edits of blobs of torch %s', (version) => {
  it('answer as the saved and reopened bytes do, and leave the original bytes when they are taken back', () => {
    const made = new Map<Edit['do'], number>()
    const unlike: string[] = []
    for (const [i, { name, bytes }] of corpus(version).entries()) {
      if (bytes.length > LARGE) continue
      const graph = open(bytes)
      const all = editsOf(graph)
      const step = Math.ceil(all.length / MOST)
      for (const edit of all.filter((_, j) => (i + j) % step === 0)) {
        try {
          const patches = graph.apply([edit])
          const saved = encodePickle(graph.pickle)
          const reopened = open(saved)
          if (text(reopened) !== text(graph)) unlike.push(`${name}: ${JSON.stringify(edit)}`)
          if (Buffer.compare(saved, bytes) === 0 && edit.do !== 'set-code-list')
            unlike.push(`${name}: nothing from ${JSON.stringify(edit)}`)
          graph.undo(patches)
          made.set(edit.do, (made.get(edit.do) ?? 0) + 1)
        } catch (error) {
          if (!(error instanceof EditRefused)) throw new Error(`${name}: ${JSON.stringify(edit)}`, { cause: error })
        }
        if (Buffer.compare(encodePickle(graph.pickle), bytes) !== 0)
          unlike.push(`${name}: not taken back: ${JSON.stringify(edit)}`)
      }
    }
    expect(unlike).toEqual([])
    expect([...made.keys()].sort()).toEqual([...KINDS[version]].sort())
  })
})
