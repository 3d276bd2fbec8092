/** What the main side tells of an edit makes, in the window, the tree that the main side has. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchOf } from '../main/documents/tree-patch'
import { anyTree } from '../renderer/testing/any-tree'
import { columnsOf, type Row } from '../renderer/testing/columns'
import { patchTree } from '../renderer/views/guard-tree/patch-tree'
import { TreePatchSchema } from '../shared/tree-schema'
import { FAMILIES, NODE_KINDS, type TreeColumns } from '../shared/tree'

/** What each node says, and where it stands. */
function rowsOf(tree: TreeColumns): readonly (Row & { readonly parent: number; readonly end: number })[] {
  const text = (ids: Uint32Array, node: number): string => tree.strings[ids[node] ?? 0] ?? ''
  return Array.from({ length: tree.count }, (_, node) => ({
    kind: NODE_KINDS[tree.kind[node] ?? 0] ?? 'root',
    family: FAMILIES[tree.family[node] ?? 0] ?? 'none',
    depth: tree.depth[node] ?? 0,
    title: text(tree.titleId, node),
    text: text(tree.textId, node),
    tag: text(tree.tagId, node),
    base: text(tree.baseId, node),
    file: text(tree.fileId, node),
    lines: tree.lines[node] ?? 0,
    parent: tree.parent[node] ?? -1,
    end: tree.end[node] ?? 0,
  }))
}

/** A tree, and what becomes of it: texts changed, and a leaf gone or come. */
const edited = fc
  .tuple(
    anyTree(),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('new', 'G', '')), { maxLength: 4 }),
    fc.nat(),
    fc.nat(2),
  )
  .map(([before, texts, at, what]) => {
    const rows: Row[] = rowsOf(before).map(({ parent: _parent, end: _end, ...row }) => row)
    for (const [node, text] of texts) rows[node % rows.length] = { ...(rows[node % rows.length] as Row), text }
    const place = at % rows.length
    const depth = rows[place]?.depth ?? 0
    const isLeaf = (rows[place + 1]?.depth ?? 0) <= depth
    if (what === 1 && place > 0 && isLeaf) rows.splice(place, 1)
    if (what === 2)
      rows.splice(place + 1, 0, { ...(rows[place] as Row), kind: 'leaf', depth: depth + 1, title: 'COME' })
    return { before, after: columnsOf(rows) }
  })

test('a patched tree is the tree that was edited, and the one before it is left alone', () => {
  let patched = 0
  fc.assert(
    fc.property(edited, ({ before, after }) => {
      const was = rowsOf(before)
      const patch = patchOf(before, after)
      if (patch === null) return
      patched++
      const { strings } = before
      const tree = patchTree(before, TreePatchSchema.parse(structuredClone(patch)))
      expect(tree === null ? null : rowsOf(tree)).toEqual(rowsOf(after))
      expect(rowsOf(before)).toEqual(was)
      // the filters tell choices apart by their numbers
      expect(new Set(tree?.strings).size).toBe(new Set(strings).size + (tree?.strings.length ?? 0) - strings.length)
    }),
    { numRuns: 500 },
  )
  expect(patched).toBeGreaterThan(100)
})

test('a patch of another tree is refused', () => {
  const tree = (count: number): TreeColumns =>
    columnsOf(
      Array.from({ length: count }, (_, i) => ({
        kind: i === 0 ? 'root' : 'leaf',
        family: 'value',
        depth: Math.min(i, 1),
        title: `${i}`,
        text: '',
        tag: '',
        base: '',
        file: '',
        lines: 1,
      })),
    )
  const patch = patchOf(tree(8), tree(9))
  expect(patch === null ? null : patchTree(tree(7), patch)).toBeNull()
  expect(patch?.of).toBe(8)
})
