import { expect, it } from 'vitest'
import { createStandIn } from '../testing/stand-in-api'
import { createDocumentsStore } from './documents'
import { otherBlobs } from './other-blobs'

const TREE = '\nTREE_GUARD_MANAGER:\n+- RootGuardManager\n'

it('every blob of every open file but itself, with the folder where two files have one name', async () => {
  const { api } = createStandIn([
    { path: '/a/x.guards_state', blobs: [TREE] },
    { path: '/b/x.guards_state', blobs: [TREE] },
    { path: '/c/entry', blobs: [TREE, TREE], functions: ['f', 'f'] },
  ])
  const store = createDocumentsStore(api)
  await store.getState().openPaths(['/a/x.guards_state', '/b/x.guards_state', '/c/entry'])
  const { documents } = store.getState()
  const [, , container] = documents
  expect(otherBlobs(documents, container?.id ?? '', 1).map(({ blob, label }) => [blob, label])).toEqual([
    [0, 'a/x.guards_state'],
    [0, 'b/x.guards_state'],
    [0, 'entry › f'],
  ])
})
