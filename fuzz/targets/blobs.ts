/** Whole files, opened as a document and looked at from every side. */
import { ContainerError } from '../../main/containers/container'
import { blobDigest, diffBlob } from '../../main/documents/blob-diff'
import { blobText, readBlobText } from '../../main/documents/blob-text'
import { listFindings } from '../../main/documents/doctor'
import { type GuardDocument, openDocument } from '../../main/documents/document'
import { recompilationsOf } from '../../main/documents/recompilations'
import { replayerOf } from '../../main/documents/replay'
import { chooseGuards, countFilters } from '../../main/documents/selection'
import { EditableGraph } from '../../main/engine/edit/graph'
import { ScenarioError } from '../../main/engine/check/scenario/parse'
import { factsFor } from '../../main/documents/tables'
import { decodePickle, PickleError } from '../../main/pickle/decode'
import { encodePickle } from '../../main/pickle/encode'
import { StateError } from '../../main/state/read-state'
import { changedGraph } from '../grammar/graph'
import { damage } from '../mutate'
import type { Random } from '../random'
import type { Seeds } from '../seeds'
import { BrokenLaw, readOrRefused, type Target } from '../target'

const ERRORS = [PickleError, ContainerError, StateError]
const OPTIONS = { guardState: null }

function make(seeds: Seeds, random: Random): Uint8Array {
  const other = random.pick(seeds.blobs).bytes
  if (random.oneIn(10)) return damage(random.pick(seeds.containers).bytes, other, random)
  const { bytes } = random.pick(seeds.blobs)
  if (random.oneIn(3)) return damage(bytes, other, random)
  return changedGraph(bytes, other, random) ?? damage(bytes, other, random)
}

/** What every opened file goes through. */
export const trees = (seeds: Seeds): Target => ({
  name: 'trees',
  reads: 'the state of a blob, its guard tree, its printed text',
  share: 35,
  make: (random) => make(seeds, random),
  read: (input) =>
    readOrRefused(ERRORS, () => {
      const document = openDocument(input)
      for (const { index } of document.info.blobs.slice(0, 2)) {
        const { summary, tree } = document.openBlob(index)
        if (!document.treeText(index).startsWith('\nTREE_GUARD_MANAGER:\n'))
          throw new BrokenLaw('a tree without its head')
        for (const { message } of summary.notes)
          if (message === '' || message.includes('\n')) throw new BrokenLaw(`a note that is not one line: ${message}`)
        for (const node of [0, tree.count >> 1, tree.count - 1])
          if (document.nodeDetail(index, node).node !== node) throw new BrokenLaw(`the detail of node ${node}`)
      }
    }),
})

/** What is asked of an open file besides. */
export const documents = (seeds: Seeds): Target => ({
  name: 'documents',
  reads: 'findings, differences, replay of the own call, text, filters and edits of a blob',
  share: 10,
  make: (random) => make(seeds, random),
  read(input) {
    let document: GuardDocument | null = null
    const opened = readOrRefused(ERRORS, () => {
      const one = openDocument(input)
      if (one.info.blobs.length === 0) return
      one.openBlob(0)
      document = one
    })
    if (document !== null) askAll(document)
    return opened
  },
})

function askAll(document: GuardDocument): void {
  for (const torch of [null, '2.14'])
    for (const { message } of listFindings(document, 0, torch).findings)
      if (message === '' || message.includes('\n')) throw new BrokenLaw(`a finding that is not one line: ${message}`)
  const { differences } = diffBlob(document, 0, blobDigest(document, 0))
  if (differences.some(({ isCertain }) => isCertain)) throw new BrokenLaw('a blob differs from itself')
  const { edits, problems } = readBlobText(document, 0, blobText(document, 0).text.replaceAll('\n', '\r\n'))
  if (edits.length > 0 || problems.length > 0)
    throw new BrokenLaw(`its own text means ${JSON.stringify(edits[0] ?? problems[0])}`)
  countFilters(document, 0)
  chooseGuards(document, 0, { where: { text: 'x' } })
  // the other blobs of a file may be broken
  readOrRefused(ERRORS, () => void recompilationsOf(document, 0))
  const replayer = replayerOf(document, 0)
  readOrRefused([ScenarioError], () => {
    const own = replayer.own()
    replayer.replay(own, OPTIONS)
    replayer.suggest(own, OPTIONS)
  })
  const { pickle, locals } = document.graph(0)
  readOrRefused([PickleError], () => {
    const graph = new EditableGraph(decodePickle(encodePickle(pickle)), factsFor, { locals })
    graph.prepare()
    void graph.choices
  })
}
