import { describe, expect, it } from 'vitest'
import { fixtureTree } from '../../testing/fixture-tree'
import { readPrintedTree } from '../../testing/printed-tree'
import { subtreeText, treeLines } from './tree-lines'

const text = fixtureTree('2.13.0/dict_int_keys')
const tree = readPrintedTree(text).columns
const lines = treeLines(tree, text)
const nodeOf = (title: string): number => [...tree.titleId].findIndex((id) => tree.strings[id] === title)

describe('treeLines', () => {
  it('should start every node on the line that prints it', () => {
    for (let node = 0; node < tree.count; node++)
      expect(lines.lines[lines.first[node] ?? -1]).toContain(tree.strings[tree.titleId[node] ?? 0])
  })
})

describe('subtreeText', () => {
  it('should be the printed tree for the root, epilogue included', () => {
    expect(subtreeText(tree, lines, 0)).toBe(text.slice(text.indexOf('+- Root')).trimEnd())
  })

  it('should be the lines of a node and all below it, without the indent they share', () => {
    const part = subtreeText(tree, lines, nodeOf("L['d'][1]")).split('\n')
    expect(part.map((line) => line.slice(0, 18))).toEqual([
      '+- GuardManager: s',
      '| +- TENSOR_MATCH:',
      ...Array<string>(5).fill('| +- DIMENSION_DYN'),
      '| +- NO_TENSOR_ALI',
    ])
  })
})
