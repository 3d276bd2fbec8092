import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { DocumentsState } from './documents'
import type { OpenDocument } from './open-document'
import { perBlob } from './per-blob'

const open = (...ids: readonly string[]): Pick<DocumentsState, 'documents'> => ({
  documents: ids.map(
    (id) => ({ id, path: id, name: id, state: { status: 'opening' }, progress: null }) as OpenDocument,
  ),
})

test('each blob of an open file has its own, until the file is closed', () => {
  const documents = createStore<DocumentsState>()(() => open('a', 'b') as DocumentsState)
  const closed: string[] = []
  const of = perBlob(
    documents,
    (document, blob) => ({ name: `${document}/${blob}` }),
    ({ name }) => closed.push(name),
  )
  const [first, second, other] = [of('a', 0), of('a', 1), of('b', 0)]
  expect(of('a', 0)).toBe(first)
  documents.setState(open('b', 'a'))
  expect([of('a', 0), of('a', 1), of('b', 0)]).toEqual([first, second, other])
  expect(closed).toEqual([])
  documents.setState(open('b'))
  expect(closed).toEqual(['a/0', 'a/1'])
  expect(of('b', 0)).toBe(other)
  expect(of('a', 0)).not.toBe(first)
  // asked for once more after it was closed: it goes with the next change
  documents.setState(open())
  expect(closed).toEqual(['a/0', 'a/1', 'b/0', 'a/0'])
})
