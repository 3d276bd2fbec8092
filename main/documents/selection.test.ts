import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EditableGraph } from '../engine/edit/graph'
import { decodePickle } from '../pickle/decode'
import { openDocument } from './document'
import { chooseGuards, countFilters } from './selection'
import { factsFor } from './tables'
import { corpus, VERSIONS } from './testing/corpus'

const BLOBS = VERSIONS.flatMap((version) =>
  corpus(version)
    .filter(({ name }) => ['mlp_safe', 'gpt_block', 'nested_dict_obj', 'shape_env_gt'].includes(name))
    .map(({ name, bytes }) => ({ name, bytes, document: openDocument(bytes) })),
)
const guardsOf = (bytes: Uint8Array): EditableGraph => new EditableGraph(decodePickle(bytes), factsFor)
/** Each guard in words; the keywords tell those apart that share a name. */
const listed = ({ state, tree }: EditableGraph): string[] =>
  state.guards.map((guard) => `${guard.createFn} ${tree.builder.name(guard)}`)

it('what rows of the tree choose is what the edit drops: those guards, and none that are called alike', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...BLOBS),
      fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
      ({ bytes, document }, picks) => {
        const rows = document.nodes(0)
        const nodes = Int32Array.from(picks, (pick) => pick % rows.length)
        const { where, guards, total } = chooseGuards(document, 0, { nodes })
        expect(guards.names.length === 0).toBe(where === null)
        if (where === null) return
        const graph = guardsOf(bytes)
        const before = listed(graph)
        const nodesBefore = new Set(graph.state.guards.map(({ node }) => node))
        const change = graph.apply([{ do: 'drop-guards', where }])
        const left = listed(graph)
        expect(graph.state.guards.every(({ node }) => nodesBefore.has(node))).toBe(true)
        const gone = guards.names.map((name, i) => `${guards.createFns[i] ?? ''} ${name}`)
        expect([...left, ...gone].sort()).toEqual([...before].sort())
        expect(before.length).toBe(total)
        graph.undo(change)
        expect(listed(graph)).toEqual(before)
      },
    ),
    { numRuns: 40 },
  )
})

it('a row chosen leads to a row of the same guard', () => {
  for (const { name, document } of BLOBS) {
    const rows = document.nodes(0)
    const leaves = rows.flatMap((node, at) => ('leaf' in node && node.leaf.guard !== null ? [at] : []))
    const { guards, withoutGuard } = chooseGuards(document, 0, { nodes: Int32Array.from(rows.keys()) })
    const seen = [...guards.nodes].map((at) => {
      const node = rows[at]
      return node !== undefined && 'leaf' in node ? node.leaf.guard : null
    })
    expect(seen.includes(null), name).toBe(false)
    expect(new Set(seen).size, name).toBe(guards.names.length)
    expect(leaves.length + withoutGuard, name).toBe(rows.filter((node) => 'leaf' in node).length)
  }
})

it('a filter counts what it chooses; torch that compiled without modules has none for it to leave out', () => {
  const [blob] = corpus('2.13.0').filter(({ name }) => name === 'constant_int')
  const document = openDocument(blob?.bytes ?? new Uint8Array())
  const counts = countFilters(document, 0)
  expect(counts.map(({ name, drops, unknown }) => [name, drops, unknown])).toEqual([
    ['skip_guard_on_globals_unsafe', 0, 0],
    ['skip_guard_on_inbuilt_nn_modules_unsafe', 0, 0],
    ['skip_guard_on_all_nn_modules_unsafe', 0, 0],
    ['keep_tensor_guards_unsafe', 1, 0],
    ['keep_portable_guards_unsafe', 1, 0],
    ['skip_all_guards_unsafe', 1, 0],
  ])
  for (const { name, drops } of counts)
    expect(chooseGuards(document, 0, { where: { filter: name } }).guards.names.length).toBe(drops)
})
