/** What a person or a program wants changed: a blob's text, lists of edits as JSON, scenarios. */
import { openDocument } from '../../main/documents/document'
import { parseEdits } from '../../main/documents/edit-file'
import { readBlobText } from '../../main/documents/blob-text'
import { replayerOf } from '../../main/documents/replay'
import { readScenarioFile } from '../../main/documents/scenarios'
import { factsFor } from '../../main/documents/tables'
import { editsOf as editsOfBlob } from '../../main/documents/testing/random-edits'
import { ScenarioError } from '../../main/engine/check/scenario/parse'
import { EditableGraph } from '../../main/engine/edit/graph'
import { EditRefused } from '../../main/engine/edit/refused'
import { printTree } from '../../main/engine/print'
import { documentText } from '../../main/engine/text/document-text'
import { decodePickle } from '../../main/pickle/decode'
import { encodePickle } from '../../main/pickle/encode'
import { type Edit, EditSchema } from '../../shared/edit'
import { ScenarioSchema } from '../../shared/scenario'
import { anyJson, changedJson, JSON_WORDS, jsonBySchema, jsonText } from '../grammar/json'
import { PYTHON_WORDS, pythonLiteral } from '../grammar/python'
import { damageText } from '../mutate'
import type { Random } from '../random'
import type { SeedFile, Seeds } from '../seeds'
import { BrokenLaw, checkRefusal, fileAndRest, readOrRefused, type Target, toText, withFile } from '../target'

const WORDS = [
  ...PYTHON_WORDS, ...JSON_WORDS, '\n  ', '\nL[\'x\']\n', '  TENSOR_MATCH ', '  TYPE_MATCH', '  CONSTANT_MATCH ', '  HASATTR attr=',
  'size=[', 'stride=[', 'dtype=', 'device=', 'requires_grad=', 'key=', 'any', ' # ', 'global state', 'shape expressions', 'the process',
] // prettier-ignore

const graphOf = ({ bytes }: { readonly bytes: Uint8Array }): EditableGraph =>
  new EditableGraph(decodePickle(bytes), factsFor)

/** The blob that an input names; null for one that is not there. */
function blobNamed(seeds: Seeds, name: string): SeedFile | null {
  return seeds.blobs.find((file) => file.name === name) ?? null
}

/** All of a list is done or nothing, what is done is written and read the same, and undone is as before. */
function applyAndCheck(blob: SeedFile, edits: readonly Edit[]): boolean {
  const graph = graphOf(blob)
  const print = (of: EditableGraph): string => printTree(of.tree, of.tree.builder.dialect)
  const before = print(graph)
  let change
  try {
    change = graph.apply(edits)
  } catch (error) {
    checkRefusal([EditRefused], error)
    if (print(graph) !== before) throw new BrokenLaw('refused, and yet changed')
    return false
  }
  const after = print(graph)
  const written = encodePickle(graph.pickle)
  if (print(graphOf({ bytes: written })) !== after) throw new BrokenLaw('written and read again, the tree is another')
  graph.undo(change)
  if (print(graph) !== before) throw new BrokenLaw('undone, the tree is another')
  if (Buffer.compare(encodePickle(graph.pickle), blob.bytes.subarray(0, encodePickle(graph.pickle).length)) !== 0)
    throw new BrokenLaw('undone, the bytes are others')
  return true
}

export const texts = (seeds: Seeds): Target => ({
  name: 'texts',
  reads: "a blob's text after a person changed it",
  share: 12,
  make(random) {
    const blob = random.pick(seeds.blobs)
    const { text } = documentText(graphOf(blob).tree)
    const other = documentText(graphOf(random.pick(seeds.blobs)).tree).text
    const changed = random.oneIn(4)
      ? text.replace(/(?<=[ =])(\d+|'[^']*'|\[[^\]]*\])/g, (part) =>
          random.oneIn(6) ? pythonLiteral(random, 2) : part,
        )
      : damageText(text, other, WORDS, random)
    return withFile(blob.name, changed)
  },
  read(input) {
    const { file, rest } = fileAndRest(input)
    const blob = blobNamed(seeds, file)
    if (blob === null) return false
    const document = openDocument(blob.bytes)
    const text = toText(rest)
    const { edits, problems } = readBlobText(document, 0, text)
    const lines = text.split('\n').length
    for (const { message, line, column, endColumn } of problems)
      if (message === '' || message.includes('\n') || line < 1 || line > lines + 1 || column < 1 || endColumn < column)
        throw new BrokenLaw(`a problem without its place: ${line} of ${lines}, ${column}-${endColumn}: ${message}`)
    if (edits.length === 0) return problems.length === 0
    return applyAndCheck(blob, parseEdits(edits.map(({ edit }) => edit))) && problems.length === 0
  },
})

export const edits = (seeds: Seeds): Target => ({
  name: 'edits',
  reads: 'lists of edits as JSON',
  share: 18,
  make(random) {
    const blob = random.pick(seeds.blobs)
    return withFile(blob.name, damagedJson(editsFor(blob, random), random))
  },
  read(input) {
    const { file, rest } = fileAndRest(input)
    const blob = blobNamed(seeds, file)
    const json = parsed(toText(rest))
    if (blob === null || json === undefined) return false
    let list: readonly Edit[] = []
    const isRead = readOrRefused([EditRefused], () => {
      list = parseEdits(json)
    })
    return isRead && applyAndCheck(blob, list)
  },
})

/** Edits that the blob has something for, or by the schema with names of the blob's own. */
function editsFor(blob: SeedFile, random: Random): unknown {
  const graph = graphOf(blob)
  const known = editsOfBlob(graph)
  const pickOne = (): unknown => {
    if (random.oneIn(2)) return random.pick(known)
    const edit = jsonBySchema(EditSchema, random)
    const other: Edit = random.pick(known)
    const place = 'at' in other ? { at: other.at } : 'name' in other ? { name: other.name, create_fn: 'create_fn' in other ? other.create_fn : 'TENSOR_MATCH' } : {} // prettier-ignore
    return typeof edit === 'object' && edit !== null && !Array.isArray(edit)
      ? { ...edit, ...place, ...(random.oneIn(2) ? { force: true } : {}) }
      : edit
  }
  return [pickOne(), ...random.several(3, pickOne)]
}

export const scenarios = (seeds: Seeds): Target => ({
  name: 'scenarios',
  reads: 'scenarios, and their replay on a blob',
  share: 20,
  make(random) {
    const sidecar = random.pick(seeds.sidecars)
    const { scenarios: known } = JSON.parse(toText(sidecar.bytes)) as { readonly scenarios?: readonly unknown[] }
    const seed =
      known === undefined || known.length === 0 || random.oneIn(4)
        ? jsonBySchema(ScenarioSchema, random)
        : random.pick(known)
    const list = random.oneIn(3) ? seed : { scenarios: [seed] }
    return withFile(sidecar.name.replace('.json.gz', '.guards_state'), damagedJson(list, random))
  },
  read(input) {
    const { file, rest } = fileAndRest(input)
    let list: readonly string[] = []
    const isRead = readOrRefused([ScenarioError], () => {
      list = readScenarioFile(rest).scenarios.map((json) => JSON.stringify(json))
    })
    const blob = blobNamed(seeds, file) ?? seeds.blobs[0]
    const [text] = list
    if (!isRead || blob === undefined || text === undefined) return isRead
    const replayer = replayerOf(openDocument(blob.bytes), 0)
    const options = { guardState: null }
    const [row] = replayer.replayAll([text], options)
    return readOrRefused([ScenarioError], () => {
      const result = replayer.replay(text, options)
      if (row !== undefined && row.error === null && row.check !== result.check)
        throw new BrokenLaw(`one of many it is ${row.check}, alone ${result.check}`)
      replayer.suggest(text, options)
      replayer.own()
    })
  },
})

/** As JSON: as it is, changed as JSON, or changed as text. */
function damagedJson(json: unknown, random: Random): string {
  const how = random.below(4)
  const text = jsonText((how === 0 ? json : how === 1 && random.oneIn(6) ? anyJson(random, 3) : changedJson(json, random)) as never) // prettier-ignore
  return how === 3 ? damageText(text, text, JSON_WORDS, random) : text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
