import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { FAMILIES, NODE_KINDS, type TreeColumns } from '../../shared/tree'
import { buildGuardTree } from '../engine/build'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { parseTree, type PrintedTree } from '../traces/printed-tree'
import { RUNS } from '../traces/testing/recorded'
import { printedColumns } from './printed-columns'
import { factsFor } from './tables'
import { corpus, maskIds, VERSIONS } from './testing/corpus'
import { TraceFile } from './trace-file'
import { flatten, toColumns } from './tree-nodes'

/** A row as the window shows it, less what a text does not tell: which GuardBuilder method made a guard, and full names of files. */
function rows(columns: TreeColumns, withTypes: boolean) {
  const text = (ids: Uint32Array, i: number): string => columns.strings[ids[i] ?? 0] ?? ''
  return Array.from({ length: columns.count }, (_, i) => {
    const kind = NODE_KINDS[columns.kind[i] ?? 0] ?? 'root'
    const isManager = kind === 'manager' || kind === 'dict-manager'
    return {
      kind,
      family: FAMILIES[columns.family[i] ?? 0],
      depth: columns.depth[i],
      parent: columns.parent[i],
      end: columns.end[i],
      title: text(columns.titleId, i),
      text: isManager && !withTypes ? '' : text(columns.textId, i),
      tag: isManager ? text(columns.tagId, i) : '',
      base: text(columns.baseId, i),
      lines: columns.lines[i],
    }
  })
}

/** How many blobs of the corpus torch loads, by version. */
const LOADED = { '2.8.0': 76, '2.10.0': 83, '2.13.0': 87, '2.14.1': 87, '2.15.0': 88 } as const

describe.each(VERSIONS)('the trees that torch %s printed', (version) => {
  test('parsed back give the rows of the tree that was built, where the text tells', () => {
    let count = 0
    for (const { name, bytes, sidecar } of corpus(version)) {
      if (sidecar.status !== 'ok') continue
      const state = readGuardsState(decodePickle(bytes))
      const locals = [...sidecar.frame.co_varnames, ...sidecar.frame.co_freevars]
      const tree = buildGuardTree(state, factsFor(state.version), { locals })
      const { showsType } = tree.builder.dialect
      const { nodes, strange } = parseTree(maskIds(sidecar.loaded_tree ?? ''))
      const parsed = { name, strange, rows: rows(printedColumns(nodes), showsType) }
      expect(parsed).toStrictEqual({ name, strange: [], rows: rows(toColumns(flatten(tree)), showsType) })
      count++
    }
    expect(count).toBe(LOADED[version])
  })
})

/** Nodes back as torch prints them: what was parsed holds all that a text says. */
function printed({ nodes }: PrintedTree): string[] {
  return nodes.flatMap((node) => {
    const isLeaf = 'parts' in node
    const bars = '| '.repeat(node.kind === 'epilogue' ? 0 : node.depth)
    if (node.kind === 'root') return [`+- ${node.cls}`]
    if (node.kind === 'pair') return [`${bars}+- KeyValueManager pair at index=${node.index}`]
    if (isLeaf) {
      const lines = node.parts.map(({ code, comment }) => `: ${code} ${comment}`)
      return (lines.length === 0 ? [''] : lines).map((line) => `${bars}+- ${node.cls}${line}`)
    }
    const role = node.role === null ? '' : node.role === 'key' ? 'KeyManager: ' : 'ValueManager: '
    const by = node.accessor === null ? '' : `, accessed_by=${node.accessor}`
    const safe = node.tagSafe?.map((one) => (one ? 'True' : 'False')).join(', ')
    const type = node.type === null ? '' : `, type=${node.type}, tag_safe=(${safe})`
    return [`${bars}+- ${role}${node.cls}: source=${node.source}${by}${type}`]
  })
}

test.each(RUNS)('the trees in the log of $name are parsed whole', async ({ trace: file }) => {
  const log = await TraceFile.open(fileURLToPath(new URL(`../../fixtures/traces/${file}`, import.meta.url)))
  let count = 0
  for (const [index, { hasTree }] of log.trace.compiles.entries()) {
    if (!hasTree) continue
    const text = (await log.tree(index)) ?? ''
    const lines = text.split('\n').filter((line) => line.includes('+- '))
    const spaces = (line: string): string => line.replace(/ +/g, ' ').trimEnd()
    const tree = parseTree(text)
    expect(tree.strange).toStrictEqual([])
    expect(printed(tree).map(spaces)).toStrictEqual(lines.map(spaces))
    count++
  }
  expect(count).toBeGreaterThan(10)
})
