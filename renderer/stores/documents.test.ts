import { describe, expect, it } from 'vitest'
import { createStandIn } from '../testing/stand-in-api'
import type { StandIn, StandInFile } from '../testing/stand-in-api'
import { activeBlob, activeDocument, createDocumentsStore } from './documents'
import type { DocumentsState, DocumentsStore } from './documents'

const TREE = 'TREE_GUARD_MANAGER:\n+- RootGuardManager\n| +- DEFAULT_DEVICE: utils_device.CURRENT_DEVICE == None'
const files: readonly StandInFile[] = [
  { path: '/a.guards_state', blobs: [TREE] },
  { path: '/b.entry', blobs: [TREE, `${TREE}\n| +- GLOBAL_STATE: x`], functions: ['f', 'f'] },
  { path: '/bad', blobs: [], fails: { message: 'not a pickle', offset: 3 } },
  { path: '/slow', blobs: [TREE], hangsAt: 0.5 },
]

function start(): { readonly store: DocumentsStore; readonly state: () => DocumentsState; readonly standIn: StandIn } {
  const standIn = createStandIn(files)
  const store = createDocumentsStore(standIn.api)
  return { store, state: store.getState, standIn }
}

/** Each tab as `name status`, the one in front starred. */
const tabs = ({ documents, active }: DocumentsState): readonly string[] =>
  documents.map(({ id, name, state }) => `${id === active ? '*' : ''}${name} ${state.status}`)

describe('documents store', () => {
  it('should open files as tabs and bring an open one to the front instead of opening it twice', async () => {
    const { state } = start()
    await state().openPaths(['/a.guards_state', '/b.entry'])
    expect(tabs(state())).toEqual(['a.guards_state ready', '*b.entry ready'])
    await state().openPaths(['/a.guards_state'])
    expect(tabs(state())).toEqual(['*a.guards_state ready', 'b.entry ready'])
  })

  it('should put tabs of the last session before those that are open, and read one when it comes to the front', async () => {
    const { state } = start()
    await state().openPaths(['/a.guards_state'])
    state().restore(
      [
        { path: '/b.entry', blob: 1 },
        { path: '/a.guards_state', blob: null },
        { path: '/bad', blob: null },
      ],
      '/b.entry',
    )
    expect(tabs(state())).toEqual(['b.entry resting', 'bad resting', '*a.guards_state ready'])
    state().cycle(1)
    await expect.poll(() => tabs(state())).toEqual(['*b.entry ready', 'bad resting', 'a.guards_state ready'])
    expect(activeDocument(state())?.state).toMatchObject({ status: 'ready', blob: 1 })
    await state().close(state().active ?? '')
    await expect.poll(() => tabs(state())).toEqual(['*bad failed', 'a.guards_state ready'])
  })

  it('should bring the tab of the last session to the front where no file was named', async () => {
    const { state } = start()
    state().restore([{ path: '/a.guards_state', blob: 7 }], null)
    await expect.poll(() => tabs(state())).toEqual(['*a.guards_state ready'])
    expect(activeBlob(state())?.status).toBe('ready')
  })

  it('should open the first blob of a container, and another when it is chosen', async () => {
    const { state } = start()
    await state().openPaths(['/b.entry'])
    const nodes = (): unknown => {
      const blob = activeBlob(state())
      return blob?.status === 'ready' ? blob.summary.nodes : blob?.status
    }
    expect(nodes()).toBe(2)
    await state().selectBlob(activeDocument(state())?.id ?? '', 1)
    expect(nodes()).toBe(3)
  })

  it('should keep what a person did to a blob while another is shown', async () => {
    const { state } = start()
    await state().openPaths(['/b.entry'])
    const id = activeDocument(state())?.id ?? ''
    const first = activeBlob(state())
    if (first?.status === 'ready') first.tree.getState().select(1)
    await state().selectBlob(id, 1)
    await state().selectBlob(id, 0)
    expect(activeBlob(state())).toBe(first)
  })

  it('should say why a file cannot be opened, and go on', async () => {
    const { state } = start()
    await state().openPaths(['/bad', '/missing', '/a.guards_state'])
    expect(
      state().documents.map((document) =>
        document.state.status === 'failed' ? document.state.error : document.state.status,
      ),
    ).toEqual([{ message: 'not a pickle', offset: 3 }, { message: '/missing: no such file', offset: null }, 'ready'])
  })

  it('should show progress, and drop the tab and the late answer when opening is cancelled', async () => {
    const { state, standIn } = start()
    const opening = state().openPaths(['/slow'])
    await Promise.resolve()
    const document = activeDocument(state())
    expect(document?.progress).toMatchObject({ phase: 'decode', fraction: 0.5 })
    await state().cancel(document?.id ?? '')
    await opening
    expect({ tabs: tabs(state()), cancelled: standIn.cancelled }).toEqual({ tabs: [], cancelled: [document?.id] })
  })

  it('should bring the neighbour to the front when a tab closes', async () => {
    const { state } = start()
    await state().openPaths(['/a.guards_state', '/b.entry', '/bad'])
    const [a, b, bad] = state().documents.map(({ id }) => id)
    state().activate(b ?? '')
    await state().close(b ?? '')
    expect(state().active).toBe(bad)
    await state().close(bad ?? '')
    expect(state().active).toBe(a)
    await state().close(a ?? '')
    expect(state()).toMatchObject({ documents: [], active: null })
  })

  it('should go round the tabs', async () => {
    const { state } = start()
    await state().openPaths(['/a.guards_state', '/b.entry', '/bad'])
    const seen = ([1, 1, -1] as const).map((by) => {
      state().cycle(by)
      return activeDocument(state())?.name
    })
    expect(seen).toEqual(['a.guards_state', 'b.entry', 'a.guards_state'])
  })

  it('should open a file again that failed', async () => {
    const { state } = start()
    await state().openPaths(['/bad'])
    const retrying = state().retry(activeDocument(state())?.id ?? '')
    expect(tabs(state())).toEqual(['*bad opening'])
    await retrying
    expect(tabs(state())).toEqual(['*bad failed'])
  })
})
