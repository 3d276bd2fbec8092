import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { BlobText, ReadBlobText } from '../../../shared/blob-text'
import type { DocumentError } from '../../../shared/document'
import type { Json } from '../../../shared/replay'
import { lineIn, merge } from './blocks'
import type { DocumentsState } from '../../stores/documents'
import type { OpenDocument } from '../../stores/open-document'
import {
  canApply,
  createDocumentStore,
  createDocumentStores,
  type DocumentStore,
  isChanged,
  type LeftText,
} from './document-store'

const HEAD = '# head\n'
const textOf = (...blocks: readonly string[]): string => `${HEAD}\n${blocks.join('\n\n')}\n`
const X = "L['x']\n  A 1\n  B 2"
const Y = "L['y']\n  A 3"
const blobText = (text: string): BlobText => ({ text, nodes: new Int32Array(text.split('\n').length) })

describe('two changed texts', () => {
  const base = textOf(X, Y)
  it.each<readonly [string, string, string, string, readonly string[]]>([
    ['of which one stands', base, textOf(X, "L['y']\n  A 4"), textOf(X, "L['y']\n  A 4"), []],
    ['apart', textOf("L['x']\n  A 9\n  B 2", Y), textOf("L['x']\n  A 9\n  B 2", "L['y']\n  A 4"), textOf(X, "L['y']\n  A 4"), []], // prettier-ignore
    ['under one heading in other lines', textOf("L['x']\n  A 9\n  B 2", Y), textOf("L['x']\n  A 9\n  B 8", Y), textOf("L['x']\n  A 1\n  B 8", Y), []], // prettier-ignore
    ['in one line', textOf("L['x']\n  A 9\n  B 2", Y), textOf("L['x']\n  A 9\n  B 2", Y), textOf("L['x']\n  A 7\n  B 2", Y), ["L['x']"]], // prettier-ignore
    ['of which one lost a source', textOf(X), textOf("L['x']\n  A 7\n  B 2"), textOf("L['x']\n  A 7\n  B 2", Y), []],
    ['of which the other lost the source that one changed', textOf(X, "L['y']\n  A 5"), textOf(X, "L['y']\n  A 5"), textOf(X), ["L['y']"]], // prettier-ignore
    ['of which one has a source more', textOf(X, Y, "L['z']\n  C"), textOf(X, "L['y']\n  A 4", "L['z']\n  C"), textOf(X, "L['y']\n  A 4"), []], // prettier-ignore
  ])('should come together where they are changed %s', (_, mine, merged, theirs, conflicts) => {
    expect(merge(base, mine, theirs)).toEqual({ text: merged, conflicts })
  })

  it('should tell for each line the one that it was', () => {
    const now = textOf("L['y']\n  A 3", "L['x']\n  B 2\n  A 5", "L['z']\n  A 1")
    const at = (text: string, line: string, from = 0): number => text.split('\n').indexOf(line, from)
    expect([
      lineIn(base, now, at(now, '  A 3')),
      lineIn(base, now, at(now, '  B 2')),
      lineIn(base, now, at(now, "L['z']")),
      lineIn(base, now, 0),
    ]).toEqual([at(base, '  A 3'), at(base, '  B 2'), -1, -1])
  })
})

describe('a text under edit', () => {
  let blob = textOf(X, Y)
  let refused: DocumentError | null = null
  const reads: string[] = []
  const applied: (readonly Json[])[] = []
  const edit: Json = { do: 'set-value' }
  const meant: ReadBlobText = { edits: [{ edit, line: 4, words: 'x = 9' }], problems: [] }
  let whileApplying: () => void = () => {}

  const made = (left: LeftText | null = null): DocumentStore =>
    createDocumentStore(
      {
        documentText: async () => ({ ok: true, value: blobText(blob) }),
        readDocumentText: async (_id, _blob, text) => {
          reads.push(text)
          return { ok: true, value: meant }
        },
      },
      'a',
      0,
      async (edits) => {
        applied.push(edits)
        whileApplying()
        return refused
      },
      left,
    )
  beforeEach(() => {
    vi.useFakeTimers()
    blob = textOf(X, Y)
    refused = null
    whileApplying = () => {}
    reads.length = 0
    applied.length = 0
  })

  it('should be read once it has been quiet, and mean nothing where it is as it was', async () => {
    const store = made()
    await store.getState().look({})
    store.getState().type(`${blob} `)
    store.getState().type(`${blob}  `)
    expect([reads, store.getState().reading, canApply(store.getState())]).toEqual([[], true, false])
    await vi.runAllTimersAsync()
    expect([reads, store.getState().read, canApply(store.getState())]).toEqual([[`${blob}  `], meant, true])
    store.getState().discard()
    await vi.runAllTimersAsync()
    expect([store.getState().text, store.getState().read.edits, isChanged(store.getState())]).toEqual([blob, [], false])
  })

  it('should stay as it was typed when the blob changes beneath, and take up the new one when asked', async () => {
    const store = made()
    await store.getState().look({})
    const typed = textOf("L['x']\n  A 9\n  B 2", Y)
    store.getState().type(typed)
    await vi.runAllTimersAsync()
    blob = textOf(X, "L['y']\n  A 4")
    await store.getState().look({})
    expect([store.getState().text, canApply(store.getState())]).toEqual([typed, false])
    store.getState().takeUp()
    await vi.runAllTimersAsync()
    expect([store.getState().text, store.getState().base?.text, canApply(store.getState())]).toEqual([
      textOf("L['x']\n  A 9\n  B 2", "L['y']\n  A 4"),
      blob,
      true,
    ])
  })

  it('should take up what was left, on the blob as it has become', async () => {
    const typed = textOf("L['x']\n  A 9\n  B 2", Y)
    const left = { base: blobText(blob), text: typed }
    const same = made(left)
    await same.getState().look({})
    expect([same.getState().text, isChanged(same.getState())]).toEqual([typed, true])
    blob = textOf(X, "L['y']\n  A 4")
    const other = made(left)
    await other.getState().look({})
    expect(other.getState().text).toBe(textOf("L['x']\n  A 9\n  B 2", "L['y']\n  A 4"))
  })

  it('should be there again when its file is opened again, unless it was put back', async () => {
    const open = (...documents: readonly Pick<OpenDocument, 'id' | 'path'>[]) =>
      ({ documents }) as never as DocumentsState
    const documents = createStore<DocumentsState>()(() => open({ id: 'a', path: '/x' }, { id: 'b', path: '/y' }))
    const of = createDocumentStores(
      {
        documentText: async () => ({ ok: true, value: blobText(blob) }),
        readDocumentText: async () => ({ ok: true, value: meant }),
      },
      documents,
    )
    const typed = textOf("L['x']\n  A 9\n  B 2", Y)
    for (const id of ['a', 'b']) {
      await of(id, 0).getState().look({})
      of(id, 0).getState().type(typed)
    }
    of('b', 0).getState().discard()
    documents.setState(open())
    documents.setState(open({ id: 'c', path: '/x' }, { id: 'd', path: '/y' }))
    for (const id of ['c', 'd']) await of(id, 0).getState().look({})
    expect([of('c', 0).getState().text, of('d', 0).getState().text]).toEqual([typed, blob])
  })

  it('should take the text of an untouched blob as it becomes', async () => {
    const store = made()
    await store.getState().look({})
    blob = textOf(X)
    await store.getState().look({})
    expect([store.getState().text, store.getState().newer]).toEqual([blob, null])
  })

  it('should keep what is typed while it is applied', async () => {
    const store = made()
    await store.getState().look({})
    store.getState().type(textOf("L['x']\n  A 9\n  B 2", Y))
    await vi.runAllTimersAsync()
    whileApplying = () => {
      blob = textOf("L['x']\n  A 9  # so\n  B 2", Y)
      store.getState().type(textOf("L['x']\n  A 9\n  B 2", "L['y']\n  A 31"))
    }
    await store.getState().apply()
    expect(store.getState().text).toBe(textOf("L['x']\n  A 9  # so\n  B 2", "L['y']\n  A 31"))
  })

  it('should name the line of an edit that was refused, and make it all the same when that is meant', async () => {
    const store = made()
    await store.getState().look({})
    store.getState().type(textOf(X))
    await vi.runAllTimersAsync()
    refused = { message: 'it is dangerous ("force": true does it all the same)', offset: null, edit: 0 }
    await store.getState().apply()
    expect(store.getState().refusal).toEqual({ reason: 'it is dangerous', line: 4, forceable: 0 })
    refused = null
    blob = textOf(X)
    await store.getState().apply(0)
    expect([applied, store.getState().refusal]).toEqual([[[edit], [{ do: 'set-value', force: true }]], null])
  })
})
